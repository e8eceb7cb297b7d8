"""Stretches of epochs at which a network reads the same: from when on it has read what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A stretch of kept epochs, one after the other, with one answer."""

    answer: int | None  # a digit; None where the weights cannot be read
    first: int  # place among the kept epochs, from 0
    last: int


def turns(answers: Sequence[int | None]) -> list[Turn]:
    """Return the stretches of a run's answers, in order.

    Args:
        answers: at each kept epoch the digit that is read, None where nothing can be.
    """
    found: list[Turn] = []
    for place, answer in enumerate(answers):
        if found and found[-1].answer == answer:
            found[-1] = Turn(answer=answer, first=found[-1].first, last=place)
        else:
            found.append(Turn(answer=answer, first=place, last=place))
    return found


def settled_from(answers: Sequence[int | None], digit: int) -> int | None:
    """Return the place from which on a digit is read at every kept epoch; None where the last one reads another.

    Epochs that cannot be read are passed over.
    """
    settled = None
    for place in range(len(answers) - 1, -1, -1):
        if answers[place] == digit:
            settled = place
        elif answers[place] is not None:
            break
    return settled
