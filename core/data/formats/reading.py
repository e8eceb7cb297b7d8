"""How a data file is read: unpacked where it is gzipped, within a cap, and what goes wrong as a sentence about it."""

from __future__ import annotations

import gzip
import math
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import MOST_BYTES, Damage, Name

ARRAY_NAMES = ("train_images", "train_labels", "test_images", "test_labels")
MAX_ARRAY_BYTES = 512 << 20  # of one unpacked array: MNIST's training images as float64 are 359 MiB
PIECE_BYTES = 1 << 20  # read at a time
_GZIP_MAGIC = b"\x1f\x8b"
_UNREADABLE = (EOFError, zlib.error, struct.error, ValueError, RuntimeError, KeyError, OverflowError)


class Readable(Protocol):
    """What gives bytes: a file, plain or unpacked while it is read."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedArray:
    """An array, and what a person knows it as: "x_train in mnist.npz"."""

    name: Name
    values: np.ndarray  # any shape, integers or floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayHeader:
    """What a file says of an array before its numbers; no longer than any of MNIST's.

    Raises:
        DataError: it is too large, or a length is negative.
    """

    name: Name
    shape: tuple[int, ...]
    dtype: np.dtype
    order: Literal["C", "F"] = "C"
    header_length: int = 0  # bytes of the file before the numbers, where a length is told as the file's

    def __post_init__(self) -> None:
        if any(length < 0 for length in self.shape):
            raise damaged(self.name, "negative_length")
        refuse_above_cap(self.byte_count, self.name)

    @property
    def byte_count(self) -> int:
        """How many bytes the numbers take; past `MOST_BYTES` not exactly."""
        return math.prod(min(length, MOST_BYTES) for length in self.shape) * self.dtype.itemsize


@contextmanager
def open_unpacked(path: Path) -> Iterator[Readable]:
    """Give a file's bytes, unpacked where it is gzipped: seen from its content, not from its name.

    Raises:
        DataError: the file is empty; or, while it is read, damaged.
    """
    with reading(path.name), path.open("rb") as file:
        start = file.read(2)
        if not start:  # the gzip module reads nothing at all as a valid file without content
            raise damaged(path.name, "empty")
        file.seek(0)
        yield gzip.GzipFile(fileobj=file) if start == _GZIP_MAGIC else file


def read_up_to(file: Readable, byte_count: int) -> bytearray:
    """Return the next bytes of a file, fewer where it ends; room is made for what comes, not for what is asked."""
    content = bytearray()
    while len(content) < byte_count and (piece := file.read(min(PIECE_BYTES, byte_count - len(content)))):
        content += piece
    return content


def read_array(file: Readable, header: ArrayHeader) -> NamedArray:
    """Return the array that is the rest of a file after its header.

    Raises:
        DataError: the rest is not as long as the header says.
    """
    content = read_up_to(file, header.byte_count)
    surplus = len(read_up_to(file, PIECE_BYTES))
    check_length(header, len(content) + surplus, or_more=surplus == PIECE_BYTES)
    values = np.frombuffer(content, header.dtype).reshape(header.shape, order=header.order)
    return NamedArray(name=header.name, values=values)


def check_length(header: ArrayHeader, byte_count: int, *, or_more: bool = False) -> None:
    """Raise `DataError` if the numbers after a header take another count of bytes than it says."""
    if byte_count != header.byte_count:
        expected, length = header.header_length + header.byte_count, header.header_length + byte_count
        raise DataError(messages.wrong_length(name=header.name, expected=expected, length=length, or_more=or_more))


def refuse_above_cap(byte_count: int, name: Name, *, most: int = MAX_ARRAY_BYTES) -> None:
    """Raise `DataError` if something is larger than any MNIST's: sizes come from headers, which can be forged."""
    if byte_count > most:
        raise DataError(messages.too_large(name=name, most=most, promised=min(byte_count, MOST_BYTES)))


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
