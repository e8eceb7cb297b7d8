"""NumPy's archive of arrays, read as data from a stranger: sizes first, nothing unpickled, no member larger than a cap.

`numpy.load` would allocate what a header asks for; here each member's header is read by itself and compared
with the length that the archive declares, and the data comes in pieces.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np

from core.data.formats.stored_array import StoredArray, damaged, read_pieces, reading, refuse_above_cap, wrong_length
from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import MOST_KEYS, Name

_MAX_HEADER_BYTES = 4096  # NumPy writes 128 for a plain array
_MAX_DIRECTORY_BYTES = 64 << 10  # of the list of members, which zipfile keeps in memory
_END = struct.Struct("<4s4H2LH")  # end of central directory (PKWARE APPNOTE 4.3.16)
_END_MAGIC = b"PK\x05\x06"
_ZIP64_LOCATOR_MAGIC = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_MAX_COMMENT_BYTES = 0xFFFF
_ENCRYPTED = 1
_MAX_KEY = 40  # characters of an unknown array's name


def open_npz(path: Path, keys: tuple[str, ...]) -> tuple[StoredArray, ...]:
    """Return the arrays that a .npz file keeps under `keys`, their headers checked, their data not read.

    Returns:
        One array per key, in that order; any shape, a numeric dtype, in C order.

    Raises:
        DataError: the archive is damaged, a key is missing, or an array is of objects or records, stored column by
            column, too large, or not as long as its header says.
    """
    with _archive(path) as archive:
        members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        missing = [key for key in keys if key not in members]
        if missing:
            first = tuple(key[:_MAX_KEY] for key in list(members)[:MOST_KEYS])
            raise DataError(
                messages.missing_array(
                    name=path.name, missing=missing[0], needed=keys, keys=first, key_count=len(members)
                )
            )
        return tuple(_open_member(path, archive, members[key], key) for key in keys)


def _open_member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: str) -> StoredArray:
    name = messages.array_in_file(array=key, file=path.name)
    refuse_above_cap(info.file_size, name)
    # bzip2 and LZMA are out because zipfile unpacks them without a limit
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & _ENCRYPTED:
        raise DataError(messages.foreign_compression(name=name))
    with archive.open(info) as member:
        start = io.BytesIO(member.read(_MAX_HEADER_BYTES))
    shape, column_by_column, dtype = _read_header(start, name)
    if dtype.kind not in "iuf":
        content = "objects" if dtype.hasobject else "records" if dtype.kind == "V" else "other"
        raise DataError(messages.no_plain_numbers(name=name, content=content, dtype=dtype.name))
    array = StoredArray(
        name=name,
        shape=shape,
        dtype=dtype,
        pieces=partial(_pieces, path, info.filename, start.tell(), name, dtype),
    )
    refuse_above_cap(array.byte_count, name)
    if array.byte_count != info.file_size - start.tell():
        raise wrong_length(name, array.byte_count, info.file_size - start.tell())
    if column_by_column and len(shape) > 1:
        raise DataError(messages.column_by_column(name=name))
    return array


def _read_header(start: io.BytesIO, name: Name) -> tuple[tuple[int, ...], bool, np.dtype]:
    # NumPy's parser lets errors of a dozen kinds out (tokenizer, recursion, a warning under -W error) and lists none
    try:
        version = np.lib.format.read_magic(start)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
        shape, column_by_column, dtype = read(start, max_header_size=_MAX_HEADER_BYTES)
    except Exception as error:
        raise damaged(name, "npy_header") from error
    if any(length < 0 for length in shape):
        raise damaged(name, "negative_length_in_header")
    return tuple(int(length) for length in shape), column_by_column, dtype


def _pieces(path: Path, member_name: str, header_length: int, name: Name, dtype: np.dtype) -> Iterator[np.ndarray]:
    with _archive(path) as archive, archive.open(member_name) as member:
        byte_count = archive.getinfo(member_name).file_size - header_length
        member.read(header_length)
        for piece in read_pieces(member, byte_count, name):
            yield np.frombuffer(piece, dtype=dtype)


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    with reading(path.name), path.open("rb") as file:
        _refuse_long_directory(file, path.name)
        with zipfile.ZipFile(file) as archive:
            yield archive


def _refuse_long_directory(file: IO[bytes], name: str) -> None:
    """Refuse a list of members that is far longer than a data set's: zipfile would build an object for each."""
    tail_length = _ZIP64_LOCATOR_BYTES + _END.size + _MAX_COMMENT_BYTES
    file.seek(max(0, file.seek(0, io.SEEK_END) - tail_length))
    tail = file.read()
    end = tail.rfind(_END_MAGIC)
    if end < 0 or end + _END.size > len(tail):
        raise damaged(name, "zip_end")
    directory_bytes = _END.unpack_from(tail, end)[5]
    zip64 = tail[max(0, end - _ZIP64_LOCATOR_BYTES) : end].startswith(_ZIP64_LOCATOR_MAGIC)
    if zip64 or directory_bytes > _MAX_DIRECTORY_BYTES:
        raise DataError(messages.long_directory(name=name))
    file.seek(0)
