"""What a setting of a layer may be: a whole number, a number or a name out of a list.

Values come from forms, URLs and files, so types are asked exactly (True is no 1, 3.0 is no 3) and what was received is
shown cut short: a megabyte of text never becomes a megabyte of message.
"""

from __future__ import annotations

from core.errors import SpecError
from core.messages import models as messages

LONGEST_SHOWN = 40  # characters of a received text that a message repeats
LARGEST_SHOWN = 10**12  # above it a whole number is not written out


def short_repr(value: object) -> str:
    """Return a received value as a message shows it: short, whatever it is."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) <= LARGEST_SHOWN else "a whole number of more than 12 digits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "...")
    return f"a {type(value).__name__}"


def whole_number(setting: str, value: object, *, low: int, high: int) -> int:
    """Return `value` when it is an int from `low` to `high`, else raise SpecError."""
    if type(value) is not int or not low <= value <= high:
        message = messages.not_a_whole_number(setting=setting, low=low, high=high, value=short_repr(value))
        raise SpecError(message, layer=None)
    return value


def number(setting: str, value: object, *, low: float, high: float) -> float:
    """Return `value` as a float when it is an int or float from `low` to `high`, else raise SpecError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        message = messages.not_a_number(setting=setting, low=low, high=high, value=short_repr(value))
        raise SpecError(message, layer=None)
    return float(value) + 0.0  # -0.0 becomes 0.0


def one_of(setting: str, value: object, names: tuple[str, ...]) -> str:
    """Return `value` when it is one of `names`, else raise SpecError."""
    if type(value) is not str or value not in names:
        raise SpecError(messages.not_one_of(setting=setting, known=names, value=short_repr(value)), layer=None)
    return value
