"""The data sets that are known by name, and what tells them: the hashes of their published files, or their numbers.

MD5s are those of torchvision's mnist.py (its class FashionMNIST, KMNIST), of QMNIST's training files there, and, of
EMNIST's digits, of the package mnists (its _emnist.py). A repacked set has other files: then it is told by how many
pictures each label has and by mean and standard deviation of the training pixels, which say "looks like", not "is".
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.data.identity import MNIST, Identity

LABELS = 10
_NAMES_OF_CLOTHES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
_LATIN = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
_HIRAGANA = tuple(f"{sign} ({name})" for sign, name in zip("おきすつなはまやれを", _LATIN, strict=True))
_MNIST_TRAIN = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelNumbers:
    """Mean and standard deviation of the training pixels, divided by 255, and how far another one's may be off."""

    mean: float
    deviation: float
    tolerance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSet:
    """What tells one data set."""

    identity: Identity
    md5s: tuple[str, ...] = ()  # of the published files, training images and labels, test images and labels
    train_counts: tuple[int, ...]  # pictures of each label
    test_counts: tuple[int, ...] | int  # or of all labels together, where no more is published
    pixels: PixelNumbers | None = None  # None: the counts tell it alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What a data set is compared by where its files are not those that were published."""

    train_counts: tuple[int, ...]  # pictures of each label
    test_counts: tuple[int, ...]
    mean: float  # of the training pixels, divided by 255
    deviation: float


KNOWN_SETS = (
    KnownSet(
        identity=MNIST,
        train_counts=_MNIST_TRAIN,
        test_counts=(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
        pixels=PixelNumbers(mean=0.13066048, deviation=0.30810781, tolerance=1e-6),  # its very pictures, any order
    ),
    KnownSet(
        identity=Identity(name="Fashion-MNIST", class_names=_NAMES_OF_CLOTHES, subject="clothes"),
        md5s=(
            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            "25c81989df183df01b3e8a0aad5dffbe",
            "bef4ecab320f06d8554ea6380940ec79",
            "bb300cfdad3c16e7a12a480ee83cd310",
        ),
        train_counts=(6000,) * LABELS,
        test_counts=(1000,) * LABELS,
        pixels=PixelNumbers(mean=0.2860, deviation=0.3530, tolerance=0.003),
    ),
    KnownSet(
        identity=Identity(name="KMNIST", class_names=_HIRAGANA, subject="hiragana"),
        md5s=(
            "bdb82020997e1d708af4cf47b453dcf7",
            "e144d726b3acfaa3e44228e80efcd344",
            "5c965bf0a639b31b8f53240b1b52f4d7",
            "7320c461ea6c1c855c0b718fb2a4b134",
        ),
        train_counts=(6000,) * LABELS,
        test_counts=(1000,) * LABELS,
        pixels=PixelNumbers(mean=0.1918, deviation=0.3483, tolerance=0.003),
    ),
    KnownSet(
        identity=Identity(name="EMNIST digits"),
        md5s=(
            "d2662ecdc47895a6bbfce25de9e9a677",
            "2223fcfee618ac9c89ef20b6e48bcf9e",
            "a159b8b3bd6ab4ed4793c1cb71a2f5cc",
            "8afde66ea51d865689083ba6bb779fac",
        ),
        train_counts=(24000,) * LABELS,
        test_counts=(4000,) * LABELS,
        pixels=PixelNumbers(mean=0.1722, deviation=0.3310, tolerance=0.01),  # figures that are given differ by 0.0014
    ),
    KnownSet(
        identity=Identity(name="QMNIST"),
        train_counts=_MNIST_TRAIN,
        test_counts=60_000,
        pixels=PixelNumbers(mean=0.1307, deviation=0.3081, tolerance=0.003),  # it rebuilds MNIST's own pictures
    ),
    KnownSet(
        identity=Identity(name="USPS"),  # counts: Hastie and others, zip.info.txt
        train_counts=(1194, 1005, 731, 658, 652, 556, 664, 645, 542, 644),
        test_counts=(359, 264, 198, 166, 200, 160, 170, 147, 166, 177),
    ),
)


def by_files(paths: Sequence[Path], known_sets: Sequence[KnownSet] = KNOWN_SETS) -> Identity | None:
    """Return the data set whose published files these are, in the order of `KnownSet.md5s`; None where none is."""
    candidates = [known for known in known_sets if len(known.md5s) == len(paths)]
    for index, path in enumerate(paths):
        if not candidates:
            return None
        with path.open("rb") as file:
            md5 = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        candidates = [known for known in candidates if known.md5s[index] == md5]
    return candidates[0].identity if candidates else None


def by_numbers(numbers: Numbers, known_sets: Sequence[KnownSet] = KNOWN_SETS) -> Identity | None:
    """Return the data set that has these numbers, as one that is not certain; None where none or more than one has."""
    alike = [known.identity for known in known_sets if _is_alike(known, numbers)]
    return replace(alike[0], is_certain=False) if len(alike) == 1 else None


def numbers_of(
    train_images: np.ndarray, train_labels: np.ndarray, test_labels: np.ndarray, *, at_once: int = 4096
) -> Numbers:
    """Return what a data set is compared by.

    Args:
        train_images: (N, 28, 28) uint8.
        train_labels: (N,) uint8, 0 to 9.
        test_labels: (M,) uint8, 0 to 9.
        at_once: images that are read together.
    """
    counts = np.zeros(256, np.int64)  # exact, however many pixels there are
    for first in range(0, len(train_images), at_once):
        counts += np.bincount(train_images[first : first + at_once].reshape(-1), minlength=256)
    values = np.arange(256) / 255
    mean = float(counts @ values / counts.sum())
    deviation = float(np.sqrt(counts @ (values - mean) ** 2 / counts.sum()))
    return Numbers(
        train_counts=_of_each(train_labels), test_counts=_of_each(test_labels), mean=mean, deviation=deviation
    )


def _of_each(labels: np.ndarray) -> tuple[int, ...]:
    return tuple(np.bincount(labels, minlength=LABELS).tolist())


def _is_alike(known: KnownSet, numbers: Numbers) -> bool:
    test = sum(numbers.test_counts) if isinstance(known.test_counts, int) else numbers.test_counts
    if numbers.train_counts != known.train_counts or test != known.test_counts:
        return False
    pixels = known.pixels
    if pixels is None:
        return True
    means = (numbers.mean, 1 - numbers.mean)  # it may be inverted
    is_mean = any(abs(mean - pixels.mean) <= pixels.tolerance for mean in means)
    return is_mean and abs(numbers.deviation - pixels.deviation) <= pixels.tolerance
