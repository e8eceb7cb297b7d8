"""Keeps a person's data set, examines it and mends it: what takes memory or time, for a child process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.data import bundled_digits, source_index
from core.data.cache import Record, writing
from core.data.dataset import DATA_FOLDER, Dataset, load_dataset, mend_copy, open_record
from core.data.examination import examine, known_sets
from core.data.examination.known_sets import KNOWN_SETS, KnownSet
from core.data.examination.mends import Mend
from core.data.formats.detect import SourceFiles, find_source
from core.data.formats.reading import reading
from core.errors import DataError
from core.messages.data import dataset as messages


def keep_dataset(home: str, location: str, known: Sequence[KnownSet] = KNOWN_SETS) -> None:
    """Load the data set at `location` for the first time and examine it; it may take 1.5 GiB; raises as loading.

    Args:
        home: Digit Lab's own folder.
        location: a person's file or folder.
        known: the data sets that it is compared with.
    """
    try:
        dataset = load_dataset(Path(home), Path(location), make_fallback=bundled_digits.make_digits)
        _examine(dataset, find_source(Path(location)), known)
    except MemoryError as error:
        raise DataError(messages.too_much_memory()) from error


def mend_dataset(home: str, location: str, digest: str, mend: Mend, known: Sequence[KnownSet] = KNOWN_SETS) -> None:
    """Make another copy of the data set at `location`, mended, and have it used from now on; raises as loading.

    Args:
        home: Digit Lab's own folder.
        location: a person's file or folder, of which a copy is kept; nothing is written there.
        digest: of that copy; where another one is kept meanwhile, nothing is done.
        mend: what is done.
        known: the data sets that it is compared with.
    """
    data, files = Path(home).absolute() / DATA_FOLDER, find_source(Path(location))
    key = source_index.key_of(files)
    record = source_index.intact(data, key)
    if record is None or record.digest != digest:
        return
    try:
        _use(data, files, mend_copy(data, record, mend), known)
    except MemoryError as error:
        raise DataError(messages.too_much_memory()) from error


def unmend_dataset(home: str, location: str, known: Sequence[KnownSet] = KNOWN_SETS) -> None:
    """Have the data set at `location` used as it was read; raises as loading. Arguments as of `keep_dataset`."""
    source_index.forget(Path(home).absolute() / DATA_FOLDER, source_index.key_of(find_source(Path(location))))
    keep_dataset(home, location, known)


def _use(data: Path, files: SourceFiles, record: Record, known: Sequence[KnownSet]) -> None:
    _examine(open_record(data, record), files, known)
    source_index.remember(data, source_index.key_of(files), record)


def _examine(dataset: Dataset, files: SourceFiles, known: Sequence[KnownSet]) -> None:
    """Examine a copy, where nobody has: whatever was done to it, its files tell which data set it is."""
    if not dataset.is_examined:
        with reading(files.paths[0].name):
            identity = known_sets.by_files(files.paths, known)
        with writing():
            examine.examine(dataset.folder, identity=identity, known=known)
