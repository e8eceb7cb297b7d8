"""The data set: found, checked and converted once, cached as plain arrays on disk, mapped read-only from then on.

The server has a child read a person's files (`keep_dataset`) and opens the copy (`open_kept`); `load_dataset` gives it
the digits that are always there. `open_dataset` is for an engine, which gets the folder. A location that a person set
and that cannot be used is refused, never silently replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from core.data import bundled_digits, splits
from core.data.bundled_digits import FALLBACK_VERSION, DatasetArrays
from core.data.cache import Record, Remark, Source, is_intact, read_record, temporary_folder, write_copy, writing
from core.data.download.mirrors import MNIST_DIGEST
from core.data.formats.detect import find_source
from core.data.formats.folders import SourceFiles
from core.data.formats.read_source import read_arrays
from core.data.formats.reading import ARRAY_NAMES, NamedArray
from core.data.formats.validate import IMAGE_SHAPE, validate_mnist
from core.data.identity import MNIST, UNKNOWN, Identity
from core.errors import DataError
from core.files import replace_synced, write_synced
from core.messages.data import dataset as messages
from core.messages.data.files import images_or_labels

DATA_FOLDER = "data"  # below the home
_INDEX_NAME = "sources.json"
_MAX_REMEMBERED = 32  # sources in the index, the latest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Both splits of a data set, mapped read-only from the copy that Digit Lab keeps."""

    train_images: np.memmap  # (N, 28, 28) uint8, 0..255, ink bright
    train_labels: np.memmap  # (N,) uint8, 0..9
    test_images: np.memmap  # (M, 28, 28) uint8, 0..255, ink bright
    test_labels: np.memmap  # (M,) uint8, 0..9
    digest: str  # SHA-256 over shapes and content, in hexadecimal; the folder's name
    source: Source
    remarks: tuple[Remark, ...] = ()  # what was done to a person's files
    folder: Path  # holds train_images.npy, train_labels.npy, test_images.npy, test_labels.npy and dataset.json

    @property
    def is_fallback(self) -> bool:
        """Whether these are the digits that are always there, and not what a person brought or MNIST."""
        return self.source == "fallback"

    @property
    def is_mnist(self) -> bool:
        """Whether these are MNIST's 70,000 digits, wherever they come from."""
        return self.digest == MNIST_DIGEST

    @property
    def identity(self) -> Identity:
        """What it is called, and what its labels mean."""
        return MNIST if self.is_mnist or self.is_fallback else UNKNOWN

    @property
    def validation_fraction(self) -> float:
        """Share of the training images, the last ones, that validate where nobody sets another."""
        return bundled_digits.VALIDATION_FRACTION if self.is_fallback else splits.VALIDATION_FRACTION

    @property
    def train_count(self) -> int:
        """Number of training images."""
        return len(self.train_labels)

    @property
    def test_count(self) -> int:
        """Number of test images."""
        return len(self.test_labels)

    def arrays_of(self, split: str) -> tuple[np.memmap, np.memmap]:
        """Return images and labels: those of the test split for "test", all others for "train" and "validation"."""
        return (self.test_images, self.test_labels) if split == "test" else (self.train_images, self.train_labels)


def load_dataset(home: Path, location: Path | None, *, make_fallback: Callable[[], DatasetArrays]) -> Dataset:
    """Return the data set at `location`, or the fallback where there is no location.

    The first use reads, checks and converts the source and keeps a copy below `home`; later uses find that copy,
    verify its SHA-256, and make it anew from the source if it is damaged.

    Args:
        home: Digit Lab's own folder (DIGITLAB_HOME); made if missing.
        location: a file or folder with MNIST (DIGITLAB_DATA), or None; never written to.
        make_fallback: gives the digits that are always there; called only where they are not kept yet.

    Raises:
        DataError: `location` is given and cannot be used.
        DiskFullError: no room for the copy.
        HomeError: `home` cannot be written.
    """
    data = home.absolute() / DATA_FOLDER  # an engine may run in another folder
    files = find_source(location) if location is not None else None
    key, record = _kept(data, files)
    if record is None:
        record = _prepare(data, files, make_fallback)
        _remember(data, key, record)
    return _open(data, record)


