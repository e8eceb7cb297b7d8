"""What NumPy and zipfile may be let do with a stranger's .npz: both make room for what it says that it holds."""

from __future__ import annotations

import io
import struct
from typing import IO, Literal

import numpy as np

MAX_DIRECTORY_BYTES = 64 << 10  # of the list of members, of which zipfile makes an object each
MAX_HEADER_BYTES = 4096  # of an array; NumPy writes 128
_END = struct.Struct("<4s4H2LH")  # end of central directory (PKWARE APPNOTE 4.3.16)
_END_MAGIC, _ZIP64_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
_ZIP64_BYTES = 20
_MAX_COMMENT_BYTES = 0xFFFF


def directory_fault(file: IO[bytes]) -> Literal["no_end", "too_long"] | None:
    """Return what is wrong with the end of a zip: it has none, or its list of members is too long; None if nothing."""
    file.seek(max(0, file.seek(0, io.SEEK_END) - (_ZIP64_BYTES + _END.size + _MAX_COMMENT_BYTES)))
    tail = file.read()
    end = tail.rfind(_END_MAGIC)
    if end < 0 or end + _END.size > len(tail):
        return "no_end"
    is_zip64 = tail[max(0, end - _ZIP64_BYTES) : end].startswith(_ZIP64_MAGIC)
    return "too_long" if is_zip64 or _END.unpack_from(tail, end)[5] > MAX_DIRECTORY_BYTES else None


def read_npy_header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Return an array's shape, whether it is stored column by column, and its dtype; the file is at its data then.

    Args:
        file: no longer than `MAX_HEADER_BYTES`: NumPy reads whatever length a header says that it has.

    Raises:
        ValueError: it does not begin with a header that NumPy writes.
    """
    try:
        version = np.lib.format.read_magic(file)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
        shape, column_by_column, dtype = read(file, max_header_size=MAX_HEADER_BYTES)
    except MemoryError:
        raise
    except Exception as error:  # NumPy's parser lets errors of a dozen kinds out and lists none
        raise ValueError("no header") from error
    return tuple(map(int, shape)), column_by_column, dtype
