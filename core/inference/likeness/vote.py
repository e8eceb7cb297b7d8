"""What the nearest images say by a vote: k nearest neighbours, the simplest classifier that there is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.statistics import count_by_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How some images' labels divide, each counted once."""

    counts: tuple[int, ...]  # of the ten labels
    nearest: int  # the label of the nearest image

    @property
    def voters(self) -> int:
        """How many images voted."""
        return sum(self.counts)

    @property
    def most(self) -> int:
        """How many votes the label with the most has."""
        return max(self.counts)

    @property
    def first(self) -> tuple[int, ...]:
        """The labels with the most votes: one, or those that share it."""
        return tuple(label for label, count in enumerate(self.counts) if count == self.most)

    @property
    def answer(self) -> int:
        """What the vote reads: of a tie, the label among them whose image is nearest where that is the nearest of all.

        Else the smallest of them.
        """
        return self.nearest if self.nearest in self.first else self.first[0]


def vote(labels: np.ndarray) -> Vote:
    """Return what images vote for.

    Args:
        labels: (k,) uint8, 0 to 9, k at least 1, the nearest first.
    """
    return Vote(counts=tuple(count_by_label(labels).tolist()), nearest=int(labels[0]))
