"""The copy that Digit Lab keeps of a data set: four .npy files in a folder named after their content, and a record.

A folder never changes its content, so two processes that write the same one at once do no harm. Files are written
to a temporary folder, fsynced and renamed; the record comes last.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import numpy as np

from core.data.examination.mends import Mend
from core.data.formats.reading import ARRAY_NAMES
from core.errors import NO_ROOM, DataError, DiskFullError, HomeError
from core.files import sync, sync_folder, write_synced
from core.messages.data import dataset as messages

Source = Literal["npz", "idx", "pickle", "csv", "fallback"]
Remark = Literal["test_held_out", "scaled_up"]  # what was done to its files, and a person should know

RECORD_NAME = "dataset.json"
_DIGEST = re.compile("[0-9a-f]{64}")
_TEMPORARY_PREFIX = ".preparing-"
_ABANDONED_SECONDS = 3600  # a temporary folder this old belongs to a process that was killed
_UINT8 = np.dtype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a kept copy beside its arrays."""

    digest: str  # 64 hexadecimal digits; the folder's name
    source: Source
    remarks: tuple[Remark, ...] = ()
    mends: tuple[Mend, ...] = ()  # what was done to the digits of its files, in this order
    read_digest: str = ""  # of the copy before these mends, as its files were read; "" where that is not known

    @classmethod
    def from_json(cls, entry: object) -> Record:
        """Return the record that `asdict` gave; what earlier versions wrote besides, notes, is passed over.

        Raises:
            ValueError: it is no record; its digest becomes part of a path.
        """
        match entry:
            case {"digest": str(digest), "source": str(source)} if source in get_args(Source):
                said = entry.get("remarks")  # type: ignore[union-attr]
                remarks = tuple(one for one in get_args(Remark) if isinstance(said, list) and one in said)
                mends = entry.get("mends") or []  # type: ignore[union-attr]
                read = entry.get("read_digest")  # type: ignore[union-attr]
                read = read if isinstance(read, str) and _DIGEST.fullmatch(read) else ""
                if _DIGEST.fullmatch(digest) and isinstance(mends, list):
                    done = tuple(map(Mend.from_json, mends))
                    return cls(
                        digest=digest, source=cast(Source, source), remarks=remarks, mends=done, read_digest=read
                    )
        raise ValueError("not a record")


def write_copy(
    data: Path,
    arrays: Mapping[str, np.ndarray],
    *,
    source: Source,
    remarks: tuple[Remark, ...] = (),
    expected: str | None = None,
) -> Record:
    """Write the arrays below `data`, in a folder named by their digest, and return its record.

    Args:
        data: the folder of all kept copies; made if missing.
        arrays: uint8, of any shape, by their names in `ARRAY_NAMES`.
        source: where they come from.
        remarks: what was done to its files.
        expected: the digest that the arrays must have; None for any.

    Raises:
        DataError: they are not what was expected.
        DiskFullError: no room; nothing is left behind.
        HomeError: `data` cannot be written.
    """
    with writing(), temporary_folder(data) as temporary:
        hashes = {name: _write_array(temporary / f"{name}.npy", arrays[name]) for name in ARRAY_NAMES}
        digest = _digest({name: (arrays[name].shape, hashes[name]) for name in ARRAY_NAMES})
        if expected is not None and digest != expected:
            raise DataError(messages.other_digits())
        record = Record(digest=digest, source=source, remarks=remarks)
        write_synced(temporary / RECORD_NAME, json.dumps(asdict(record), indent=1).encode())
        if not is_intact(data / digest):
            (data / digest).mkdir(exist_ok=True)
            for name in (*(f"{name}.npy" for name in ARRAY_NAMES), RECORD_NAME):
                os.replace(temporary / name, data / digest / name)
            sync_folder(data / digest)
            sync_folder(data)
    return record


@contextmanager
def temporary_folder(data: Path) -> Iterator[Path]:
    """Give an empty folder below `data`, which is made if missing; it is removed afterwards, or by a later call.

    Raises:
        OSError: it cannot be made.
    """
    data.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(data)
    temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY_PREFIX, dir=data))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def is_intact(folder: Path) -> bool:
    """Return whether a kept copy is there, whole, and has the content that its folder's name says."""
    # NumPy's parser of a damaged header lets errors of a dozen kinds out, and any of them means "no"
    try:
        read_record(folder)
        return _digest({name: _read_hash(folder / f"{name}.npy") for name in ARRAY_NAMES}) == folder.name
    except Exception:
        return False


def read_record(folder: Path) -> Record:
    """Return the record of a kept copy; raises OSError or ValueError if it is missing, damaged or another folder's."""
    record = Record.from_json(json.loads((folder / RECORD_NAME).read_bytes()))
    if record.digest != folder.name:
        raise ValueError("the record of another folder")
    return record


@contextmanager
def writing() -> Iterator[None]:
    """Turn what goes wrong on disk into `DiskFullError` or `HomeError`."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(messages.no_room_for_copy()) from error
        raise HomeError(messages.unwritable_home(reason=error.strerror)) from error


def _write_array(path: Path, array: np.ndarray) -> str:
    """Write one .npy file and return the SHA-256 of its data, header not included."""
    data = np.ascontiguousarray(array).data
    with path.open("wb") as file:
        header = {"descr": _UINT8.str, "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(file, header)
        file.write(data)
        sync(file)
    return hashlib.sha256(data).hexdigest()


def _read_hash(path: Path) -> tuple[tuple[int, ...], str]:
    """Return (shape, SHA-256 of the data); reads the file, because reading its map would count as our memory."""
    with path.open("rb") as file:
        if np.lib.format.read_magic(file) != (1, 0):
            raise ValueError("not the version that we write")
        shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(file)
        if fortran_order or dtype != _UINT8:
            raise ValueError("not the layout that we write")
        return shape, hashlib.file_digest(file, "sha256").hexdigest()


def _digest(contents: Mapping[str, tuple[tuple[int, ...], str]]) -> str:
    lines = [f"{name} uint8 {shape} {sha256}\n" for name, (shape, sha256) in contents.items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _remove_abandoned(data: Path) -> None:
    for path in data.glob(_TEMPORARY_PREFIX + "*"):
        with suppress(OSError):  # another process may be removing it too
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(path)
