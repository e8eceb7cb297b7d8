"""What Browse's tab Pictures says of the mosaic and of the selected digit; of its filters: browse_filters.py."""

from __future__ import annotations

from typing import ClassVar

from core.data.selection.image_query import Order
from core.messages.numbers import times
from pages.text.frame import Digit
from pages.text.labels import Names
from pages.text.numbers import a_digit, count, counted, sureness


class Browse:
    """The mosaic, and the selected digit beside it."""

    FIRST, PREVIOUS, NEXT, LAST = "First", "Previous", "Next", "Last"
    PREVIOUS_DIGIT, NEXT_DIGIT = "Previous digit", "Next digit"
    SHIFT_LEFT, SHIFT_RIGHT = "Shift+Left", "Shift+Right"
    OPEN = "Open this digit"
    OPEN_HELP = "Shows it step by step: its numbers, divided by 255, in a row."
    NUMBERS = "Show the numbers"
    ROW, COLUMN = "Row, 0 to 27", "Column, 0 to 27"
    PIXEL_TABLE = f"the {times(28, 28)} numbers of this picture"
    WIDE_TABLE = "28 columns: where they do not fit, the table scrolls sideways."
    NOT_AMONG_THEM = "This digit is not among those that are shown now: the next and the previous one are."
    ROWS = "Row"
    KEYBOARD = "The arrow keys walk through them; Enter chooses one."

    @staticmethod
    def shown(image_count: int, shown: int, page: int, page_count: int) -> str:
        return f"{count(image_count)} images, {shown} shown, page {count(page)} of {count(page_count)}"

    @staticmethod
    def matching(matches: int, image_count: int, split: str, shown: int, page: int, page_count: int) -> str:
        """Return how many images of a split match, and which of these are shown."""
        verb = "matches" if matches == 1 else "match"
        return (
            f"{count(matches)} of {count(image_count)} {split} images {verb}; {shown} shown, "
            f"page {count(page)} of {count(page_count)}"
        )

    @staticmethod
    def mosaic_alt(
        split: str | None, shown: int, page: int, page_count: int, first_row: str, class_names: Names = None
    ) -> str:
        """Return what a mosaic shows; `split` is whose images, None for those of several."""
        of = "" if split is None else f" of the {split} split"
        called = "handwritten digit" if class_names is None else "picture"
        what = f"{counted(shown, called)}{of}, page {count(page)} of {count(page_count)}"
        return f"{what}; the first row reads {first_row}. {Browse.KEYBOARD}"

    @staticmethod
    def tile(label: str, answer: str | None) -> str:
        """Return what stands under a tile: the label, and what it was read as where that is something else."""
        return label if answer in (None, label) else f"{label} \N{RIGHTWARDS ARROW} {answer}"

    @staticmethod
    def tile_name(split: str, index: int, label: str, read: str | None) -> str:
        """Return what a tile is called; `read` is what is said of it beside its label."""
        return f"{Digit.name(split, index).capitalize()}, label {label}{f', {read}' if read else ''}"

    @staticmethod
    def read_as(answer: str, probability: float) -> str:
        return f"read as {answer}, {sureness(probability)} sure"

    @staticmethod
    def network_reads(answer: str, probability: float, *, is_right: bool) -> str:
        """Return what the selected network says of the selected digit."""
        verdict = "right" if is_right else "wrong"
        return f"The selected network reads it as **{answer}**, {sureness(probability)} sure: {verdict}."

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


class OrderText:
    """The orders of the pictures."""

    NAMES: ClassVar[dict[Order, str]] = {
        "index": "By index",
        "ink": "Least ink first",
        "typical": "Closest to the mean of its label first",
        "hardest": "Hardest for the network first",
        "random": "At random",
    }
    REVERSED: ClassVar[dict[Order, str]] = {
        "index": "By index, the last first",
        "ink": "Most ink first",
        "typical": "Farthest from the mean of its label first",
        "hardest": "Easiest for the network first",
        "random": "At random",
    }

    @staticmethod
    def names(*, is_reversed: bool) -> dict[Order, str]:
        return OrderText.REVERSED if is_reversed else OrderText.NAMES
