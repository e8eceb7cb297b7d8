"""What is odd about a data set is found, whatever its kind and wherever; nothing is said where nothing is odd."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import open_kept
from core.data.examination.findings import Finding
from core.data.examination.mends import Mend, mend_of
from core.data.keeping import mend_dataset, unmend_dataset
from tests.support import odd_sets
from tests.support.odd_sets import from_matlab, inverted, ordered, transposed

BOTH = ("train", "test")


def found(dataset) -> dict:
    """Return where each kind was found."""
    return {finding.kind: finding.splits for finding in dataset.findings}


KINDS = {
    "sorted train": (lambda some: ordered(some, "train", odd_sets.rising), {"sorted": ("train",)}),
    "sorted descending": (lambda some: ordered(some, "train", odd_sets.falling), {"sorted": ("train",)}),
    "nearly sorted": (lambda some: ordered(some, "train", odd_sets.nearly_rising), {"sorted": ("train",)}),
    "sorted test": (lambda some: ordered(some, "test", odd_sets.rising), {"sorted": ("test",)}),
    "both sorted": (
        lambda some: ordered(ordered(some, "train", odd_sets.rising), "test", odd_sets.falling),
        {"sorted": BOTH},
    ),
    "inverted": (lambda some: inverted(some, *BOTH), {"inverted": BOTH}),
    "inverted test": (lambda some: inverted(some, "test"), {"inverted": ("test",)}),
    "transposed": (lambda some: transposed(some, *BOTH), {"transposed": BOTH}),
    "transposed train": (lambda some: transposed(some, "train"), {"transposed": ("train",)}),
    "transposed and inverted": (
        lambda some: transposed(inverted(some, *BOTH), *BOTH),
        {"transposed": BOTH, "inverted": BOTH},
    ),
    "three at once": (
        lambda some: ordered(transposed(inverted(some, *BOTH), *BOTH), "train", odd_sets.rising),
        {"transposed": BOTH, "inverted": BOTH, "sorted": ("train",)},
    ),
}


@pytest.mark.parametrize(("change", "expected"), KINDS.values(), ids=list(KINDS))
def test_kind_is_found_and_mended_by_one_click_each_and_taken_back(digits, examined, tmp_path, change, expected):
    dataset = examined(change(digits))
    assert found(dataset) == expected
    home, location = tmp_path / "home", tmp_path / "source" / "mnist.npz"
    content = location.read_bytes()
    for finding in dataset.findings:
        mend = mend_of(finding)
        assert mend is not None
        before = open_kept(home, location)
        assert before is not None
        mend_dataset(str(home), str(location), before.digest, mend)
    mended = open_kept(home, location)
    assert mended is not None
    assert mended.findings == ()
    assert len(mended.mends) == len(dataset.findings)
    assert mended.digest != dataset.digest
    assert (dataset.folder / "train_images.npy").is_file()  # of the runs that learned from it
    unmend_dataset(str(home), str(location))
    back = open_kept(home, location)
    assert back is not None
    assert (back.digest, back.mends, back.findings) == (dataset.digest, (), dataset.findings)
    assert location.read_bytes() == content


def test_turned_and_inverted_pictures_are_the_very_ones_that_they_were(digits, examined, tmp_path):
    plain = odd_sets.kept(tmp_path / "other", odd_sets.written(tmp_path / "plain", digits))
    dataset = examined(transposed(inverted(digits, *BOTH), *BOTH))
    home, location = str(tmp_path / "home"), tmp_path / "source" / "mnist.npz"
    for kind in ("invert", "turn"):
        before = open_kept(tmp_path / "home", location)
        assert before is not None
        mend_dataset(home, str(location), before.digest, Mend(kind=kind, splits=BOTH))
    mended = open_kept(tmp_path / "home", location)
    assert mended is not None
    assert mended.digest == plain.digest != dataset.digest


def test_copy_of_one_click_too_late_is_not_mended_twice(digits, examined, tmp_path):
    dataset = examined(inverted(digits, *BOTH))
    home, location = str(tmp_path / "home"), str(tmp_path / "source" / "mnist.npz")
    for _ in range(2):
        mend_dataset(home, location, dataset.digest, Mend(kind="invert", splits=BOTH))
    kept = open_kept(tmp_path / "home", tmp_path / "source" / "mnist.npz")
    assert kept is not None
    assert len(kept.mends) == 1


def test_mended_copy_that_was_lost_is_mended_again(digits, examined, tmp_path):
    dataset = examined(ordered(from_matlab(digits, "train"), "train", odd_sets.rising))
    home, location = tmp_path / "home", tmp_path / "source" / "mnist.npz"
    mend_dataset(str(home), str(location), dataset.digest, Mend(kind="shuffle", splits=("train",)))
    mended = open_kept(home, location)
    assert mended is not None
    (mended.folder / "train_labels.npy").unlink()
    again = odd_sets.kept(home, location)
    assert (again.digest, again.mends) == (mended.digest, mended.mends)
    assert again.digest != dataset.digest


def test_some_pictures_with_bright_paper_are_inverted_alone(digits, examined, tmp_path):
    images = digits["x_train"].copy()
    images[::3] = 255 - images[::3]
    dataset = examined(digits | {"x_train": images})
    assert dataset.findings == (Finding(kind="inverted", splits=("train",), is_part=True),)
    (mend,) = filter(None, map(mend_of, dataset.findings))
    mend_dataset(str(tmp_path / "home"), str(tmp_path / "source" / "mnist.npz"), dataset.digest, mend)
    mended = open_kept(tmp_path / "home", tmp_path / "source" / "mnist.npz")
    assert mended is not None
    np.testing.assert_array_equal(mended.train_images, digits["x_train"])


@pytest.mark.parametrize(
    ("split", "lacking", "expected"),
    [
        (("train", "test"), (7,), [(BOTH, (7,))]),
        (("train",), (7,), [(("train",), (7,))]),
        (("test",), (7, 8), [(("test",), (7, 8))]),
    ],
    ids=["nowhere", "train", "test"],
)
def test_missing_labels_are_named_and_nothing_mends_them(digits, examined, split, lacking, expected):
    for name in split:
        digits = ordered(digits, name, odd_sets.without(*lacking))
    dataset = examined(digits)
    assert [(finding.splits, finding.labels) for finding in dataset.findings] == expected
    assert list(map(mend_of, dataset.findings)) == [None]


def test_a_label_10_beside_a_0_is_refused(digits, examined):
    labels = digits["y_train"].copy()
    labels[3] = 10
    with pytest.raises(Exception, match=r"label 3 \(counted from 0\) is 10"):
        examined(digits | {"y_train": labels})


def test_nothing_is_said_of_a_part_of_mnist(digits, examined):
    dataset = examined(digits)
    assert dataset.findings == dataset.mends == ()
    assert not dataset.identity.is_known


@pytest.mark.parametrize("count", [1000, 10_000], ids=["first thousand", "its test images"])
def test_nothing_is_said_of_real_parts(real_mnist, tmp_path, count):
    whole = odd_sets.kept(tmp_path / "whole", real_mnist)
    assert whole.is_mnist
    assert whole.findings == ()
    images, labels = (
        (whole.train_images, whole.train_labels) if count == 1000 else (whole.test_images, whole.test_labels)
    )
    half = count // 2
    arrays = {
        "x_train": images[:half],
        "y_train": labels[:half],
        "x_test": images[half:count],
        "y_test": labels[half:count],
    }
    assert odd_sets.kept(tmp_path / "part", odd_sets.written(tmp_path / "source", arrays)).findings == ()


def test_pictures_that_are_no_digits_are_not_called_mirrored(examined):
    """Bars across the picture, and blots up to the edge: neither is like a digit in any way that it is turned."""
    generator = np.random.default_rng(1)
    labels = generator.integers(0, 10, 500).astype(np.uint8)
    images = np.zeros((500, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * label + 3 : 2 * label + 6, 2:26] = 200
        image[20:28, 6:22] = generator.integers(0, 255)
    arrays = {"x_train": images[:400], "y_train": labels[:400], "x_test": images[400:], "y_test": labels[400:]}
    assert examined(arrays).findings == ()
    assert found(examined(inverted(arrays, *BOTH))) == {"inverted": BOTH}


def test_examination_that_is_damaged_is_made_anew(digits, examined):
    dataset = examined(inverted(digits, *BOTH))
    (dataset.folder / "examination.json").write_text('{"version": 1, "findings": [{}]}', "utf-8")
    again = examined(inverted(digits, *BOTH))
    assert again.findings == dataset.findings
