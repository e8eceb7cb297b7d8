"""Pictures of 16 x 16, as USPS has them, in the middle of 28 x 28."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from core.data.formats import small_pictures
from core.data.formats.reading import NamedArray, refuse_above_cap
from core.data.formats.small_pictures import scaled
from core.errors import DataError
from tests.support.csv_files import csv_text

RANDOM = np.random.default_rng(16).integers(0, 256, (5, 16, 16)).astype(np.uint8)


def by_hand(picture: np.ndarray) -> np.ndarray:
    """Return the picture between whose pixels' middles one has read, pixel for pixel, in fractions."""
    large = np.zeros((28, 28), np.uint8)
    for row in range(20):
        for column in range(20):
            total = Fraction(0)
            for y, share_y in neighbours(row):
                for x, share_x in neighbours(column):
                    total += share_y * share_x * int(picture[y, x])
            large[4 + row, 4 + column] = int(total + Fraction(1, 2))
    return large


def neighbours(place: int) -> list[tuple[int, Fraction]]:
    middle = min(max(Fraction(2 * place + 1, 2) * Fraction(16, 20) - Fraction(1, 2), Fraction(0)), Fraction(15))
    before = int(middle)
    return [(before, 1 - (middle - before)), (min(before + 1, 15), middle - before)]


def test_every_pixel_is_what_a_person_would_reckon():
    large = scaled(NamedArray(name="images", values=RANDOM)).values
    assert (large.dtype, large.shape) == (np.uint8, (5, 28, 28))
    for picture, small in zip(large, RANDOM, strict=True):
        np.testing.assert_array_equal(picture, by_hand(small))


def test_full_ink_stays_full_and_the_border_is_paper():
    large = scaled(NamedArray(name="images", values=np.full((1, 16, 16), 255, np.uint8))).values[0]
    expected = np.zeros((28, 28), np.uint8)
    expected[4:24, 4:24] = 255
    np.testing.assert_array_equal(large, expected)


@pytest.mark.parametrize("shape", [(2, 28, 28), (2,), (2, 16, 16, 3)])
def test_other_arrays_are_left_as_they_are(shape):
    array = NamedArray(name="images", values=np.zeros(shape, np.uint8))
    assert scaled(array) is array


@pytest.fixture
def small(arrays):
    generator = np.random.default_rng(3)
    return {
        split: generator.integers(0, 256, (count, 16, 16)).astype(np.uint8)
        for split, count in (("train", 40), ("test", 12))
    }


@pytest.mark.parametrize("convert", [np.uint8, np.int64, lambda images: images / 255], ids=["uint8", "int64", "k/255"])
def test_small_images_of_an_npz_are_scaled_and_it_is_noted(npz, load, small, convert):
    dataset = load(npz(x_train=convert(small["train"]), x_test=convert(small["test"])))
    assert (dataset.source, dataset.remarks) == ("npz", ("scaled_up",))
    np.testing.assert_array_equal(dataset.train_images[7], by_hand(small["train"][7]))
    np.testing.assert_array_equal(dataset.test_images[11], by_hand(small["test"][11]))


def test_small_images_in_idx_files_are_scaled(idx, load, small):
    contents = {
        f"{split}_images": b"\0\0\x08\x03" + b"".join(length.to_bytes(4) for length in images.shape) + images.tobytes()
        for split, images in small.items()
    }
    assert load(idx(**contents)).remarks == ("scaled_up",)


def test_small_images_in_a_csv_file_are_scaled_and_some_held_out(csv, load, small, arrays):
    dataset = load(csv(**{"usps.csv": csv_text(small["train"], arrays["train_labels"])}))
    assert dataset.remarks == ("test_held_out", "scaled_up")
    np.testing.assert_array_equal(dataset.test_images[0], by_hand(small["train"][6]))


@pytest.mark.parametrize("shape", [(40, 16, 28), (40, 27, 28), (40, 28, 28, 3), (40, 16, 16, 1), (40, 8, 8), (40, 256)])
def test_other_shapes_stay_refused_with_the_shape(npz, refused, shape):
    """D9."""
    assert f"got shape ({', '.join(map(str, shape))})" in refused(npz(x_train=np.zeros(shape, np.uint8)))


def test_small_images_that_are_not_exact_are_refused(npz, refused, small):
    images = small["train"].astype(float)
    images[2, 3, 4] = 0.3
    assert "[2, 3, 4] it holds 0.3" in refused(npz(x_train=images))


def test_small_pictures_whose_large_ones_would_be_too_many_are_refused(monkeypatch):
    few = NamedArray(name="x", values=np.zeros((3, 16, 16), np.uint8))
    monkeypatch.setattr(small_pictures, "refuse_above_cap", partial(refuse_above_cap, most=2 * 784))
    with pytest.raises(DataError, match="x"):
        scaled(few)
