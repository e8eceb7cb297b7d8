"""The IDX format that MNIST was published in (LeCun, Cortes, Burges, 1998), plain or gzipped.

A header of big-endian 32-bit numbers (a magic number, then one length per dimension), then the numbers of the array.
Unsigned bytes are read, of labels (magic 2049) and of images (magic 2051), and QMNIST's labels (Yadav, Bottou, 2019):
four-byte integers, eight for each image, of which the first is the digit (magic 3074).
"""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.data.formats.reading import ArrayHeader, NamedArray, Readable, open_unpacked, read_array
from core.errors import DataError
from core.messages.data import files as messages

IMAGES_MAGIC = 2051  # 0x0803: unsigned bytes, 3 dimensions
LABELS_MAGIC = 2049  # 0x0801: unsigned bytes, 1 dimension
QMNIST_LABELS_MAGIC = 3074  # 0x0C02: four-byte integers, 2 dimensions
_CONTENTS: dict[int, messages.IdxContent] = {
    IMAGES_MAGIC: "images",
    LABELS_MAGIC: "labels",
    QMNIST_LABELS_MAGIC: "qmnist_labels",
}
_QMNIST_COLUMNS = 8  # digit, series, writer, ...: its README


def read_idx(path: Path, *, magic: int) -> NamedArray:
    """Return the array of an IDX file.

    Args:
        path: the file; gzipped or plain is seen from its content, not its name.
        magic: the number that it must start with, one of the three above.

    Returns:
        (N, rows, columns) or (N,) uint8 as stored: ink bright; of QMNIST's labels (N,) int32.

    Raises:
        DataError: the file is empty, damaged, another format, too large, or not as long as its header says.
    """
    with open_unpacked(path) as file:
        array = read_array(file, _read_header(file, path.name, magic))
    return replace(array, values=array.values[:, 0]) if magic == QMNIST_LABELS_MAGIC else array


def read_idx_header(path: Path, *, magic: int) -> ArrayHeader:
    """Return what an IDX file says that it holds; arguments and errors as `read_idx`, but its length is not checked."""
    with open_unpacked(path) as file:
        header = _read_header(file, path.name, magic)
    return replace(header, shape=header.shape[:1]) if magic == QMNIST_LABELS_MAGIC else header


def _read_header(file: Readable, name: str, magic: int) -> ArrayHeader:
    dimensions = magic & 0xFF
    header_length = 4 + 4 * dimensions
    header = file.read(header_length)
    if len(header) >= 4 and (found := int.from_bytes(header[:4])) != magic:
        raise DataError(messages.wrong_magic(name=name, expected=magic, magic=found, content=_CONTENTS[magic]))
    if len(header) < header_length:
        raise DataError(messages.header_cut_short(name=name, length=len(header), header_length=header_length))
    shape = struct.unpack(f">{dimensions}I", header[4:])
    if magic == QMNIST_LABELS_MAGIC and shape[1] != _QMNIST_COLUMNS:
        raise DataError(messages.qmnist_columns(name=name, columns=shape[1]))
    dtype = np.dtype(">i4" if magic == QMNIST_LABELS_MAGIC else np.uint8)
    return ArrayHeader(name=name, shape=shape, dtype=dtype, header_length=header_length)
