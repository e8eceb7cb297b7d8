"""What *Why this answer* says where a method is checked by erasing what it calls important."""

from __future__ import annotations

from collections.abc import Sequence

from core.inference.attribution.deletion import RANDOM_ORDERS
from pages.text.numbers import a_digit, counted, sureness


class Deletion:
    """The check that counts: erase what a method calls important."""

    TITLE = "Check a method: erase what it calls important"
    METHODS = "Methods"
    CHANCE = "Random order"
    AXIS = "Ink erased, %"
    NO_INK = "There is no ink to erase."
    TABLE = "the probability after each step"
    DOWNLOAD = "Curves as CSV"
    SHARE = "Ink erased"
    TEXT = (
        "The pixels with ink are turned into paper, those first that a method ranks highest. The sooner the "
        f"probability falls, the better it knew what counts. The grey line is the mean of {RANDOM_ORDERS} random "
        "orders of the same pixels."
    )
    BECAUSE = (
        "Only ink is ranked (Petsiuk et al. 2018 rank all pixels): to erase paper changes nothing, and chance over all "
        "784 would look worse than it is. What is half erased no longer looks like a digit, so the network may be "
        "wrong about it for that reason alone."
    )

    @staticmethod
    def little(digit: int, probability: float) -> str:
        """Return that there is hardly a probability that could fall."""
        return (
            f"It is {sureness(probability)} sure of {a_digit(digit)} to begin with, so there is little that can fall."
        )

    @staticmethod
    def no_numbers(names: Sequence[str]) -> str:
        """Return that there is no curve for some of the lines."""
        return f"No curve for {', '.join(names)}: on the way the network left the range of 32-bit floating point."

    @staticmethod
    def axis(digit: int) -> str:
        return f"Probability of {digit}, %"

    @staticmethod
    def as_chance(name: str) -> str:
        return f"**{name}**: at every step just as sure as in random order."

    @staticmethod
    def finding(name: str, share: float, pixels: int, of: int, digit: int, left: float, by_chance: float) -> str:
        """Return where a method and chance differ most."""
        return (
            f"**{name}**: with {100 * share:.0f} % of the ink erased ({pixels} of {counted(of, 'pixel')}) it is "
            f"{sureness(left)} sure of {a_digit(digit)}; in random order {sureness(by_chance)}."
        )

    @staticmethod
    def areas(chance: float, areas: Sequence[tuple[str, float]]) -> str:
        parts = ", ".join(f"{name} {area:.3f}" for name, area in areas)
        return f"Area under the curve, the smaller the better: {parts}, random order {chance:.3f}."

    @staticmethod
    def alt(digit: int, chance: float, areas: Sequence[tuple[str, float]]) -> str:
        better = [name for name, area in areas if area < chance]
        who = f"{', '.join(better)} fall{'s' if len(better) == 1 else ''} sooner than" if better else "None is below"
        return f"Probability of {digit} while ink is erased: {who} random order."
