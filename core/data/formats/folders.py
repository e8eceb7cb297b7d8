"""Under which names data sets lie in a folder: those of LeCun, Keras, EMNIST, QMNIST, KMNIST, Kaggle, torchvision."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.data.formats.idx import IMAGES_MAGIC, LABELS_MAGIC, QMNIST_LABELS_MAGIC
from core.data.formats.reading import reading
from core.errors import DataError
from core.messages.data import foreign as messages

Format = Literal["npz", "idx", "pickle", "csv"]

NPZ_NAME = "mnist.npz"
PICKLE_NAME = "mnist.pkl.gz"
KMNIST_NAMES = ("kmnist-train-imgs.npz", "kmnist-train-labels.npz", "kmnist-test-imgs.npz", "kmnist-test-labels.npz")
TORCHVISION_SETS = ("MNIST", "FashionMNIST", "KMNIST", "QMNIST", "EMNIST")  # folders below its root
MOST_ENTRIES = 10_000  # of a folder that are looked through
_UNPACKED = ("", "raw", "gzip")  # folders below a data set's: torchvision's, and that of EMNIST's gzip.zip
_KINDS = {
    "idx3-ubyte": IMAGES_MAGIC,
    "idx1-ubyte": LABELS_MAGIC,
    "idx2-int": QMNIST_LABELS_MAGIC,
}
_CSV = re.compile(r"(?P<set>.*?)(?P<split>train|test)\.csv(\.gz|\.zip)?", re.IGNORECASE)
_TABLE = re.compile(r".+\.csv(\.gz)?", re.IGNORECASE)
_NOT_A_SET = re.compile(r"sample_?submission", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFiles:
    """The files that hold a data set: one .npz, pickle or CSV file, two CSV files, or four in `ARRAY_NAMES`' order."""

    format: Format
    paths: tuple[Path, ...]

    def fingerprint(self) -> list[list[str | int]]:
        """Return (resolved path, size in bytes, modification time in ns) of each file: another one if any changed.

        Raises:
            DataError: a file is gone.
        """
        files: list[list[str | int]] = []
        for path in self.paths:
            with reading(path.name):
                status = path.stat()
                files.append([str(path.resolve()), status.st_size, status.st_mtime_ns])
        return files


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """Four IDX files that belong together."""

    stems: tuple[str, str, str, str]  # in the order of ARRAY_NAMES
    label_kind: str = "idx1-ubyte"

    def found(self, folder: Path) -> tuple[list[Path], list[str]]:
        """Return the files that a folder has, and the names of those that it lacks."""
        paths, missing = [], []
        for stem, kind in zip(self.stems, ("idx3-ubyte", self.label_kind) * 2, strict=True):
            names = (f"{stem}-{kind}", f"{stem}.{kind}", f"{stem}-{kind}.gz", f"{stem}.{kind}.gz")
            present = [folder / name for name in names if (folder / name).is_file()]
            paths += present[:1]
            missing += [] if present else names[:1]
        return paths, missing


_LECUN = _Family(stems=("train-images", "train-labels", "t10k-images", "t10k-labels"))
EMNIST_DIGITS = "emnist-digits"


def _family(name: str, label_kind: str = "idx1-ubyte") -> _Family:
    train, test = f"{name}-train", f"{name}-test"
    return _Family(
        stems=(f"{train}-images", f"{train}-labels", f"{test}-images", f"{test}-labels"), label_kind=label_kind
    )


_FAMILIES = (_LECUN, _family(EMNIST_DIGITS), _family("emnist-mnist"), _family("qmnist", "idx2-int"))


def idx_magic(path: Path) -> int:
    """Return the number that an IDX file of that name must start with."""
    return next(magic for kind, magic in _KINDS.items() if kind in path.name)


def files_in(folder: Path) -> SourceFiles | None:
    """Return the files of the one data set in a folder, or where torchvision puts it; None where none is whole.

    Raises:
        DataError: there are several.
    """
    for name in _UNPACKED:
        if (found := _complete(folder / name)) is not None:
            return found
    sets = {name: found for name in TORCHVISION_SETS if (found := _set_of(folder / name)) is not None}
    if len(sets) > 1:
        raise DataError(messages.several_sets(names=tuple(sets)))
    if sets:
        return next(iter(sets.values()))
    return next((found for name in _UNPACKED if (found := _tables(folder / name)) is not None), None)  # any may be one


def first_missing(folder: Path) -> str | None:
    """Return the first file that a folder lacks of those of which it has one or more; None where it has none.

    They are IDX files, or the CSV file to learn from beside that with test images.
    """
    partial: list[tuple[int, str]] = []
    for name in (*_UNPACKED, *TORCHVISION_SETS, *(f"{one}/raw" for one in TORCHVISION_SETS)):
        for family in _FAMILIES:
            paths, missing = family.found(folder / name)
            if paths and missing:
                partial.append((len(missing), missing[0]))
    if not partial and folder.is_dir():
        tests = [match for path in entries_of(folder) if (match := _CSV.fullmatch(path.name))]
        partial = [(1, f"{match['set']}train.csv") for match in tests if match["split"].lower() == "test"]
    return min(partial, default=(0, None))[1]


def entries_of(folder: Path) -> list[Path]:
    """Return what lies in a folder, by name; of very much the first that the system tells of."""
    return sorted(itertools.islice(folder.iterdir(), MOST_ENTRIES))


def test_table_beside(path: Path) -> Path | None:
    """Return the file with the test images that belongs to a CSV file, `mnist_test.csv` to `mnist_train.csv`."""
    named = _CSV.fullmatch(path.name)
    if named is None or named["split"].lower() != "train":
        return None
    tests = (_CSV.fullmatch(other.name) for other in entries_of(path.parent) if other.is_file())
    names = [one[0] for one in tests if one and one["set"] == named["set"] and one["split"].lower() == "test"]
    return path.parent / names[0] if names else None


def _set_of(folder: Path) -> SourceFiles | None:
    return next((found for name in _UNPACKED if (found := _complete(folder / name)) is not None), None)


def _complete(folder: Path) -> SourceFiles | None:
    if not folder.is_dir():
        return None
    if (folder / NPZ_NAME).is_file():
        return SourceFiles(format="npz", paths=(folder / NPZ_NAME,))
    for family in _FAMILIES:
        paths, missing = family.found(folder)
        if not missing:
            return SourceFiles(format="idx", paths=tuple(paths))
    if all((folder / name).is_file() for name in KMNIST_NAMES):
        return SourceFiles(format="npz", paths=tuple(folder / name for name in KMNIST_NAMES))
    if (folder / PICKLE_NAME).is_file():
        return SourceFiles(format="pickle", paths=(folder / PICKLE_NAME,))
    return None


def _tables(folder: Path) -> SourceFiles | None:
    """Return the CSV files of a folder: one to learn from, and that with its test images."""
    if not folder.is_dir():
        return None
    files = [path for path in entries_of(folder) if not _NOT_A_SET.search(path.name) and path.is_file()]
    named = [(path, match) for path in files if (match := _CSV.fullmatch(path.name))]
    trains = [path for path, match in named if match["split"].lower() == "train"]
    if not trains:
        trains = [path for path in files if _TABLE.fullmatch(path.name) and not _CSV.fullmatch(path.name)]
    if len(trains) > 1:
        raise DataError(messages.several_sets(names=tuple(path.name for path in trains[:8])))
    if not trains:
        return None
    test = test_table_beside(trains[0])
    return SourceFiles(format="csv", paths=(trains[0], *([] if test is None else [test])))
