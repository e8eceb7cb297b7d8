"""MNIST as deeplearning.net pickled it with Python 2, `mnist.pkl.gz`: three pairs of images and labels.

50,000 images train, 10,000 validate and 10,000 test; the first two are MNIST's training images, in their order.
Images are (N, 784) float32 of k/256, labels (N,) int64. What the pickle may do: see `pickle_program`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.formats.pickle_program import MAX_PICKLE_BYTES, Call, PassedOver, pickle_errors, run_program
from core.data.formats.reading import (
    PIECE_BYTES,
    ArrayHeader,
    NamedArray,
    check_length,
    damaged,
    open_unpacked,
    read_array,
)
from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import Name

_NUMBERS = {"u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"}
_FLAT = (784,)
_SQUARE = (28, 28)  # rows, columns


def read_pickle(path: Path) -> tuple[NamedArray, ...]:
    """Return train images, train labels, test images and test labels of a pickle.

    Args:
        path: the file; gzipped or plain is seen from its content.

    Returns:
        Images (N, 28, 28), ink bright, and labels (N,), of any numeric dtype.

    Raises:
        DataError: the file is damaged, too large, asks for anything but NumPy arrays, or does not hold three pairs.
    """
    with pickle_errors(path.name):
        return tuple(_read(array) for array in _stored_arrays(path, room=MAX_PICKLE_BYTES))


def read_pickle_headers(path: Path) -> tuple[ArrayHeader, ...]:
    """Return what a pickle says of its arrays, of which none is kept; arguments and errors as `read_pickle`."""
    with pickle_errors(path.name):
        return tuple(array.header for array in _stored_arrays(path, room=PIECE_BYTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoredArray:
    """Arrays of one type that stand for one, one after the other."""

    header: ArrayHeader
    parts: tuple[tuple[ArrayHeader, object], ...]  # each one's own header, and its bytes


def _stored_arrays(path: Path, *, room: int) -> tuple[_StoredArray, ...]:
    file = path.name
    with open_unpacked(path) as program:
        content = run_program(program, file, room=room)
    match content:
        case [[images, labels], [more_images, more_labels], [test_images, test_labels]]:
            return (
                _stored(file, "train_images", images, more_images),
                _stored(file, "train_labels", labels, more_labels),
                _stored(file, "test_images", test_images),
                _stored(file, "test_labels", test_labels),
            )
    raise DataError(messages.no_three_pairs(name=file))


def _stored(file: str, array_name: str, *calls: object) -> _StoredArray:
    name = messages.images_or_labels(array=array_name, file=file)
    parts = tuple(_part(call, name) for call in calls)
    headers = [header for header, _ in parts]
    first = headers[0]
    if any((header.dtype, header.shape[1:]) != (first.dtype, first.shape[1:]) for header in headers):
        raise DataError(messages.unequal_splits(name=name))
    shape = first.shape
    if shape:
        inner = _SQUARE if shape[1:] == _FLAT else shape[1:]
        shape = (sum(header.shape[0] for header in headers), *inner)
    return _StoredArray(header=ArrayHeader(name=name, shape=shape, dtype=first.dtype), parts=parts)


def _part(call: object, name: Name) -> tuple[ArrayHeader, object]:
    """Return what a call says of the array that it stands for, and its bytes, which are as many as it says."""
    match call:
        case Call("_reconstruct", (Call("ndarray", ()), *_), (int(), tuple(shape), kind, bool(by_column), data)):
            pass
        case Call("_frombuffer", (data, kind, tuple(shape), order)):
            by_column = order == "F"
        case _:
            raise damaged(name, "pickle")
    dtype = _number_type(kind, name)
    header = ArrayHeader(name=name, shape=shape, dtype=dtype, order="F" if by_column else "C")
    check_length(header, _length(data))
    return header, data


def _read(array: _StoredArray) -> NamedArray:
    arrays = [read_array(io.BytesIO(_bytes(data)), header).values for header, data in array.parts]
    joined = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    return NamedArray(name=array.header.name, values=joined.reshape(array.header.shape))


def _number_type(kind: object, name: Name) -> np.dtype:
    """Return the type of plain numbers that a call stands for: "f4", its byte order in the state."""
    match kind:
        case Call("dtype", (str(code), *_), (int(), "<" | ">" | "|" as order, None, None, None, *_)):
            if code in _NUMBERS:
                return np.dtype(order + code)
            content = "objects" if code.startswith("O") else "records" if code.startswith("V") else "other"
        case Call("dtype", (str(), *_)):
            content = "records"
        case _:
            raise damaged(name, "pickle")
    raise DataError(messages.no_plain_numbers(name=name, content=content, dtype=None))


def _length(data: object) -> int:
    """Return how many an array's bytes are; letters that were passed over may turn out later to be none."""
    match data:
        case PassedOver(length) | Call("encode", (PassedOver(length), "latin1" | "latin-1")):
            return length
    return len(_bytes(data))


def _bytes(data: object) -> bytes:
    """Return an array's bytes: letters where Python 2 wrote them, or Python 3 for it."""
    match data:
        case bytes():
            return data
        case str(letters) | Call("encode", (str(letters), "latin1" | "latin-1")):
            return letters.encode("latin-1")
    raise ValueError("no bytes")
