"""What is said of a CSV file that should hold images: its rows, their numbers, its length."""

from __future__ import annotations

from typing import Literal

from core.messages.data.files import ORIGINAL, Name
from core.messages.message import sentence
from core.messages.numbers import times

Content = Literal["label", "pixel"]
_MADE = "Use mnist_train.csv and mnist_test.csv, or Kaggle's train.csv."


@sentence
def wrong_columns(*, name: Name, count: int) -> str:
    """The first row has as many values as no data set has."""
    return (
        f"{name} must hold a label and the {times(28, 28)} = 784 pixels of an image in each row, separated by commas; "
        f"its first row has {_values(count)}. {_MADE}"
    )


@sentence
def wrong_row_length(*, name: Name, row: int, expected: int, count: int) -> str:
    """A row has more or fewer values than the first; rows count from 1, with the header."""
    return f"Row {row:,} of {name} must have {expected} values, as its first row has; it has {_values(count)}. {_MADE}"


@sentence
def empty_row(*, name: Name, row: int) -> str:
    """There is nothing in a row, and more rows follow; rows count from 1, with the header."""
    return f"Row {row:,} of {name} is empty. Remove it, or download the file again."


@sentence
def wrong_value(*, name: Name, row: int, column: int, content: Content, value: str) -> str:
    """A value is no whole number from 0 to 255; rows and columns count from 1, the header is a row."""
    rule = "a digit from 0 to 9" if content == "label" else "a whole number from 0 to 255"
    got = f"it is {value}" if value else "there is nothing"
    return f"Row {row:,} of {name}, value {column} must be {rule} ({content}); {got}. {ORIGINAL}"


@sentence
def endless_row(*, name: Name, row: int, most: int) -> str:
    """A row is longer than any of 784 values; rows count from 1, with the header."""
    return f"Row {row:,} of {name} is too long: it has no end within {most:,} bytes. {_MADE}"


@sentence
def too_much_text(*, name: Name) -> str:
    """A file that is packed unpacks to far more text than images of its length would."""
    return f"{name} is too large: it unpacks to more text than a data set of its length has. {_MADE}"


@sentence
def no_rows(*, name: Name, least: int) -> str:
    """There are no images, or too few to hold some out."""
    return f"{name} must hold at least {'one image' if least == 1 else f'{least} images'}, a row each. {_MADE}"


@sentence
def no_labels(*, name: Name) -> str:
    """The file that is to be learned from has pixels alone."""
    return (
        f"{name} has no labels: its rows hold an image's pixels alone. The file with labels is train.csv: name it or "
        "its folder in DIGITLAB_DATA."
    )


@sentence
def other_file_in_zip(*, name: Name) -> str:
    """A zip holds several CSV files of which none is to be learned from."""
    return f"{name} holds several CSV files, and none that ends in train.csv. Unpack it and name the file with labels."


def _values(count: int) -> str:
    return "one value" if count == 1 else f"{count:,} values"
