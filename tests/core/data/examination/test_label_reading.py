"""Labels that start at 1 are read as the pictures look, in each split, and the other reading is one click."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import open_kept
from core.data.examination import label_reading
from core.data.examination.mends import Mend, other_reading
from core.data.keeping import mend_dataset
from tests.support import odd_sets
from tests.support.odd_sets import from_matlab, one_too_high, transposed

BOTH = ("train", "test")


@pytest.mark.parametrize("splits", [BOTH, ("train",), ("test",)], ids=["both", "train", "test"])
@pytest.mark.parametrize("reading", [from_matlab, one_too_high])
@pytest.mark.parametrize("turn", [False, True], ids=["upright", "mirrored"])
def test_labels_from_1_to_10_are_read_as_the_pictures_look(digits, examined, splits, reading, turn):
    dataset = examined(transposed(reading(digits, *splits), *(BOTH if turn else ())))
    np.testing.assert_array_equal(dataset.train_labels, digits["y_train"])
    np.testing.assert_array_equal(dataset.test_labels, digits["y_test"])
    assert dataset.mends == (Mend(kind="ten_is_zero" if reading is from_matlab else "one_less", splits=splits),)


def test_other_reading_is_one_click_and_so_is_the_way_back(digits, examined, tmp_path):
    dataset = examined(from_matlab(digits, *BOTH))
    home, location = tmp_path / "home", tmp_path / "source" / "mnist.npz"
    mend_dataset(str(home), str(location), dataset.digest, other_reading(dataset.mends[0]))
    other = open_kept(home, location)
    assert other is not None
    np.testing.assert_array_equal(other.train_labels, (digits["y_train"] + np.uint8(9)) % 10)
    mend_dataset(str(home), str(location), other.digest, other_reading(other.mends[0]))
    back = open_kept(home, location)
    assert back is not None
    assert (back.digest, back.mends) == (dataset.digest, dataset.mends)


def things(*, train: tuple[int, int], test: tuple[int, int]) -> dict[str, np.ndarray]:
    """Return pictures that are no digits, labels of each split from one number to another."""
    generator = np.random.default_rng(4)
    patterns = np.kron(generator.integers(0, 200, (11, 7, 7)), np.ones((4, 4)))
    arrays = {}
    for split, (first, last) in (("train", train), ("test", test)):
        labels = generator.integers(first, last + 1, 300).astype(np.uint8)
        noise = generator.normal(0, 20, (300, 28, 28))
        arrays |= {f"{split}_images": np.clip(patterns[labels] + noise, 0, 255).astype(np.uint8)}
        arrays |= {f"{split}_labels": labels}
    return arrays


@pytest.mark.parametrize("short", ["train", "test"])
def test_things_of_a_split_without_0_and_10_are_read_as_the_others(short):
    arrays = things(**{"train": (1, 10), "test": (1, 10)} | {short: (1, 9)})
    read, mend = label_reading.read(arrays)
    assert mend == Mend(kind="one_less", splits=BOTH)
    for split in BOTH:
        np.testing.assert_array_equal(read[f"{split}_labels"], arrays[f"{split}_labels"] - 1)


def test_digits_of_a_split_without_0_and_10_that_are_right_stay(digits):
    labels = np.where(digits["y_train"] == 0, 10, digits["y_train"])
    some = things(train=(1, 9), test=(1, 10)) | {"train_images": digits["x_train"], "train_labels": labels}
    chosen = labels < 10
    some |= {name: some[name][chosen] for name in ("train_images", "train_labels")}
    read, mend = label_reading.read(some)
    assert mend == Mend(kind="one_less", splits=("test",))
    np.testing.assert_array_equal(read["train_labels"], some["train_labels"])


@pytest.mark.parametrize("short", ["train", "test"])
def test_other_reading_shifts_a_split_without_0_and_10_too(digits, examined, tmp_path, short):
    some = odd_sets.ordered(digits, short, odd_sets.without(0))
    dataset = examined(from_matlab(some, *BOTH))
    np.testing.assert_array_equal(dataset.train_labels, some["y_train"])
    np.testing.assert_array_equal(dataset.test_labels, some["y_test"])
    home, location = tmp_path / "home", tmp_path / "source" / "mnist.npz"
    mend_dataset(str(home), str(location), dataset.digest, other_reading(dataset.mends[0]))
    other = open_kept(home, location)
    assert other is not None
    np.testing.assert_array_equal(other.train_labels, (some["y_train"] + np.uint8(9)) % 10)
    np.testing.assert_array_equal(other.test_labels, (some["y_test"] + np.uint8(9)) % 10)
    (other.folder / "train_labels.npy").unlink()
    assert odd_sets.kept(home, location).digest == other.digest


@pytest.mark.parametrize("splits", [BOTH, ("train",), ("test",)], ids=["both", "train", "test"])
def test_digits_one_too_high_without_the_highest_are_read_so(digits, examined, splits):
    for split in splits:
        digits = odd_sets.ordered(digits, split, odd_sets.without(9))
    dataset = examined(one_too_high(digits, *splits))
    assert dataset.mends == (Mend(kind="one_less", splits=splits),)
    np.testing.assert_array_equal(dataset.train_labels, digits["y_train"])
    np.testing.assert_array_equal(dataset.test_labels, digits["y_test"])


def test_labels_without_0_and_10_stay_where_pictures_say_nothing_else(digits, examined):
    arrays = things(train=(1, 9), test=(1, 9))
    assert label_reading.read(arrays)[1] is None
    for split in BOTH:
        digits = odd_sets.ordered(digits, split, odd_sets.without(0))
    assert examined(digits).mends == ()
