"""Checks of what a browser or a file sends as a drawing: every list counted, every number bounded, before use.

An error names the value's kind where the value itself could be a whole book.
"""

from __future__ import annotations

from core.errors import DrawingError
from core.messages import drawing as messages
from core.messages.drawing import Unit
from core.messages.message import Message

_SHOWN = 1e9  # the largest number that is written out


def check_list(value: object, name: Message, most: int, unit: Unit) -> list:
    """Return `value`, which is a list of at most `most`.

    Raises:
        DrawingError: it is not.
    """
    if not isinstance(value, (list, tuple)):
        raise DrawingError(messages.no_list(name=name, unit=unit, value=shown(value)))
    if len(value) > most:
        raise DrawingError(messages.long_list(name=name, most=most, unit=unit, count=len(value)))
    return list(value)


def check_number(value: object, name: Message, limit: float) -> float:
    """Return `value`, which is a number from -limit to limit.

    Raises:
        DrawingError: it is not a number, not finite, or beyond the limit.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= limit:  # NaN is not
        return float(value)
    raise DrawingError(messages.wrong_number(name=name, low=-limit, high=limit, value=shown(value)))


def shown(value: object) -> str:
    """Return a value in a few words: a number of moderate size as it is, else its kind."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return f"{value:,g}" if abs(value) <= _SHOWN or value != value else "a far larger number"
    kinds = {str: "text", dict: "a table", list: "a list", tuple: "a list"}
    return next((word for kind, word in kinds.items() if isinstance(value, kind)), "something else")
