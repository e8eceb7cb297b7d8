"""Boxes that hold boxes or numbers, as HEIC and many video files are made of (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAX_ITEMS = 8192
_MAX_BOXES = 4096  # in one box


class ContainerError(ValueError):
    """A container is damaged, or what it holds is made in a way that is not read here."""


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each box's kind and content, of those that stand one after the other.

    Raises:
        ContainerError: one is shorter than its own head.
    """
    place = 0
    for _ in range(_MAX_BOXES):
        if place + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, place)
        begin = place + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, begin)
            begin += 8
        end = len(data) if length == 0 else place + length
        if end < begin:
            raise ContainerError("a box shorter than its head")
        yield kind, data[begin:end]
        place = end


class NumberReader:
    """Whole numbers of a box, one after the other."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data, self.place = data, place

    def number(self, size: int) -> int:
        """Return the next one, of so many bytes.

        Raises:
            ContainerError: the box ends before it.
        """
        if self.place + size > len(self.data):
            raise ContainerError("cut short")
        value = int.from_bytes(self.data[self.place : self.place + size], "big")
        self.place += size
        return value


def bounded(count: int, most: int = MAX_ITEMS) -> int:
    """Return a count of parts that a box promises.

    Raises:
        ContainerError: there are more than `most`.
    """
    if count > most:
        raise ContainerError("too many parts")
    return count
