"""An array as a file holds it: what its header promises, and a way to read it in small pieces.

Nothing here allocates what a header asks for: sizes are compared first, and data passes through one piece at a time.
"""

from __future__ import annotations

import math
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import MOST_BYTES, Damage, Name

ARRAY_NAMES = ("train_images", "train_labels", "test_images", "test_labels")
PIECE_BYTES = 1 << 20  # read at a time: few enough pieces that threads beside it do not hold it up; whole items
MAX_ARRAY_BYTES = 512 << 20  # of one unpacked array: MNIST's training images as float64 are 359 MiB
_UNREADABLE = (EOFError, zlib.error, zipfile.BadZipFile, struct.error, ValueError, RuntimeError, KeyError)


class Readable(Protocol):
    """What gives bytes: a file, plain or unpacked while it is read."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArray:
    """One array in a file, its header checked and its data not yet read."""

    name: Name  # as a person knows it: "x_train in mnist.npz"
    shape: tuple[int, ...]
    dtype: np.dtype
    pieces: Callable[[], Iterator[np.ndarray]]  # the data in order, as 1-D arrays of whole items; each call reads anew

    @property
    def byte_count(self) -> int:
        """Bytes that the header promises, header not included."""
        return math.prod(self.shape) * self.dtype.itemsize


def in_memory(name: Name, array: np.ndarray) -> StoredArray:
    """Return an array that is already in memory as a `StoredArray`; any shape and dtype."""
    return StoredArray(name=name, shape=array.shape, dtype=array.dtype, pieces=lambda: iter([array.reshape(-1)]))


def read_pieces(file: Readable, byte_count: int, name: Name) -> Iterator[bytes]:
    """Yield exactly `byte_count` bytes of a file, at most `PIECE_BYTES` at a time.

    Raises:
        DataError: the file ends earlier, or goes on after them.
    """
    left = byte_count
    while left:
        piece = file.read(min(left, PIECE_BYTES))
        if not piece:
            raise wrong_length(name, byte_count, byte_count - left)
        left -= len(piece)
        yield piece
    surplus = len(file.read(PIECE_BYTES))
    if surplus:
        raise wrong_length(name, byte_count, byte_count + surplus, or_more=surplus == PIECE_BYTES)


def read_up_to(file: Readable, byte_count: int) -> bytearray:
    """Return the next bytes of a file, fewer where it ends; room is made for what comes, not for what is asked."""
    content = bytearray()
    while len(content) < byte_count and (piece := file.read(min(PIECE_BYTES, byte_count - len(content)))):
        content += piece
    return content


def refuse_above_cap(byte_count: int, name: Name) -> None:
    """Raise `DataError` if an array is larger than any MNIST: sizes come from headers, which can be forged."""
    if byte_count > MAX_ARRAY_BYTES:
        promised = min(byte_count, MOST_BYTES)
        raise DataError(messages.array_too_large(name=name, most=MAX_ARRAY_BYTES, promised=promised))


def wrong_length(name: Name, expected: int, length: int, *, or_more: bool = False) -> DataError:
    """Return the error for data that is shorter or longer than its header says; both in bytes."""
    expected, length = min(expected, MOST_BYTES), min(length, MOST_BYTES)
    return DataError(messages.wrong_length(name=name, expected=expected, length=length, or_more=or_more))


def damaged(name: Name, damage: Damage) -> DataError:
    """Return the error for a file that no longer is what it was."""
    return DataError(messages.damaged(name=name, damage=damage))


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what goes wrong while a file is read or unpacked into a `DataError` about `name`."""
    try:
        yield
    except zipfile.BadZipFile as error:
        raise damaged(name, "zip") from error
    except _UNREADABLE as error:
        raise damaged(name, "cut_or_packed_badly") from error
    except OSError as error:
        # gzip.BadGzipFile is an OSError without an errno
        if error.errno is None:
            raise damaged(name, "gzip") from error
        raise DataError(messages.unreadable_file(name=name, reason=error.strerror)) from error
