"""Finds the data set in the file or folder that a person names.

A folder is searched for mnist.npz first, then for four IDX files, KMNIST's four .npz, mnist.pkl.gz and CSV files; then
the folders below it in which torchvision keeps its data sets. Nothing is ever written there, and a damaged file is
refused rather than passed over.
"""

from __future__ import annotations

from pathlib import Path

from core.data.formats.folders import (
    EMNIST_DIGITS,
    KMNIST_NAMES,
    NPZ_NAME,
    PICKLE_NAME,
    SourceFiles,
    entries_of,
    files_in,
    first_missing,
    test_table_beside,
)
from core.data.formats.foreign import START_BYTES, holds_pictures, refusal_of
from core.data.formats.npz import member_names
from core.data.formats.reading import open_unpacked, read_up_to, reading
from core.errors import DataError
from core.messages.data import dataset as messages
from core.messages.data import foreign as foreign_messages

_ZIP_MAGIC = b"PK"
_PICKLE_MAGIC = b"\x80\x02"  # of protocol 2; what came before has none
_LEAST_COMMAS = 100  # in the beginning of a text that is a CSV file, whatever its name
_TEXT = frozenset(b"\t\r\n" + bytes(range(0x20, 0x7F)))
_MOST_LOOKED_AT = 50  # files of a folder without a data set, to say what they are


def find_source(location: Path) -> SourceFiles:
    """Return the files of the data set at `location`, a file or a folder; their content is not yet checked.

    Raises:
        DataError: there is nothing there, or nothing that could be a data set.
    """
    with reading(location.name or "DIGITLAB_DATA"):
        if location.is_file():
            return _from_file(location)
        if location.is_dir():
            return files_in(location) or _refuse_folder(location)
    raise DataError(messages.no_location(name=location.name or None))


def _from_file(path: Path) -> SourceFiles:
    with open_unpacked(path) as file:
        start = bytes(read_up_to(file, START_BYTES))
    members = member_names(path) if start.startswith(_ZIP_MAGIC) else ()
    if path.name in KMNIST_NAMES:
        raise DataError(foreign_messages.foreign(name=path.name, content="kmnist_part"))
    if any(name.lower().endswith(".csv") for name in members):
        return SourceFiles(format="csv", paths=(path,))
    if (refusal := refusal_of(path, start, members)) is not None:
        raise refusal
    if start.startswith(_ZIP_MAGIC):
        return SourceFiles(format="npz", paths=(path,))
    if start.startswith(_PICKLE_MAGIC) or ".pkl" in path.suffixes:
        return SourceFiles(format="pickle", paths=(path,))
    if ".csv" in map(str.lower, path.suffixes) or (set(start) <= _TEXT and start.count(b",") >= _LEAST_COMMAS):
        test = test_table_beside(path)
        return SourceFiles(format="csv", paths=(path, *([] if test is None else [test])))
    raise DataError(messages.unknown_format(name=path.name, zip_magic=_ZIP_MAGIC.decode(), pickle_name=PICKLE_NAME))


def _refuse_folder(folder: Path) -> SourceFiles:
    missing = first_missing(folder)
    entries = [] if missing else entries_of(folder)
    for path in [entry for entry in entries if entry.is_file()][:_MOST_LOOKED_AT]:
        if (refusal := _refusal_in_folder(path)) is not None:
            raise refusal
    if any(entry.name.startswith("emnist-") for entry in entries):
        raise DataError(foreign_messages.emnist_digits_missing(missing=f"{EMNIST_DIGITS}-train-images-idx3-ubyte"))
    if entries and holds_pictures(folder):
        raise DataError(foreign_messages.foreign(name="The folder of DIGITLAB_DATA", content="pictures"))
    raise DataError(
        messages.incomplete_folder(
            npz_name=NPZ_NAME, pickle_name=PICKLE_NAME, missing=missing or "train-images-idx3-ubyte"
        )
    )


def _refusal_in_folder(path: Path) -> DataError | None:
    """Return why a file is not read that a folder without a data set holds; None where it is no data set."""
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    refusal = refusal_of(path, start)
    return None if refusal is None or refusal.message.fields.get("content") in {"pictures", "idx"} else refusal
