"""What the Inside page says of a layer's function: before and after it, its curve, and what it does to the values."""

from __future__ import annotations

from collections.abc import Sequence

from models.layers import FUNCTIONS
from models.layers.activations import LEAKY_SLOPE
from pages.text.inside import number
from pages.text.numbers import count, portion


class Function:
    """The switch between before and after, and the curve."""

    SWITCH = "Values shown"

    @staticmethod
    def sides(name: str) -> dict[str, str]:
        """Return what the two sides of the switch are called."""
        text = FUNCTIONS[name].text
        return {"after": f"After {text}", "before": f"Before {text}"}

    @staticmethod
    def before(name: str) -> str:
        return f"before {FUNCTIONS[name].text}"

    @staticmethod
    def expander(name: str, zero: int, total: int) -> str:
        text = FUNCTIONS[name].text
        if name == "relu":
            return f"What {text} does: {portion(zero, total)} of the {count(total)} values are 0 after it"
        return f"What {text} does to the {count(total)} values"

    @staticmethod
    def below(name: str, below: int, total: int) -> str:
        """Return what becomes of the values below 0, for a function that keeps the others, or nearly."""
        becomes = {
            "relu": "become 0; the others stay as they are",
            "leaky_relu": f"are multiplied by {LEAKY_SLOPE}; the others stay as they are",
            "gelu": "come out between \N{MINUS SIGN}0.17 and 0; the others nearly stay as they are",
        }[name]
        return f"**{portion(below, total)}** of the {count(total)} values are below 0 and {becomes}."

    @staticmethod
    def flat(name: str, flat: int, total: int) -> str:
        bounds = FUNCTIONS[name].flat_beyond
        assert bounds is not None
        low, high = (number(bound) for bound in bounds)
        return (
            f"**{portion(flat, total)}** of the {count(total)} values lie where {FUNCTIONS[name].text} is flat, below "
            f"{low} or above {high}: what changes before it hardly changes what comes out."
        )

    @staticmethod
    def softmax(values: int, what: str, largest: float) -> str:
        return (
            f"Softmax has no curve of one value: what it makes of one depends on all {count(values)} {what}s. It "
            f"divides e^value by the sum of these; the largest share here is {number(largest, 3)}."
        )

    @staticmethod
    def chosen(before: float, after: float) -> str:
        return f"The line marks the chosen value: {number(before, 3)} becomes {number(after, 3)}."

    @staticmethod
    def chosen_bars(name: str) -> str:
        bars = "Bars: how many values there are at each place"
        return f"{bars}; grey ones become 0." if name == "relu" else f"{bars}."


class Distribution:
    """How the values of one digit move through a function or a normalisation."""

    QUANTILES = "The values in order"
    HEADER = ("", "Before", "After")
    STEPS = ("smallest", "a quarter is below", "half is below", "three quarters are below", "largest")

    @staticmethod
    def rows(before: Sequence[float], after: Sequence[float]) -> list[tuple[str, str, str]]:
        """Return the table of five values each, from the smallest to the largest."""
        steps = zip(Distribution.STEPS, before, after, strict=True)
        return [(step, number(first, 3), number(second, 3)) for step, first, second in steps]

    EXPANDER = "How this digit's values move"

    @staticmethod
    def moved(total: int, before: tuple[float, float], after: tuple[float, float]) -> str:
        """Return mean and standard deviation of all values before and after."""
        first, second = (f"mean {number(mean)}, standard deviation {number(sd)}" for mean, sd in (before, after))
        return f"The {count(total)} values of this digit: {first} before; {second} after."

    LINES = "Bars: how many values there are at each place; the line marks their mean."

    @staticmethod
    def table(maps: int, what: str) -> str:
        which = f"all {count(maps)} {what}s" if maps > 1 else f"the one {what}"
        return f"the four numbers of {which}, and this digit's values"

    @staticmethod
    def header(what: str, *, has_spread: bool) -> tuple[str, ...]:
        """Return the names of the columns; a unit has one value, whose spread is nothing to tell."""
        names = ("mean before", "sd before", "mean after", "sd after") if has_spread else ("before", "after")
        return (what.capitalize(), "Mean", "Variance", "Gamma", "Beta", *(f"Digit: {name}" for name in names))
