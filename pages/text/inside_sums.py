"""What the Inside page says of a map as the sum of its input maps' parts."""

from __future__ import annotations

from collections.abc import Sequence

from models.layers import FUNCTIONS
from pages.text.inside import added, number
from pages.text.numbers import count


class Parts:
    """A map, input map by input map."""

    @staticmethod
    def text(chosen: int, channels: int, shown: int, *, all_zero: bool) -> str:
        strongest = f"the first {count(shown)}" if all_zero else f"the {count(shown)} strongest"
        which = f"{strongest} of {count(channels)}" if shown < channels else f"all {count(channels)}"
        which += ", all of them 0" if all_zero else ""
        return (
            f"**Map {chosen} is a sum of parts**, one for each input map ({which}): the input map, its slice of the "
            "kernel, and what that gives at every stop. Green adds, purple takes away."
        )

    @staticmethod
    def figure(chosen: int, shown: Sequence[int]) -> str:
        return f"Map {chosen} as a sum: the parts of {count(len(shown))} input maps, and what they add up to."

    @staticmethod
    def of(channel: int) -> str:
        return f"input map {channel}"

    @staticmethod
    def slice(channel: int) -> str:
        return f"slice {channel} of the kernel"

    @staticmethod
    def part(channel: int, strongest: float) -> str:
        return f"part of input map {channel}, furthest from 0: {number(strongest)}"

    @staticmethod
    def weighted(channel: int, weight: float) -> str:
        return f"{Parts.of(channel)}, weight {number(weight)}"

    @staticmethod
    def others(total: int) -> str:
        return f"the other {count(total)} together"

    @staticmethod
    def total(bias: float) -> str:
        return f"all parts {added(bias, 3)} (bias)"

    @staticmethod
    def after(function: str) -> str:
        return f"after {FUNCTIONS[function].text}"
