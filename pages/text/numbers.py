"""Numbers and days as a person reads them, in every text."""

from __future__ import annotations

import math
from datetime import date

from core.data.named_label import NamedLabel
from core.messages.numbers import NO_BREAK_SPACE

NO_NUMBER = "no number"  # for NaN and infinity
EMPTY = "\N{EN DASH}"  # a cell of a table that holds nothing
_ENDINGS, _TEENS = {1: "st", 2: "nd", 3: "rd"}, (11, 12, 13)


def count(number: int) -> str:
    """Return 10000 as 10,000."""
    return f"{number:,}"


def counted(number: int, thing: str) -> str:
    """Return 1 and image as 1 image, 2000 as 2,000 images."""
    return f"{count(number)} {thing}{'s' if number != 1 else ''}"


def ordinal(number: int) -> str:
    """Return 1 as 1st, 2 as 2nd, 11 as 11th, 23 as 23rd."""
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{count(number)}{ending}"


def a_digit(digit: int) -> str:
    """Return 4 as "a 4" and 8 as "an 8"; a label with a name is that: "Sneaker"."""
    return str(digit) if isinstance(digit, NamedLabel) else f"{'an' if digit == 8 else 'a'} {digit}"


def day(moment: date) -> str:
    """Return a day as 26 November."""
    return f"{moment.day} {moment:%B}"


def percent(part: int, whole: int) -> str:
    """Return a share with as many decimals as the whole allows: 98.42 % of 10,000, 98.4 % of 6,000, 98 % of 500."""
    return f"{100 * part / whole:.{_decimals(whole)}f} %" if whole else "0 %"


def portion(part: int, whole: int) -> str:
    """Return a share as `percent` does; 0 % and 100 % are none and all, and no other is called so."""
    return sureness(part / whole, _decimals(whole)) if 0 < part < whole else "100 %" if part and whole else "0 %"


def megabytes(byte_count: int) -> str:
    """Return 11490434 as 11.5, in millions of bytes."""
    return f"{byte_count / 1e6:.1f}"


def sureness(probability: float, decimals: int = 1) -> str:
    """Return 0.9403 as 94.0 %, for a sentence; nothing is called 100.0 % or 0.0 % that is not."""
    return share(probability, decimals).replace(">", "over").replace("<", "under")


def share(probability: float, decimals: int = 1) -> str:
    """Return 0.9403 as 94.0 %, for a table; nothing is called 100.0 % or 0.0 % that is not, and NaN "no number"."""
    if not math.isfinite(probability):
        return NO_NUMBER
    scale = 10**decimals
    units = round(100 * scale * probability)
    sign, shown = ("> ", units - 1) if units == 100 * scale else ("< ", 1) if units == 0 else ("", units)
    return f"{sign}{shown / scale:.{decimals}f} %"


def unparted(text: str) -> str:
    """Return a text in which no line ends between a number and its %."""
    return text.replace(" %", f"{NO_BREAK_SPACE}%")


def _decimals(whole: int) -> int:
    return 2 if whole >= 10_000 else 1 if whole >= 1_000 else 0
