"""Which of a person's digits a model is to learn from, and which only judge: known before anything is learned.

The older ones are learned from and the newer ones judge, digit by digit, so that no digit judges a model that learned
from it: a person who draws more moves digits from the judges to the others and never back. A picture that is there
several times, as one painted cell by cell may be, is learned from if one of them is, whatever their labels.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.errors import RunStateError
from core.messages.runs import refusals as messages
from core.own_digits.own_digit import OwnDigit
from core.training.record.taught_digits import Learned, TaughtDigits, digest_of

USUAL_TAUGHT = 3  # of each digit
LEAST_TAUGHT = 10  # of all: from fewer a hand can hardly be told
LEAST_HELD_OUT = 5  # of all: fewer judge nothing
KINDS = 10
_NOTHING = Learned()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandSplit:
    """A person's digits in two parts, each in the order of digits, then of time."""

    taught: tuple[OwnDigit, ...]
    held_out: tuple[OwnDigit, ...]

    @property
    def missing_taught(self) -> int:
        """How many more there have to be to learn from."""
        return max(0, LEAST_TAUGHT - len(self.taught))

    @property
    def missing_held_out(self) -> int:
        """How many more there have to be to judge."""
        return max(0, LEAST_HELD_OUT - len(self.held_out))

    @property
    def is_enough(self) -> bool:
        """Whether a model can be taught with them."""
        return not self.missing_taught and not self.missing_held_out

    @property
    def taught_counts(self) -> tuple[int, ...]:
        """How many are learned from, of each digit from 0 to 9."""
        return _counts(self.taught)

    @property
    def held_out_counts(self) -> tuple[int, ...]:
        """How many judge, of each digit from 0 to 9."""
        return _counts(self.held_out)


def taught_of(count: int) -> int:
    """Return how many of so many drawings of one digit are learned from: three where one is left to judge, then half.

    It never falls as drawings are added.
    """
    return max(min(USUAL_TAUGHT, max(1, count - 1)), count // 2) if count else 0


def split_of(digits: Sequence[OwnDigit], learned: Collection[bytes] = frozenset()) -> HandSplit:
    """Return a person's digits in two parts; the same digits in any order are parted in the same way.

    Args:
        digits: all of them.
        learned: digests (`digest_of`) of pictures that the model to be taught has learned from already: those never
            judge, and are learned from again.
    """
    taught, held_out = [], []
    for label in range(KINDS):
        known, new = [], []
        for digit in sorted(digits, key=lambda digit: (digit.created, digit.id)):
            if digit.label == label:
                (known if digest_of(digit.image) in learned else new).append(digit)
        ordered = [*known, *new]
        first = max(len(known), taught_of(len(ordered)))
        taught += ordered[:first]
        held_out += ordered[first:]
    pictures = {digest_of(digit.image) for digit in taught}
    alike = [digit for digit in held_out if digest_of(digit.image) in pictures]
    return HandSplit(
        taught=tuple(sorted([*taught, *alike], key=lambda digit: digit.label)),
        held_out=tuple(digit for digit in held_out if digit not in alike),
    )


def check_split(split: HandSplit) -> None:
    """Refuse to teach with too few digits.

    Raises:
        RunStateError: too few to learn from, or to judge.
    """
    if not split.is_enough:
        raise RunStateError(
            messages.too_few_own_digits(
                taught=len(split.taught),
                held_out=len(split.held_out),
                least_taught=LEAST_TAUGHT,
                least_held_out=LEAST_HELD_OUT,
            )
        )


def as_file(split: HandSplit, learned: Learned = _NOTHING) -> TaughtDigits:
    """Return the digits as a run keeps them; `learned` says what the model to be taught has learned from already."""
    digits = (*split.taught, *split.held_out)
    return TaughtDigits(
        images=np.stack([digit.image for digit in digits]).astype(np.uint8),
        labels=np.array([digit.label for digit in digits], np.uint8),
        is_taught=np.arange(len(digits)) < len(split.taught),
        learned=replace(learned, digests=learned.digests | {digest_of(digit.image) for digit in split.taught}),
    )


def _counts(digits: Sequence[OwnDigit]) -> tuple[int, ...]:
    return tuple(sum(digit.label == label for digit in digits) for label in range(KINDS))
