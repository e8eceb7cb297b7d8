"""NumPy's archive of arrays, read as data from a stranger: sizes first, nothing unpickled, no member beyond the cap."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.data.formats.reading import ArrayHeader, NamedArray, damaged, read_array, reading, refuse_above_cap
from core.data.formats.strangers_npz import MAX_HEADER_BYTES, directory_fault, read_npy_header
from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import MOST_KEYS, Name

_ENCRYPTED = 1
_MAX_KEY = 40  # characters of an unknown array's name


def read_npz(path: Path, keys: tuple[str, ...]) -> tuple[NamedArray, ...]:
    """Return the arrays that a .npz file keeps under `keys`.

    Returns:
        One array per key, in that order; any shape, a numeric dtype.

    Raises:
        DataError: the archive is damaged, a key is missing, or an array is of objects or records, too large, or not as
            long as its header says.
    """
    with _open_members(path, keys) as (archive, members):
        return tuple(_read_member(archive, info, name) for info, name in members)


def read_npz_headers(path: Path, keys: tuple[str, ...]) -> tuple[ArrayHeader, ...]:
    """Return what a .npz file says of its arrays; arguments and errors as `read_npz`, but lengths are not checked."""
    with _open_members(path, keys) as (archive, members):
        return tuple(_read_header(archive, info, name)[0] for info, name in members)


def member_names(path: Path) -> tuple[str, ...]:
    """Return what a zip holds, by name; nothing where it is damaged or its list is too long: its reader says so."""
    with suppress(zipfile.BadZipFile, ValueError, NotImplementedError), path.open("rb") as file:
        if directory_fault(file) is None:
            with zipfile.ZipFile(file) as archive:
                return tuple(archive.namelist())
    return ()


def unpacks_in_steps(info: zipfile.ZipInfo) -> bool:
    """Return whether a member is plain or packed as NumPy packs; zipfile unpacks bzip2 and LZMA without a limit."""
    return info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & _ENCRYPTED


@contextmanager
def _open_members(
    path: Path, keys: tuple[str, ...]
) -> Iterator[tuple[zipfile.ZipFile, list[tuple[zipfile.ZipInfo, Name]]]]:
    """Give the archive, and the entry and name of each array."""
    with reading(path.name), path.open("rb") as file:
        fault = directory_fault(file)
        if fault == "no_end":
            raise damaged(path.name, "zip")
        if fault == "too_long":
            raise DataError(messages.long_directory(name=path.name))
        with zipfile.ZipFile(file) as archive:
            members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            for key in keys:
                if key not in members:
                    first = tuple(other[:_MAX_KEY] for other in list(members)[:MOST_KEYS])
                    raise DataError(
                        messages.missing_array(
                            name=path.name, missing=key, needed=keys, keys=first, key_count=len(members)
                        )
                    )
            yield archive, [(members[key], messages.array_in_file(array=key, file=path.name)) for key in keys]


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: Name) -> NamedArray:
    header, start = _read_header(archive, info, name)
    with archive.open(info) as member:
        member.read(start)
        return read_array(member, header)


def _read_header(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: Name) -> tuple[ArrayHeader, int]:
    """Return an array's header, and how many bytes it takes."""
    refuse_above_cap(info.file_size, name)
    if not unpacks_in_steps(info):
        raise DataError(messages.foreign_compression(name=name))
    with archive.open(info) as member:
        start = io.BytesIO(member.read(MAX_HEADER_BYTES))
    try:
        shape, column_by_column, dtype = read_npy_header(start)
    except ValueError as error:
        raise damaged(name, "npy_header") from error
    if dtype.kind not in "iuf":
        content = "objects" if dtype.hasobject else "records" if dtype.kind == "V" else "other"
        raise DataError(messages.no_plain_numbers(name=name, content=content, dtype=dtype.name))
    order = "F" if column_by_column else "C"
    return ArrayHeader(name=name, shape=shape, dtype=dtype, order=order), start.tell()
