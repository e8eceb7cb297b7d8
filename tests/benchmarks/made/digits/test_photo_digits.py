"""Digits as they come out of a photo, and printed ones."""

import numpy as np
import pytest

from benchmarks.made.digits.pen_digits import pen_digits
from benchmarks.made.digits.photo_digits import pen_digits_on_paper, photographed, printed_digits


@pytest.mark.parametrize("make", [pen_digits_on_paper, printed_digits])
def test_each_digit_is_made_the_same_from_a_seed(make):
    (images, labels), (again, _) = (make(30, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(images, again)
    assert (images.shape, images.dtype) == ((30, 28, 28), np.uint8)
    assert set(labels) <= set(range(10))
    assert images.reshape(30, -1).any(axis=1).all()


def test_photographed_digit_is_another_picture_of_the_same_digit():
    images, _ = pen_digits(20, np.random.default_rng(1))
    taken = photographed(images, np.random.default_rng(2))
    likeness = [np.corrcoef(one.ravel(), other.ravel())[0, 1] for one, other in zip(images, taken, strict=True)]
    assert min(likeness) > 0.3
    assert np.mean(likeness) > 0.7
    assert not (images == taken).all(axis=(1, 2)).any()
