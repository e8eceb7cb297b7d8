"""Which digits of a file are new to their owner: none is kept twice, and none is lost because its id is another's."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.own_digits.own_digit import OwnDigit


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedOut:
    """Digits that are new, with ids of their own; how many are kept already; how many came a second time."""

    new: tuple[OwnDigit, ...]
    known: int
    doubled: int


def sort_out(digits: Sequence[OwnDigit], kept: Sequence[OwnDigit]) -> SortedOut:
    """Return which digits are new.

    The same as one that is kept is what has its pixels, and its label or its id. An id alone tells nothing: a program
    may have written one id on each line. Of the digits themselves, those with the same pixels and the same id are one;
    two that only look alike were two where they come from, and so come back as two.
    """
    ids, kept_marks = {digit.id for digit in kept}, set[tuple]().union(*map(_marks, kept))
    new: list[OwnDigit] = []
    seen, known = set[tuple[str, bytes]](), 0
    for digit in digits:
        mark = digit.id, digit.image.tobytes()
        if _marks(digit) & kept_marks:
            known += 1
        elif mark not in seen:
            seen.add(mark)
            new.append(replace(digit, id=secrets.token_hex(16)) if digit.id in ids else digit)
            ids.add(digit.id)
    return SortedOut(new=tuple(new), known=known, doubled=len(digits) - len(new) - known)


def _marks(digit: OwnDigit) -> set[tuple]:
    """Return what the same digit has, too: its pixels with its label, or with its id."""
    label, pixels = digit.content
    return {(label, pixels), (digit.id, pixels)}
