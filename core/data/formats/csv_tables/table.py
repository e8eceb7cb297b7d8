"""A CSV file with an image in each row: Kaggle's `train.csv` and `test.csv`, "MNIST in CSV", OpenML's `mnist_784.csv`.

Rows hold a label and 784 pixels, or 256 of an image of 16 x 16; the label stands first, or last where the header says
so, or where the first column holds one number alone and the last such as labels are. There may be no header, and no
labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from core.data.formats.csv_tables.rows import BadRowError, numbers_of
from core.data.formats.csv_tables.text import TextFile, lines_of
from core.data.formats.reading import MAX_ARRAY_BYTES, NamedArray, refuse_above_cap
from core.errors import DataError
from core.messages.data import tables as messages
from core.messages.data.files import Name

_SIDES = {784: 28, 256: 16}  # pixels in a row of the file, and along a side of the image
_LABEL_NAMES = {b"label", b"labels", b"class", b"digit", b"target", b"y"}  # in a header
_HIGHEST_LABEL = 10  # where they begin at 1
_NUMBER = re.compile(rb"\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the rows of a file are built, seen from its first line."""

    columns: int
    has_header: bool
    label_column: int | None  # None where there are no labels
    is_label_named: bool = False  # by the header

    @property
    def side(self) -> int:
        """Pixels along a side of each image."""
        return _SIDES[self.columns - (self.label_column is not None)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """What a file holds."""

    images: NamedArray  # (N, 28, 28) or (N, 16, 16) uint8 as stored: ink bright
    labels: NamedArray  # (N,) uint8, 0 to 255


def read_layout(file: TextFile) -> Layout:
    """Return how a file's rows are built; no more than its beginning is read.

    Raises:
        DataError: the file is empty or damaged, or no row of a data set has as many values as its first.
    """
    return _layout(next(lines_of(file), b""), file.name)


def read_table(file: TextFile) -> Table:
    """Return the images and labels of a file.

    Raises:
        DataError: the file has no labels, is damaged or too large, or a row is not as it must be.
    """
    layout: Layout | None = None
    images, labels = bytearray(), bytearray()
    row = 1  # of the next piece, as an editor counts
    for lines in lines_of(file):
        if layout is None:
            layout = _layout(lines, file.name)
            if layout.label_column is None:
                raise DataError(messages.no_labels(name=file.name))
            if layout.has_header:
                row += 1
                continue
        try:
            numbers = numbers_of(lines, layout.columns)
        except BadRowError as fault:
            raise DataError(_message(fault, file.name, row, layout)) from fault
        label = layout.label_column or 0
        labels += numbers[:, label].tobytes()
        images += np.delete(numbers, label, axis=1).tobytes()
        refuse_above_cap(len(images), file.name, most=MAX_ARRAY_BYTES)
        row += len(numbers)
    if layout is None or not labels:
        raise DataError(messages.no_rows(name=file.name, least=1))
    pixels, first = np.frombuffer(images, np.uint8).reshape(len(labels), -1), np.frombuffer(labels, np.uint8)
    if not layout.is_label_named and _are_labels_last(first, pixels[:, -1]):
        pixels, first = np.column_stack([first, pixels[:, :-1]]), pixels[:, -1].copy()
    return Table(
        images=NamedArray(name=file.name, values=pixels.reshape(-1, layout.side, layout.side)),
        labels=NamedArray(name=file.name, values=first),
    )


def _are_labels_last(first: np.ndarray, last: np.ndarray) -> bool:
    """Return whether the last column, (N,) uint8, holds labels rather than the first, which is a corner's pixels."""
    return bool((first == first[0]).all() and (last != last[0]).any() and last.max() <= _HIGHEST_LABEL)


def _layout(first: bytes, name: Name) -> Layout:
    values = [value.strip().strip(b"\"'").lower() for value in first.rstrip(b"\r\n").split(b",")]
    columns = len(values)
    if columns not in (*_SIDES, *(1 + count for count in _SIDES)):
        raise DataError(messages.wrong_columns(name=name, count=columns))
    has_header = not any(map(_NUMBER.fullmatch, values)) or _counts_up(values)
    if columns in _SIDES:
        return Layout(columns=columns, has_header=has_header, label_column=None)
    is_named = [has_header and values[place] in _LABEL_NAMES for place in (0, -1)]
    label_column = columns - 1 if is_named == [False, True] else 0
    return Layout(columns=columns, has_header=has_header, label_column=label_column, is_label_named=any(is_named))


def _counts_up(values: list[bytes]) -> bool:
    """Return whether the values are the names that pandas gives to columns without any: 0, 1, 2 and so on."""
    counted = [str(count).encode() for count in range(len(values))]
    return values in (counted, [values[0], *counted[:-1]], [*counted[:-1], values[-1]])


def _message(fault: BadRowError, name: Name, first_row: int, layout: Layout):
    row = first_row + fault.row
    if fault.fault == "empty":
        return messages.empty_row(name=name, row=row)
    if fault.fault == "length":
        return messages.wrong_row_length(name=name, row=row, expected=layout.columns, count=fault.count)
    content = "label" if fault.column == layout.label_column else "pixel"
    return messages.wrong_value(name=name, row=row, column=fault.column + 1, content=content, value=fault.value)
