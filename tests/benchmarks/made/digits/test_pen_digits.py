"""Digits that made pens write."""

import numpy as np
import pytest

from benchmarks.made.digits.pen_digits import pen_digit, pen_digits
from core.drawing.mnist_preprocess import to_mnist_image
from core.drawing.strokes import CANVAS_SIZE


def counts_of_strokes(digit):
    return {len(pen_digit(digit, np.random.default_rng(seed))) for seed in range(60)}


@pytest.mark.parametrize("digit", range(10))
def test_digit_lies_on_the_canvas_and_is_never_the_same(digit):
    drawings = [pen_digit(digit, np.random.default_rng(seed)) for seed in range(40)]
    points = np.concatenate([stroke for drawing in drawings for stroke in drawing])
    assert points.min() >= -CANVAS_SIZE / 2
    assert points.max() <= 2 * CANVAS_SIZE
    assert len({to_mnist_image(drawing).tobytes() for drawing in drawings}) == 40


def test_same_seed_gives_the_same_digits():
    (images, labels), (again, theirs) = (pen_digits(20, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(images, again)
    np.testing.assert_array_equal(labels, theirs)
    assert (images.shape, images.dtype, labels.dtype) == ((20, 28, 28), np.uint8, np.int64)
    assert images.reshape(20, -1).max(axis=1).min() > 200


@pytest.mark.parametrize("digit", range(10))
def test_ways_of_writing_differ_in_their_strokes(digit):
    of_one_or_two = (0, 1, 4, 5, 7, 8)  # a slash, a foot, a stem, a hat, a bar, two circles
    assert counts_of_strokes(digit) == ({1, 2} if digit in of_one_or_two else {1})