def open_kept(home: Path, location: Path) -> Dataset | None:
    """Return the intact copy that `home` keeps of what `location` holds now, or None; reads none of its arrays.

    Raises:
        DataError: there is nothing at `location`, or nothing that could be MNIST.
    """
    data = home.absolute() / DATA_FOLDER
    _, record = _kept(data, find_source(location))
    return None if record is None else _open(data, record)


def keep_dataset(home: str, location: str) -> None:
    """Load the data set at `location` for the first time; for a child, as it may take 1.5 GiB; raises as loading."""
    try:
        load_dataset(Path(home), Path(location), make_fallback=bundled_digits.make_digits)
    except MemoryError as error:
        raise DataError(messages.too_much_memory()) from error


def open_cached(home: Path, digest: str) -> Dataset | None:
    """Return the copy of a data set that `home` keeps, or None where there is none or its SHA-256 is another.

    Args:
        home: Digit Lab's own folder.
        digest: the copy's name: the SHA-256 of what it must hold.
    """
    folder = home.absolute() / DATA_FOLDER / digest
    return open_dataset(folder) if is_intact(folder) else None


def open_dataset(folder: Path) -> Dataset:
    """Map a data set that `load_dataset` has prepared: cheap, and without hashing it again.

    Raises:
        DataError: the folder does not hold a whole data set.
    """
    try:
        record = read_record(folder)
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAY_NAMES}
        shapes = {name: array.shape[1:] for name, array in arrays.items()}
        if shapes != {name: IMAGE_SHAPE if "images" in name else () for name in ARRAY_NAMES}:
            raise ValueError("no images and labels")
    except Exception as error:  # NumPy lists none of those that a damaged header brings
        raise DataError(messages.copy_missing()) from error
    return Dataset(**arrays, digest=record.digest, source=record.source, remarks=record.remarks, folder=folder)


def _open(data: Path, record: Record) -> Dataset:
    """Map the copy of a source, which may hold what another source held too."""
    return replace(open_dataset(data / record.digest), source=record.source, remarks=record.remarks)


def _kept(data: Path, files: SourceFiles | None) -> tuple[str, Record | None]:
    """Return the source's key in the index, and the record of its copy where that is intact."""
    key = json.dumps(files.fingerprint() if files else ["fallback", FALLBACK_VERSION])
    record = _read_index(data).get(key)
    return key, record if record is not None and is_intact(data / record.digest) else None


def _prepare(data: Path, files: SourceFiles | None, make_fallback: Callable[[], DatasetArrays]) -> Record:
    remarks: tuple[Remark, ...] = ()
    if files is None:
        raw = make_fallback()
        arrays = {name: NamedArray(name=images_or_labels(array=name, file=None), values=raw[name]) for name in raw}
    else:
        read = read_arrays(files)
        arrays, remarks = read.arrays, read.done
    source: Source = files.format if files else "fallback"
    return write_copy(data, validate_mnist(arrays), source=source, remarks=remarks)


def _read_index(data: Path) -> dict[str, Record]:
    """Return what is remembered, by source; what cannot be read is forgotten, and prepared once more."""
    try:
        entries = json.loads((data / _INDEX_NAME).read_bytes())
        return {key: Record.from_json(entry) for key, entry in entries.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _remember(data: Path, key: str, record: Record) -> None:
    entries = {other: entry for other, entry in _read_index(data).items() if other != key} | {key: record}
    latest = list(entries.items())[-_MAX_REMEMBERED:]
    text = json.dumps({key: asdict(entry) for key, entry in latest}, indent=1)
    with writing(), temporary_folder(data) as temporary:  # of its own: two processes may write at once
        write_synced(temporary / _INDEX_NAME, text.encode())
        replace_synced(temporary / _INDEX_NAME, data / _INDEX_NAME)
