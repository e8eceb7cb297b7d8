"""The IDX format that MNIST was published in (LeCun, Cortes, Burges, 1998), plain or gzipped.

A header of big-endian 32-bit numbers (a magic number, then one length per dimension), then the bytes of the array.
Only unsigned bytes are read: of labels (magic 2049) and of images (magic 2051).
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from core.data.formats.reading import ArrayHeader, NamedArray, Readable, open_unpacked, read_array
from core.errors import DataError
from core.messages.data import files as messages

IMAGES_MAGIC = 2051  # 0x0803: unsigned bytes, 3 dimensions
LABELS_MAGIC = 2049  # 0x0801: unsigned bytes, 1 dimension


def read_idx(path: Path, *, magic: int) -> NamedArray:
    """Return the array of an IDX file.

    Args:
        path: the file; gzipped or plain is seen from its content, not its name.
        magic: the number that it must start with, `IMAGES_MAGIC` or `LABELS_MAGIC`.

    Returns:
        (N, rows, columns) or (N,) uint8 as stored: ink bright.

    Raises:
        DataError: the file is empty, damaged, another format, too large, or not as long as its header says.
    """
    with open_unpacked(path) as file:
        return read_array(file, _read_header(file, path.name, magic))


def read_idx_header(path: Path, *, magic: int) -> ArrayHeader:
    """Return what an IDX file says that it holds; arguments and errors as `read_idx`, but its length is not checked."""
    with open_unpacked(path) as file:
        return _read_header(file, path.name, magic)


def _read_header(file: Readable, name: str, magic: int) -> ArrayHeader:
    dimensions = magic & 0xFF
    header_length = 4 + 4 * dimensions
    header = file.read(header_length)
    if len(header) >= 4 and (found := int.from_bytes(header[:4])) != magic:
        content = "images" if magic == IMAGES_MAGIC else "labels"
        raise DataError(messages.wrong_magic(name=name, expected=magic, magic=found, content=content))
    if len(header) < header_length:
        raise DataError(messages.header_cut_short(name=name, length=len(header), header_length=header_length))
    shape = struct.unpack(f">{dimensions}I", header[4:])
    return ArrayHeader(name=name, shape=shape, dtype=np.dtype(np.uint8), header_length=header_length)
