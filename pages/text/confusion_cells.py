"""What the cells of a confusion matrix say."""

from __future__ import annotations

from pages.text.labels import read_as
from pages.text.numbers import counted

MINUS = "\N{MINUS SIGN}"


class Cells:
    """One cell."""

    @staticmethod
    def cell(label: int, answer: int, number: int) -> str:
        return f"{label} {read_as(answer)} {answer}: {counted(number, 'image')}"

    @staticmethod
    def share(number: int, images: int) -> str:
        """Return a share in percent without its sign, with a decimal where there are hundreds of images."""
        return f"{100 * number / images:.{1 if images >= 100 else 0}f}" if images else ""

    @staticmethod
    def change(number: int) -> str:
        """Return a difference with its sign."""
        return f"+{number:,}" if number > 0 else f"{MINUS}{-number:,}"

    @staticmethod
    def change_of_share(number: int, images: int) -> str:
        """Return a difference in percentage points with its sign."""
        points = f"{100 * abs(number) / images:.{1 if images >= 100 else 0}f}"
        return f"{'+' if number > 0 else MINUS}{points}"

    @staticmethod
    def changed(label: int, answer: int, number: int, change: int) -> str:
        """Return how many images a cell has, and how many more than the other network's."""
        if not change:
            return f"{Cells.cell(label, answer, number)}, as many as the other"
        return f"{Cells.cell(label, answer, number)}, {abs(change)} {'more' if change > 0 else 'fewer'} than the other"
