"""What the Inside page says of maps and units over many digits: which are 0 for this one, which for all."""

from __future__ import annotations

from collections.abc import Sequence

from pages.text.inside import number
from pages.text.numbers import count, portion

_MOST_NAMED = 8


def _listed(numbers: Sequence[int]) -> str:
    named = ", ".join(map(str, numbers[:_MOST_NAMED]))
    rest = len(numbers) - _MOST_NAMED
    return f"{named} and {count(rest)} more" if rest > 0 else named


class ManyDigits:
    """Maps over the first 2,000 test digits."""

    @staticmethod
    def reading(done: int, total: int) -> str:
        return f"Reading the test digits: {count(done)} of {count(total)}"

    @staticmethod
    def ask(images: int) -> str:
        return f"Look at {count(images)} digits"

    @staticmethod
    def today(what: str, empty: Sequence[int], total: int) -> str:
        """Return which maps are 0 for this digit; 0 for one digit is not dead."""
        if not empty:
            return f"None of the {count(total)} {what}s is 0 for this digit." if total > 1 else ""
        which = f"{count(len(empty))} of {count(total)} {what}s"
        verb = "is" if len(empty) == 1 else "are"
        return f"{which} {verb} 0 for this digit ({_listed(empty)}). Only what is 0 for every digit is dead."

    @staticmethod
    def dead(what: str, dead: Sequence[int], total: int, images: int) -> str:
        digits = f"all of {count(images)} test digits"
        if not dead:
            return f"No {what} is 0 for {digits}: none of the {count(total)} is dead."
        if len(dead) == 1:
            return f"**{what.capitalize()} {dead[0]} is 0 for {digits}: it is dead.** Nothing behind it can use it."
        who = f"{count(len(dead))} of {count(total)} {what}s are 0 for {digits}: they are dead"
        return f"**{who}** ({_listed(dead)}). Nothing behind them can use them."

    @staticmethod
    def one(what: str, chosen: int, silent: int, images: int) -> str:
        of = f"{count(silent)} of {count(images)} digits ({portion(silent, images)})"
        return f"{what.capitalize()} {chosen} is 0 for {of}."

    @staticmethod
    def table(what: str, total: int, images: int) -> str:
        which = f"the {count(total)} {what}s" if total > 1 else f"the one {what}"
        return f"{which} over {count(images)} test digits"

    @staticmethod
    def header(what: str) -> tuple[str, ...]:
        return (what.capitalize(), "0 for so many digits", "Share", "Largest", "Mean", "")

    DEAD = "dead"

    @staticmethod
    def silent_for(images: int) -> str:
        """Return the head of a column of a table of this digit's maps."""
        return f"0 everywhere, of {count(images)} digits"

    @staticmethod
    def row(chosen: int, silent: int, images: int, largest: float, mean: float) -> tuple[str, ...]:
        verdict = ManyDigits.DEAD if silent == images else ""
        return (
            str(chosen),
            f"{count(silent)} of {count(images)}",
            portion(silent, images),
            number(largest),
            number(mean),
            verdict,
        )
