"""What the Browse page says."""

from __future__ import annotations

from typing import ClassVar

from core.messages.numbers import times
from pages.text.frame import Digit
from pages.text.numbers import a_digit, count


class Browse:
    """The Browse page."""

    SPLIT = "Split"
    SPLITS: ClassVar = {"train": "Train", "validation": "Validation", "test": "Test"}
    USES: ClassVar = {
        "train": "Train: a network learns from these.",
        "validation": "Validation: checked while learning; the last {images} training images.",
        "test": "Test: kept for the final score.",
    }
    LABEL = "Digits to show; all when none is chosen"
    FIRST, PREVIOUS, NEXT, LAST = "First", "Previous", "Next", "Last"
    NOTHING_FOUND = "No image of this split has that label."
    SHOW_ALL = "Show all digits"
    PREVIOUS_DIGIT, NEXT_DIGIT = "Previous digit", "Next digit"
    SHIFT_LEFT, SHIFT_RIGHT = "Shift+Left", "Shift+Right"
    NUMBERS = "Show the numbers"
    ROW, COLUMN = "Row, 0 to 27", "Column, 0 to 27"
    LABEL_COUNTS = "how many there are of each digit"
    PIXEL_TABLE = f"the {times(28, 28)} numbers of this picture"
    WIDE_TABLE = "28 columns: where they do not fit, the table scrolls sideways."
    NOT_AMONG_THEM = "This digit is not among those that are shown now: the next and the previous one are."
    ROWS = "Row"
    DIGIT_HEADER, COUNT_HEADER, SHARE_HEADER = "Digit", "Images", "Share"

    @staticmethod
    def shown(image_count: int, shown: int, page: int, page_count: int) -> str:
        return f"{count(image_count)} images, {shown} shown, page {count(page)} of {count(page_count)}"

    @staticmethod
    def mosaic_alt(split: str, shown: int, page: int, page_count: int, first_row: str) -> str:
        return (
            f"{shown} handwritten digits of the {split} split, page {page} of {page_count}; "
            f"the first row reads {first_row}."
        )

    @staticmethod
    def picture_alt(split: str, index: int, label: int, ink_count: int, first_row: int, last_row: int) -> str:
        return (
            f"{Digit.name(split, index).capitalize()} is {a_digit(label)}: {ink_count} of its 784 pixels hold ink, "
            f"in rows {first_row} to {last_row}."
        )

    @staticmethod
    def pixel(row: int, column: int, value: int) -> str:
        meaning = "paper" if value == 0 else "full ink" if value == 255 else "ink"
        return f"row {row}, column {column}: **{value}** of 255 ({meaning})"
