"""A data set that is known by name is told: by its files for certain, by its numbers as one that looks like it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from core.data.examination import known_sets
from core.data.examination.known_sets import KNOWN_SETS, KnownSet, Numbers, PixelNumbers
from core.data.examination.mends import mend_of
from core.data.identity import Identity
from core.data.keeping import mend_dataset
from tests.support import odd_sets

NAMES = tuple(f"thing {label}" for label in range(10))
THINGS = Identity(name="Things", class_names=NAMES, subject="clothes")
LOOKS_LIKE_THINGS = replace(THINGS, is_certain=False)
BY_NAME = {known.identity.name: known for known in KNOWN_SETS}


def known_as_things(arrays, *, md5s=(), mean=0.0) -> KnownSet:
    counts = [tuple(np.bincount(arrays[f"y_{split}"], minlength=10).tolist()) for split in ("train", "test")]
    pixels = arrays["x_train"] / 255
    return KnownSet(
        identity=THINGS,
        md5s=md5s,
        train_counts=counts[0],
        test_counts=counts[1],
        pixels=PixelNumbers(mean=mean or pixels.mean(), deviation=pixels.std(), tolerance=1e-4),
    )


def test_small_file_is_told_by_its_numbers_whatever_its_order(bundled_dataset, tmp_path):
    arrays = odd_sets.plain(bundled_dataset)
    known = (known_as_things(arrays),)
    for name, some in {
        "as it is": arrays,
        "sorted": odd_sets.ordered(arrays, "train", odd_sets.rising),
        "inverted": odd_sets.inverted(arrays, "train", "test"),
    }.items():
        dataset = odd_sets.kept(tmp_path / name, odd_sets.written(tmp_path / f"{name}-source", some), known=known)
        assert dataset.identity == LOOKS_LIKE_THINGS, name
    part = {key: value[:150] for key, value in arrays.items()}
    dataset = odd_sets.kept(tmp_path / "part", odd_sets.written(tmp_path / "part-source", part), known=known)
    assert not dataset.identity.is_known


def test_small_files_are_told_by_their_hashes_and_stay_so_when_mended(bundled_dataset, tmp_path):
    arrays = odd_sets.ordered(odd_sets.plain(bundled_dataset), "train", odd_sets.rising)
    path = odd_sets.written(tmp_path / "source", arrays)
    md5 = hashlib.md5(path.read_bytes()).hexdigest()
    known = (known_as_things(arrays, md5s=(md5,), mean=0.9),)  # whose numbers are others
    dataset = odd_sets.kept(tmp_path / "home", path, known=known)
    assert dataset.identity == THINGS
    (finding,) = dataset.findings
    mend = mend_of(finding)
    assert mend is not None
    mend_dataset(str(tmp_path / "home"), str(path), dataset.digest, mend, known)
    assert odd_sets.kept(tmp_path / "home", path, known=known).identity == THINGS


def test_one_other_file_is_not_the_known_set(tmp_path):
    paths = [tmp_path / str(number) for number in range(4)]
    for path in paths:
        path.write_bytes(path.name.encode())
    md5s = tuple(hashlib.md5(path.read_bytes()).hexdigest() for path in paths)
    known = replace(KNOWN_SETS[1], md5s=md5s)
    assert known_sets.by_files(paths, [known]) == known.identity
    paths[3].write_bytes(b"another")
    assert known_sets.by_files(paths, [known]) is None
    assert known_sets.by_files(paths[:1], [known]) is None


def numbers_like(name: str, *, mean: float, deviation: float) -> Numbers:
    known = BY_NAME[name]
    test = known.test_counts if isinstance(known.test_counts, tuple) else (known.test_counts // 10,) * 10
    return Numbers(train_counts=known.train_counts, test_counts=test, mean=mean, deviation=deviation)


@pytest.mark.parametrize(
    ("name", "mean", "deviation"),
    [
        ("MNIST", 0.1306604762738429, 0.30810780385646264),
        ("Fashion-MNIST", 0.28604, 0.35302),
        ("KMNIST", 0.1918, 0.3483),
        ("KMNIST", 0.1904, 0.3475),
        ("EMNIST digits", 0.1736, 0.3317),
        ("QMNIST", 0.1307, 0.3081),
        ("USPS", 0.3, 0.4),
    ],
)
def test_published_numbers_tell_each_set_alone(name, mean, deviation):
    for inverted in (False, True):
        numbers = numbers_like(name, mean=1 - mean if inverted else mean, deviation=deviation)
        identity = known_sets.by_numbers(numbers)
        assert identity is not None
        assert (identity.name, identity.is_certain) == (name, False)


@pytest.mark.parametrize(("name", "mean"), [("KMNIST", 0.24), ("Fashion-MNIST", 0.1722), ("MNIST", 0.1308)])
def test_other_pixels_are_another_set(name, mean):
    assert known_sets.by_numbers(numbers_like(name, mean=mean, deviation=0.331)) is None


def test_one_picture_more_is_another_set():
    numbers = numbers_like("Fashion-MNIST", mean=0.286, deviation=0.353)
    assert known_sets.by_numbers(replace(numbers, train_counts=(6001, *numbers.train_counts[1:]))) is None


def test_numbers_are_those_that_numpy_counts(bundled_dataset):
    images, labels = bundled_dataset.train_images, bundled_dataset.train_labels
    numbers = known_sets.numbers_of(images, labels, bundled_dataset.test_labels, at_once=999)
    assert numbers.mean == pytest.approx((images / 255).mean(), rel=1e-12)
    assert numbers.deviation == pytest.approx((images / 255).std(), rel=1e-9)
    assert numbers.train_counts == (400,) * 10


def test_real_mnist_in_another_order_or_inverted_looks_like_mnist(real_mnist, tmp_path):
    whole = odd_sets.kept(tmp_path / "whole", real_mnist)
    order = odd_sets.rising(np.array(whole.train_labels))
    arrays = {
        "x_train": 255 - whole.train_images[order],
        "y_train": whole.train_labels[order],
        "x_test": 255 - whole.test_images,
        "y_test": whole.test_labels,
    }
    dataset = odd_sets.kept(tmp_path / "home", odd_sets.written(tmp_path / "source", arrays))
    assert (dataset.identity.name, dataset.identity.is_certain) == ("MNIST", False)
    assert [finding.kind for finding in dataset.findings] == ["inverted", "sorted"]


def test_class_names_are_ten_and_kmnist_is_read_in_latin_letters():
    for known in KNOWN_SETS:
        names = known.identity.class_names
        assert names is None or len(names) == len(set(names)) == 10
    assert BY_NAME["KMNIST"].identity.class_names[:2] == ("お (o)", "き (ki)")
