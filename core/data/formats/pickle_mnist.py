"""MNIST as deeplearning.net pickled it with Python 2, `mnist.pkl.gz`: three pairs of images and labels.

50,000 images train, 10,000 validate and 10,000 test; the first two are MNIST's training images, in their order.
Images are (N, 784) float32 of k/256, labels (N,) int64. Read as data: see `pickle_opcodes`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.data.formats.gzip_or_plain import open_gzip_or_plain
from core.data.formats.pickle_opcodes import read_program
from core.data.formats.pickle_records import PickledArray, Text
from core.data.formats.stored_array import PIECE_BYTES, Readable, StoredArray, damaged
from core.errors import DataError
from core.messages.data import files as messages

_FLAT = (784,)
_SQUARE = (28, 28)  # rows, columns


def open_pickle(path: Path) -> tuple[StoredArray, ...]:
    """Return train images, train labels, test images and test labels of a pickle; large arrays are not yet read.

    Args:
        path: the file; gzipped or plain is seen from its content.

    Returns:
        Images (N, 28, 28), ink bright, and labels (N,), of any numeric dtype.

    Raises:
        DataError: the file is damaged, too large, asks for anything but NumPy arrays, or does not hold three pairs.
    """
    with open_gzip_or_plain(path) as (file, _):
        content = read_program(file, path.name)
    match content:
        case [[images, labels], [more_images, more_labels], [test_images, test_labels]]:
            return (
                _joined(path, "train_images", images, more_images),
                _joined(path, "train_labels", labels, more_labels),
                _joined(path, "test_images", test_images),
                _joined(path, "test_labels", test_labels),
            )
    raise DataError(messages.no_three_pairs(name=path.name))


def _joined(path: Path, array_name: str, *parts: object) -> StoredArray:
    """Return arrays, one after the other, as one."""
    name = messages.images_or_labels(array=array_name, file=path.name)
    arrays = [part for part in parts if isinstance(part, PickledArray)]
    if len(arrays) < len(parts):
        raise DataError(messages.no_numpy_array(name=name))
    dtype, *others = (array.checked_type(name) for array in arrays)
    if any(other != dtype for other in others) or len({array.shape[1:] for array in arrays}) > 1:
        raise DataError(messages.unequal_splits(name=name))
    if any(not array.shape for array in arrays):
        raise damaged(name, "single_number")
    count = sum(array.shape[0] for array in arrays)
    inner = arrays[0].shape[1:]
    return StoredArray(
        name=name,
        shape=(count, *(_SQUARE if inner == _FLAT else inner)),
        dtype=dtype,
        pieces=lambda: _pieces(path, [array.data for array in arrays], dtype),
    )


def _pieces(path: Path, texts: list[Text], dtype: np.dtype) -> Iterator[np.ndarray]:
    with open_gzip_or_plain(path) as (file, _):
        position = 0
        for text in texts:
            if text.content is not None:
                yield np.frombuffer(text.content, dtype)
                continue
            for _ in _read(file, text.start - position, path.name):
                pass
            pieces = _read(file, text.stored_length, path.name)
            for piece in _decoded(pieces, path.name, dtype.itemsize) if text.is_unicode else pieces:
                yield np.frombuffer(piece, dtype)
            position = text.start + text.stored_length


def _decoded(pieces: Iterator[bytes], name: str, item_bytes: int) -> Iterator[bytes]:
    """Give the bytes that letters of Latin-1, stored as UTF-8, stand for: whole items at a time."""
    decoder, rest = codecs.getincrementaldecoder("utf-8")(), b""
    try:
        for piece in pieces:
            rest += decoder.decode(piece).encode("latin-1")
            whole = len(rest) - len(rest) % item_bytes
            yield rest[:whole]
            rest = rest[whole:]
    except UnicodeError as error:
        raise damaged(name, "letters") from error


def _read(file: Readable, byte_count: int, name: str) -> Iterator[bytes]:
    for done in range(0, byte_count, PIECE_BYTES):
        wanted = min(PIECE_BYTES, byte_count - done)
        piece = file.read(wanted)
        if len(piece) < wanted:
            raise damaged(name, "cut")
        yield piece
