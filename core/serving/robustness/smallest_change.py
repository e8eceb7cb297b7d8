"""The search for the smallest change that flips an answer: doubled until one is found, then halved."""

from __future__ import annotations

from dataclasses import dataclass

from core.serving.robustness.attacked import MOST_EPS, Attacked

FIRST_TRIAL = 32  # levels of 255


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """How far a search has come."""

    below: int = 0  # the largest eps at which none was found, in levels of 255
    found: Attacked | None = None  # the smallest that was found
    knows_direction: bool = False  # some slope was seen; without one nothing is known about a smallest change

    @property
    def eps(self) -> int:
        """The size of the smallest change that was found; MOST_EPS + 1 where there is none."""
        return MOST_EPS + 1 if self.found is None else self.found.size

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to try."""
        return self.eps - self.below <= 1

    @property
    def next_trial(self) -> int:
        """The eps to try next, 1 to MOST_EPS, while the search is not over."""
        if self.found is not None:
            return (self.below + self.eps) // 2
        return min(max(2 * self.below, FIRST_TRIAL), MOST_EPS)

    def after(self, eps: int, tried: Attacked) -> Search:
        """Return how far it is after eps was tried, and what came of it."""
        knows = self.knows_direction or tried.knows_direction
        if not tried.fools:
            return Search(below=max(self.below, eps), found=self.found, knows_direction=knows)
        return Search(below=min(self.below, tried.size - 1), found=tried, knows_direction=knows)
