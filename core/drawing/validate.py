"""Checks of what a browser or a file says about a drawing: every list counted, every number bounded, before use.

An error names the value's kind where the value itself could be a whole book.
"""

from __future__ import annotations

from core.errors import DrawingError

AGAIN = "Clear the canvas and draw again."
_SHOWN = 1e9  # the largest number that is written out


def check_list(value: object, name: str, most: int, unit: str) -> list:
    """Return `value`, which is a list of at most `most`.

    Raises:
        DrawingError: it is not.
    """
    if not isinstance(value, (list, tuple)):
        raise DrawingError(f"{name} must be a list of {unit}; got {named(value)}. {AGAIN}")
    if len(value) > most:
        raise DrawingError(f"{name} must have at most {most:,} {unit}; got {len(value):,}. {AGAIN}")
    return list(value)


def check_number(value: object, name: str, reach: float) -> float:
    """Return `value`, which is a number from -reach to reach.

    Raises:
        DrawingError: it is not a number, not finite, or out of reach.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= reach:  # NaN is not
        return float(value)
    raise DrawingError(f"{name} must hold numbers from {-reach:,g} to {reach:,g}; got {named(value)}. {AGAIN}")


def named(value: object) -> str:
    """Return a value in a few words: a number of moderate size as it is, else its kind."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return f"{value:,g}" if abs(value) <= _SHOWN or value != value else "a far larger number"
    kinds = {str: "text", dict: "a table", list: "a list", tuple: "a list"}
    return next((word for kind, word in kinds.items() if isinstance(value, kind)), "something else")
