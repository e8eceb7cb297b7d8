"""The data set: found, checked and converted once, cached as plain arrays on disk, mapped read-only from then on.

The server has a child read a person's files (core/data/keeping.py) and opens the copy (`open_kept`); `load_dataset`
gives it the digits that are always there. `open_dataset` is for an engine, which gets the folder. A location
that a person set and that cannot be used is refused, never silently replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.data import bundled_digits, source_index, splits
from core.data.bundled_digits import DatasetArrays
from core.data.cache import Record, Remark, Source, is_intact, read_record, write_copy
from core.data.download.mirrors import MNIST_DIGEST
from core.data.examination import examine, label_reading, mends
from core.data.examination.examine import Examination
from core.data.examination.findings import Finding
from core.data.examination.mends import Mend
from core.data.formats.detect import find_source
from core.data.formats.folders import SourceFiles
from core.data.formats.read_source import read_arrays
from core.data.formats.reading import ARRAY_NAMES, NamedArray
from core.data.formats.validate import IMAGE_SHAPE, validate_mnist
from core.data.identity import MNIST, UNKNOWN, Identity
from core.errors import DataError
from core.messages.data import dataset as messages
from core.messages.data.files import images_or_labels

DATA_FOLDER = "data"  # below the home


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
    mends: tuple[Mend, ...] = ()  # what was done to their digits, because a person asked for it
    folder: Path  # holds train_images.npy, train_labels.npy, test_images.npy, test_labels.npy and dataset.json
    examination: Examination | None = None  # what is odd about it; None where nobody looked

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
        if self.is_mnist or self.is_fallback:
            return MNIST
        return UNKNOWN if self.examination is None else self.examination.identity

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is odd about it; nothing about MNIST."""
        return () if self.is_mnist or self.is_fallback or self.examination is None else self.examination.findings

    @property
    def is_examined(self) -> bool:
        """Whether it is known what it is and what is odd about it."""
        return self.is_mnist or self.is_fallback or self.examination is not None

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
    key = source_index.key_of(files)
    record = source_index.intact(data, key)
    if record is None:
        record = _prepare(data, files, make_fallback, key)
        source_index.remember(data, key, record)
    return open_record(data, record)


def open_kept(home: Path, location: Path) -> Dataset | None:
    """Return the intact copy that `home` keeps of what `location` holds now, or None; reads none of its arrays.

    Raises:
        DataError: there is nothing at `location`, or nothing that could be MNIST.
    """
    data = home.absolute() / DATA_FOLDER
    record = source_index.intact(data, source_index.key_of(find_source(location)))
    return None if record is None else open_record(data, record)


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
    return Dataset(
        **arrays,
        digest=record.digest,
        source=record.source,
        remarks=record.remarks,
        mends=record.mends,
        folder=folder,
        examination=examine.read(folder),
    )


def open_record(data: Path, record: Record) -> Dataset:
    """Map the copy of a source, which may hold what another source held too; raises as `open_dataset`."""
    opened = open_dataset(data / record.digest)
    return replace(opened, source=record.source, remarks=record.remarks, mends=record.mends)


def mend_copy(data: Path, record: Record, mend: Mend) -> Record:
    """Write another copy of a data set, mended, and return its record; the one that it is made of stays.

    Raises:
        DataError: the copy is not whole.
        DiskFullError: no room; nothing is left behind.
        HomeError: `data` cannot be written.
    """
    opened = open_dataset(data / record.digest)
    arrays = mends.mended({name: getattr(opened, name) for name in ARRAY_NAMES}, mend)
    copy = write_copy(data, arrays, source=record.source, remarks=record.remarks)
    return replace(copy, mends=mends.after(record.mends, mend), read_digest=record.read_digest)


def _prepare(data: Path, files: SourceFiles | None, make_fallback: Callable[[], DatasetArrays], key: str) -> Record:
    """Read a source and keep a copy, mended as the one before was, which is damaged, gone, or of other dates."""
    remarks: tuple[Remark, ...] = ()
    if files is None:
        raw = make_fallback()
        arrays = {name: NamedArray(name=images_or_labels(array=name, file=None), values=raw[name]) for name in raw}
    else:
        read = read_arrays(files)
        arrays, remarks = read.arrays, read.done
    source: Source = files.format if files else "fallback"
    checked, reading = label_reading.read(validate_mnist(arrays, to_ten=files is not None))
    record = write_copy(data, checked, source=source, remarks=remarks)
    record = replace(record, read_digest=record.digest)
    before = source_index.remembered(data, key) or source_index.of_same_content(data, key, record.digest)
    if reading is not None:
        record = replace(record, mends=(reading,))
    for mend in () if before is None else before.mends:
        if not any(mend == done or (mend.is_of_labels and mend.kind == done.kind) for done in record.mends):
            record = mend_copy(data, record, mend)
    return record
