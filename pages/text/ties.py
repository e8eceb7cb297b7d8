"""What is said in place of "the strongest" where several are equally strong."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.inference.standout import Standout
from pages.text.labels import are_named
from pages.text.numbers import NO_NUMBER, count, share


def tie(found: Standout, what: str, first: str = "", *, how: str = "equally strong") -> str:
    """Return that none of several stands out, as a part of a sentence; "" where one does.

    Args:
        found: which is the largest.
        what: the word for one of them: map, unit, cell.
        first: names the first of the largest; its number where it is not given.
        how: what those have in common that are as large.
    """
    if found.is_alone:
        return ""
    all_ = f"all {count(found.count)} {what}s are"
    if math.isnan(found.value):
        return f"{all_} {NO_NUMBER}s"
    if found.is_level:
        return f"{all_} {how if found.value else '0'}"
    first = first or f"{what} {found.place}"
    return f"no single {what} stands out: {count(found.equal)} are {how}, the first is {first}"


def tie_sentence(found: Standout, what: str, first: str = "", *, how: str = "equally strong") -> str:
    """Return the same as a sentence; arguments as in `tie`."""
    said = tie(found, what, first, how=how)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def listed(numbers: Sequence[int]) -> str:
    """Return 0, 3 and 7."""
    names = [str(number) for number in numbers]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def undecided(digits: Sequence[int], probability: float) -> str:
    """Return what a network's answer is where several digits share the highest score."""
    all_ = "all ten classes" if are_named(digits) else "all ten digits"
    which = all_ if len(digits) == 10 else listed(digits)
    return f"{which} are equally likely, {share(probability)} each"
