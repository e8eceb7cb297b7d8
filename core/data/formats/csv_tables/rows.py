"""Rows of whole numbers, read from the bytes of a CSV file by NumPy: 77 MB of digits in seconds.

A field is one to three figures, with `.0` behind them where a program wrote whole numbers as fractions; nothing else,
so that nothing is rounded, guessed or passed over.
"""

from __future__ import annotations

import re
from typing import Literal

import numpy as np

Fault = Literal["length", "empty", "value"]

_COMMA, _NEWLINE, _ZERO = ord(","), ord("\n"), ord("0")
_MOST_FIGURES = 3
_MOST = 255
_WHOLE = re.compile(rb"[0-9]{1,3}")
_SHOWN = 20  # characters of a value that is repeated


class BadRowError(ValueError):
    """A row is not as many whole numbers from 0 to 255 as it must be.

    Attributes:
        fault: another length, nothing at all, or a value in it.
        row: its place among the rows that were given, from 0.
        column: of the bad value, from 0.
        count: how many values the row has.
        value: the bad one, as it stands there; cut where it is long.
    """

    def __init__(self, fault: Fault, *, row: int, column: int = 0, count: int = 0, value: str = "") -> None:
        super().__init__(fault)
        self.fault: Fault = fault
        self.row = row
        self.column = column
        self.count = count
        self.value = value


def numbers_of(text: bytes, columns: int) -> np.ndarray:
    """Return (rows, columns) uint8, 0 to 255: the numbers of some whole rows.

    Args:
        text: rows of values with commas between them, each row ended by a line feed.
        columns: how many values each must have.

    Raises:
        BadRowError: one has others; the first of them is told.
    """
    plain = _plain(text)
    codes = np.frombuffer(plain, np.uint8)
    figures = codes - np.uint8(_ZERO)  # what is no figure becomes 10 or more
    is_end = (codes == _COMMA) | (codes == _NEWLINE)
    ends = np.flatnonzero(is_end)
    lengths = np.diff(ends, prepend=-1) - 1
    row_ends = np.flatnonzero(codes[ends] == _NEWLINE)
    is_good = (
        np.array_equal(row_ends, np.arange(columns - 1, ends.size, columns))
        and ends.size % columns == 0
        and lengths.min(initial=1) >= 1
        and lengths.max(initial=1) <= _MOST_FIGURES
        and np.count_nonzero(figures < 10) + ends.size == codes.size
    )
    if not is_good:
        raise first_fault(text, columns)
    numbers = figures[ends - 1].astype(np.uint16)
    for place, weight in ((2, 10), (3, 100)):
        longer = np.flatnonzero(lengths >= place)
        numbers[longer] += figures[ends[longer] - place].astype(np.uint16) * np.uint16(weight)
    if numbers.max(initial=0) > _MOST:
        raise first_fault(text, columns)
    return numbers.astype(np.uint8).reshape(-1, columns)


def first_fault(text: bytes, columns: int) -> BadRowError:
    """Return what is wrong with the first row that is; `text` as `numbers_of` takes it, and it holds one."""
    for row, line in enumerate(text.replace(b"\r\n", b"\n").split(b"\n")[:-1]):
        values = line.split(b",")
        if line == b"":
            return BadRowError("empty", row=row)
        if len(values) != columns:
            return BadRowError("length", row=row, count=len(values))
        for column, value in enumerate(values):
            figures = value.removesuffix(b".0")
            if not _WHOLE.fullmatch(figures) or int(figures) > _MOST:
                return BadRowError("value", row=row, column=column, value=shown(value))
    raise AssertionError("every row is as it must be")


def shown(value: bytes) -> str:
    """Return a value as text for a sentence: what is no plain letter escaped, and cut where it is long."""
    text = ascii(value.decode("latin-1"))[1:-1]
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _plain(text: bytes) -> bytes:
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    return text.replace(b".0,", b",").replace(b".0\n", b"\n") if b"." in text else text
