"""What is written in and below a run's curves, beside the names of their lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pages.text.numbers import count

NAMED = 2  # changes on the way that are named over a chart; the log names all


class Curves:
    """Notes of the charts over the epochs."""

    ALWAYS = "always the same answer to the test images"
    NEAREST = "the digit whose mean image is nearest to a test image"
    BLIND = "the loss of blind guessing, a tenth for each digit"
    GUESS = "your guess"
    READ = "{}: values at a point"
    AT = "Epoch {}"
    NO_POINT = "no point chosen"

    @staticmethod
    def dotted(lines: Collection[str]) -> str:
        """Return what the dotted lines are that are in view."""
        return f"Dotted lines are baselines: {'; '.join(lines)}." if lines else ""

    @staticmethod
    def axis_from(bottom: float) -> str:
        """Return that an axis of accuracies does not begin at 0."""
        return f"axis from {bottom:g}"

    @staticmethod
    def off_the_top(highest: float) -> str:
        """Return how far a line goes on that leaves its chart."""
        text = count(round(highest)) if highest < 1e9 else f"{highest:.0e}".replace("+", "")
        return f"\N{UPWARDS ARROW} up to {text}"

    @staticmethod
    def dashed(changes: Sequence[str]) -> str:
        """Return what was changed on the way where dashed lines stand; of many the last."""
        dots = "…, " if len(changes) > NAMED else ""
        return f"dashed: {dots}{', '.join(changes[-NAMED:])}" if changes else ""
