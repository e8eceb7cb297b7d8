"""What is said where one setting is tried in several values."""

from __future__ import annotations

from core.runs.run_table import MAX_COMPARED
from core.runs.sweep import MAX_VALUES
from pages.text.numbers import counted
from pages.text.train import duration


class Sweep:
    """Several values of one setting."""

    OPEN = "Try several values"
    OF_FORM, OF_RUN, OF_TICKED = "it is set up under Train", "in the run on Train", "in the ticked run"
    SETTING = "Setting"
    VALUES, VALUES_HELP = (
        "Values",
        (
            f"From 2 to {MAX_VALUES}, with a comma and a space between them, or a semicolon. Of more than "
            f"{MAX_COMPARED} runs the first {MAX_COMPARED} are drawn together; tick others to draw them."
        ),
    )
    TO_BE_ESTIMATED = "The time is estimated as soon as a trainer is awake."

    @staticmethod
    def cost(runs: int, epochs: int, slots: int, *, seconds: float | None, title: str, of: str) -> str:
        """Return what it takes.

        Args:
            runs: how many.
            epochs: of all of them.
            slots: runs that train at once.
            seconds: until the last one has ended, where that can be told.
            title: of the network.
            of: whose set-up it is, one of `OF_FORM` and its like.
        """
        at_once = "one after the other" if slots == 1 else f"{min(slots, runs)} at once"
        time = "" if seconds is None else f": about {duration(seconds)}"
        later = f" {Sweep.TO_BE_ESTIMATED}" if seconds is None else ""
        return f"{title}: {runs} runs, {counted(epochs, 'epoch')} in all{time}, {at_once}. All else is as {of}.{later}"

    @staticmethod
    def train(runs: int) -> str:
        return f"Train all {runs}"
