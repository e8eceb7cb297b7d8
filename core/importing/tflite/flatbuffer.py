"""FlatBuffers read with every position checked: tables, their fields, vectors and texts of a stranger's bytes.

The format: https://flatbuffers.dev/internals/. Offsets lie anywhere in the file, so none is followed out of it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.errors import ModelFileError
from core.messages.importing import files as messages

MAX_ENTRIES = 10_000  # of a vector of tables or numbers; weights are read as bytes
_LONGEST_TEXT = 4000  # bytes
_FORMATS = {"int8": "<b", "uint8": "<B", "uint16": "<H", "int32": "<i", "uint32": "<I", "uint64": "<Q", "float32": "<f"}
NumberKind = Literal["int8", "uint8", "uint16", "int32", "uint32", "uint64", "float32"]


def _number(data: bytes, kind: NumberKind, offset: int) -> int | float:
    if offset < 0:  # which struct would count from the end
        raise ModelFileError(messages.damaged(damage="position"), layer=None)
    try:
        return struct.unpack_from(_FORMATS[kind], data, offset)[0]
    except struct.error as error:
        raise ModelFileError(messages.damaged(damage="position"), layer=None) from error


def _integer(data: bytes, kind: NumberKind, offset: int) -> int:
    return int(_number(data, kind, offset))


@dataclass(frozen=True, slots=True)
class Table:
    """A table at an offset in the file; fields that it does without have their usual value."""

    data: bytes
    offset: int

    @classmethod
    def root(cls, data: bytes) -> Table:
        """Return the table that a file begins with."""
        return cls(data, _integer(data, "uint32", 0))

    def _field(self, number: int) -> int:
        """Return where a field is; 0 where the table does without."""
        layout = self.offset - _integer(self.data, "int32", self.offset)
        entry = 4 + 2 * number
        if entry + 2 > _integer(self.data, "uint16", layout):
            return 0
        offset = _integer(self.data, "uint16", layout + entry)
        return self.offset + offset if offset else 0

    def integer(self, number: int, kind: NumberKind, default: int = 0) -> int:
        """Return a whole number."""
        offset = self._field(number)
        return _integer(self.data, kind, offset) if offset else default

    def float32(self, number: int, default: float = 0.0) -> float:
        """Return a float32."""
        offset = self._field(number)
        return float(_number(self.data, "float32", offset)) if offset else default

    def table(self, number: int) -> Table | None:
        """Return the table that a field points to."""
        offset = self._field(number)
        return Table(self.data, offset + _integer(self.data, "uint32", offset)) if offset else None

    def tables(self, number: int) -> list[Table]:
        """Return the tables of a vector."""
        start, count = self._vector(number, 4)
        offsets = [start + 4 * index for index in range(count)]
        return [Table(self.data, offset + _integer(self.data, "uint32", offset)) for offset in offsets]

    def integers(self, number: int) -> list[int]:
        """Return the numbers of a vector of int32."""
        start, count = self._vector(number, 4)
        return [_integer(self.data, "int32", start + 4 * index) for index in range(count)]

    def bytes_at(self, number: int) -> np.ndarray:
        """Return a vector of bytes, (count,) uint8, without a copy."""
        start, count = self._vector(number, 1, most=len(self.data))
        return np.frombuffer(self.data, np.uint8, count=count, offset=start) if count else np.empty(0, np.uint8)

    def text(self, number: int) -> str:
        """Return a text; what is no UTF-8 in it is replaced."""
        start, count = self._vector(number, 1, most=_LONGEST_TEXT)
        return self.data[start : start + count].decode(errors="replace")

    def _vector(self, number: int, size: int, *, most: int = MAX_ENTRIES) -> tuple[int, int]:
        """Return where a vector's entries begin, and how many there are."""
        field = self._field(number)
        if not field:
            return 0, 0
        offset = field + _integer(self.data, "uint32", field)
        count = _integer(self.data, "uint32", offset)
        if count > most or offset + 4 + count * size > len(self.data):
            raise ModelFileError(messages.damaged(damage="list"), layer=None)
        return offset + 4, count
