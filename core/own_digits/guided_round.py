"""A guided round: each digit is drawn three times, in mixed order, and never the same one twice running."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from core.own_digits.own_digit import LABELS

TIMES = 3  # that each digit is drawn
_SKIPPED = ""  # in the place of an id


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedRound:
    """How far a round is.

    Attributes:
        prompts: the digits that are asked for, in order.
        given: of each prompt so far the id of the digit that was kept for it; empty where it was skipped.
    """

    prompts: tuple[int, ...]
    given: tuple[str, ...] = ()

    @property
    def place(self) -> int:
        """How many prompts are done."""
        return len(self.given)

    @property
    def is_over(self) -> bool:
        """Whether every prompt is done."""
        return self.place >= len(self.prompts)

    @property
    def prompt(self) -> int:
        """The digit that is asked for now.

        Raises:
            IndexError: it is over.
        """
        return self.prompts[self.place]

    @property
    def kept(self) -> frozenset[str]:
        """The ids of the digits that were kept."""
        return frozenset(self.given) - {_SKIPPED}

    def keep(self, identity: str) -> GuidedRound:
        """Return the round once a digit is kept for this prompt."""
        return replace(self, given=(*self.given, identity))

    def skip(self) -> GuidedRound:
        """Return the round once this prompt is passed over."""
        return replace(self, given=(*self.given, _SKIPPED))

    def back(self) -> tuple[GuidedRound, str]:
        """Return the round with the last prompt to be done again, and the id that was kept for it; of none empty."""
        return replace(self, given=self.given[:-1]), self.given[-1] if self.given else _SKIPPED


def new_round(seed: int, *, times: int = TIMES) -> GuidedRound:
    """Return a round that begins: every digit `times` times, the same order for the same seed."""
    order = random.Random(seed)
    left = dict.fromkeys(LABELS, times)
    prompts: list[int] = []
    while sum(left.values()):
        others = [digit for digit in LABELS if left[digit] and prompts[-1:] != [digit]]
        # the digits of which most are left come no later than they must: else two of them would meet at the end
        most = max(left[digit] for digit in others)
        urgent = [digit for digit in others if left[digit] == most]
        digit = order.choice(urgent if most * 2 > sum(left.values()) else others)
        left[digit] -= 1
        prompts.append(digit)
    return GuidedRound(prompts=tuple(prompts))
