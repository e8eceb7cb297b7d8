"""What the Inside page says of Flatten: which cell goes to which position in the row, and back."""

from __future__ import annotations

from core.messages.numbers import times
from models.layers import Shape
from pages.text.inside import number
from pages.text.numbers import count


class FlattenText:
    """The two ways between a cell and its position."""

    POSITION = "Position"

    @staticmethod
    def there(shape: Shape, row: int, column: int, channel: int, position: int, value: float) -> str:
        """Return how a cell's position is worked out; shape is (rows, columns, maps)."""
        return (
            f"Row {row}, column {column}, map {channel} goes to position "
            f"{times(f'({times(row, shape[1])} + {column})', shape[2])} + {channel} = **{count(position)}**: "
            f"{number(value, 3)}."
        )

    @staticmethod
    def back(shape: Shape, row: int, column: int, channel: int, position: int) -> str:
        """Return how a position's cell is worked out."""
        cells = row * shape[1] + column
        return (
            f"And back: {count(position)} / {shape[2]} = {count(cells)}, remainder **map {channel}**; "
            f"{count(cells)} / {shape[1]} = **row {row}**, remainder **column {column}**."
        )

    @staticmethod
    def strip(values: int) -> str:
        return f"all {count(values)} numbers in their row"

    @staticmethod
    def near(first: int, last: int) -> str:
        return f"Positions {count(first)} to {count(last)}"

    @staticmethod
    def near_alt(first: int, last: int, position: int, value: float) -> str:
        return f"{FlattenText.near(first, last)} of the row; position {count(position)} is framed: {number(value)}."

    @staticmethod
    def cell_hover(row: int, column: int, position: int) -> str:
        """Return what the pointer tells of a cell of the map; Plotly fills in the value."""
        return f"row {row}, column {column}: %{{text}}, position {count(position)}"

    @staticmethod
    def hover(position: int, row: int, column: int, channel: int) -> str:
        return f"position {count(position)}: row {row}, column {column}, map {channel}"
