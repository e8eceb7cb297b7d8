"""A round of naming pictures against the clock, as a value: what was shown, what was said, how long it took."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRound:
    """A round as it stands.

    Attributes:
        seed: that the pictures were drawn with; tells it from another round.
        indices: of the pictures, in the order in which they are shown.
        answers: what the person said of the first of them, 0 to 9 each.
        seconds: for how long each of these was shown until it was named.
        shown_at: when the one that is to be named was first shown, in seconds since 1970; None: not yet.
        network_seconds: how long the network took to read all of them; None: not measured.
    """

    seed: int
    indices: tuple[int, ...]
    answers: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()
    shown_at: float | None = None
    network_seconds: float | None = None

    @property
    def place(self) -> int:
        """Place in `indices` of the picture that is to be named; their number once all are."""
        return len(self.answers)

    @property
    def is_over(self) -> bool:
        """Whether all pictures are named."""
        return self.place == len(self.indices)

    @property
    def total_seconds(self) -> float:
        """How long the named pictures took together."""
        return sum(self.seconds)

    def seconds_at(self, now: float) -> float:
        """Return how long it has taken so far; `now` is in seconds since 1970."""
        return self.total_seconds + (0.0 if self.shown_at is None else max(0.0, now - self.shown_at))

    def show(self, now: float) -> Self:
        """Return the round with its picture shown: what was shown before is not shown anew."""
        return self if self.is_over or self.shown_at is not None else replace(self, shown_at=now)

    def name(self, place: int, label: int, now: float) -> Self:
        """Return the round with a picture named; the same where another picture is to be named by now.

        So a second click, which a quick hand makes, names no picture that it was not meant for.
        """
        if place != self.place or self.is_over or self.shown_at is None:
            return self
        return replace(
            self,
            answers=(*self.answers, label),
            seconds=(*self.seconds, max(0.0, now - self.shown_at)),
            shown_at=None,
        )

    def with_network(self, seconds: float) -> Self:
        """Return the round with the time that the network took to read all its pictures."""
        return replace(self, network_seconds=seconds)

    def right(self, labels: np.ndarray) -> int:
        """Return how many pictures were named as they are labelled; (N,) labels of all pictures by index."""
        named = self.indices[: self.place]
        return sum(int(labels[index]) == answer for index, answer in zip(named, self.answers, strict=True))
