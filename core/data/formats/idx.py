"""The IDX format that MNIST was published in (LeCun, Cortes, Burges, 1998), plain or gzipped.

A header of big-endian 32-bit numbers (a magic number, then one length per dimension), then the bytes of the array.
Only unsigned bytes are read: of labels (magic 2049) and of images (magic 2051).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.data.formats.gzip_or_plain import open_gzip_or_plain
from core.data.formats.stored_array import StoredArray, read_pieces, refuse_above_cap, wrong_length
from core.errors import DataError
from core.messages.data import files as messages

IMAGES_MAGIC = 2051  # 0x0803: unsigned bytes, 3 dimensions
LABELS_MAGIC = 2049  # 0x0801: unsigned bytes, 1 dimension


def open_idx(path: Path, *, magic: int) -> StoredArray:
    """Return the array of an IDX file, its header read and checked, its data not.

    Args:
        path: the file; gzipped or plain is seen from its content, not its name.
        magic: the number that it must start with, `IMAGES_MAGIC` or `LABELS_MAGIC`.

    Returns:
        (N, rows, columns) or (N,) uint8 as stored: ink bright.

    Raises:
        DataError: the file is empty, damaged, another format, or not as long as its header says.
    """
    name = path.name
    dimensions = magic & 0xFF
    header_length = 4 + 4 * dimensions
    with open_gzip_or_plain(path) as (file, plain_length):
        header = file.read(header_length)
    if len(header) >= 4:
        _check_magic(struct.unpack(">I", header[:4])[0], magic, name)
    if len(header) < header_length:
        raise DataError(messages.header_cut_short(name=name, length=len(header), header_length=header_length))
    shape = struct.unpack(f">{dimensions}I", header[4:])
    array = StoredArray(
        name=name,
        shape=shape,
        dtype=np.dtype(np.uint8),
        pieces=lambda: _pieces(path, header_length, array.byte_count),
    )
    if plain_length is not None and plain_length != header_length + array.byte_count:
        raise wrong_length(name, header_length + array.byte_count, plain_length)
    refuse_above_cap(array.byte_count, name)
    return array


def _check_magic(magic: int, expected: int, name: str) -> None:
    if magic == expected:
        return
    content = "images" if expected == IMAGES_MAGIC else "labels"
    raise DataError(messages.wrong_magic(name=name, expected=expected, magic=magic, content=content))


def _pieces(path: Path, header_length: int, byte_count: int) -> Iterator[np.ndarray]:
    with open_gzip_or_plain(path) as (file, _):
        file.read(header_length)
        for piece in read_pieces(file, byte_count, path.name):
            yield np.frombuffer(piece, dtype=np.uint8)
