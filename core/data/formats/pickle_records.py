"""What a pickle of NumPy arrays is made of, as plain records: nothing of the pickle's is called to make them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from core.data.formats.stored_array import damaged, wrong_length
from core.errors import DataError
from core.messages.data import files as messages
from core.messages.data.files import Name

_NUMBERS = {"u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"}


@dataclass(frozen=True, slots=True)
class Text:
    """A string of the pickle: where it lies in the unpacked file, and, where it is short, itself."""

    start: int
    length: int  # bytes, once decoded
    content: bytes | None
    stored_length: int  # bytes in the file
    is_unicode: bool = False  # bytes that Python 3 wrote for Python 2: each is a letter of Latin-1, stored as UTF-8


@dataclass(slots=True)
class ArrayType:
    """A NumPy type as the pickle spells it: "f4", and its byte order once that is known."""

    code: str
    order: str = ""

    def build(self, state: object) -> None:
        """Take what NumPy's dtype takes: (version, byte order, three times None, ...); records have more."""
        match state:
            case (int(), Text(content=(b"<" | b">" | b"|" | b"=") as order), None, None, None, *_):
                self.order = order.decode()
            case _:
                self.code = "V"

    def number_type(self, name: Name) -> np.dtype:
        """Return it as NumPy's own; raises DataError where it is not of plain numbers."""
        if self.code not in _NUMBERS:
            content = "objects" if self.code[:1] == "O" else "records" if self.code[:1] == "V" else "other"
            raise DataError(messages.no_plain_numbers(name=name, content=content, dtype=None))
        return np.dtype(self.order + self.code)


@dataclass(slots=True)
class PickledArray:
    """An array of the pickle; empty until its state was given."""

    shape: tuple[int, ...] = ()
    type: ArrayType = field(default_factory=lambda: ArrayType("O"))
    column_by_column: bool = False
    data: Text = Text(0, 0, b"", 0)

    def build(self, state: object) -> None:
        """Take what NumPy's array takes: (version, shape, type, whether in Fortran order, data)."""
        match state:
            case (int(), tuple(shape), ArrayType() as kind, bool(fortran), Text() as data):
                if not all(type(length) is int for length in shape):
                    raise ValueError("a length that is no number")
                self.shape, self.type, self.column_by_column, self.data = shape, kind, fortran, data
            case (int(), tuple(shape), ArrayType() as kind, bool(), list()):
                self.shape, self.type = shape, kind
            case _:
                raise ValueError("not the state of an array")

    def fill(self, data: object, kind: object, shape: object, order: object) -> None:
        """Take what NumPy's `_frombuffer` takes: the same in another order."""
        self.build((1, shape, kind, isinstance(order, Text) and order.content == b"F", data))

    def checked_type(self, name: Name) -> np.dtype:
        """Return the type of its numbers, once its shape, order and length fit.

        Raises:
            DataError: they do not, or it does not hold plain numbers.
        """
        dtype = self.type.number_type(name)
        if any(length < 0 for length in self.shape):
            raise damaged(name, "negative_length")
        byte_count = math.prod(self.shape) * dtype.itemsize
        if byte_count != self.data.length:
            raise wrong_length(name, byte_count, self.data.length)
        if self.column_by_column and len(self.shape) > 1:
            raise DataError(messages.column_by_column(name=name))
        return dtype
