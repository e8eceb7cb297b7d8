"""What is said where one setting is tried in several values."""

from __future__ import annotations

from core.runs.sweep import MAX_VALUES
from pages.text.changed_settings import setting_name
from pages.text.numbers import counted


class Sweep:
    """Several values of one setting."""

    OPEN = "Try several values"
    SETTING = "Setting"
    VALUES, VALUES_HELP = "Values", f"From 2 to {MAX_VALUES}, with commas between them."

    @staticmethod
    def run(setting: str, value: str) -> str:
        """Return the name of one of the runs."""
        return f"{setting_name(setting)} {value}"

    @staticmethod
    def cost(runs: int, epochs: int, slots: int, *, title: str, of_run: bool) -> str:
        """Return what it takes; `title` is of the network, `of_run` whether all else is as in the run in view."""
        at_once = "one after the other" if slots == 1 else f"{min(slots, runs)} at once"
        where = "in the run in view" if of_run else "it is set up under Train"
        return f"{title}: {runs} runs, {counted(epochs, 'epoch')} in all, {at_once}. All else is as {where}."

    @staticmethod
    def train(runs: int) -> str:
        return f"Train all {runs}"
