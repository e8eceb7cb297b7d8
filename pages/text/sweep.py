"""What is said where one setting is tried in several values."""

from __future__ import annotations

from typing import ClassVar, get_args

from core.data.input_scaling import PixelScale
from core.runs.sweep import MAX_VALUES
from core.training.settings.optimizers import Optimizer
from core.training.settings.schedule import Schedule
from pages.text.changed_settings import setting_name
from pages.text.run import Run


class Sweep:
    """Several values of one setting."""

    OPEN = "Try several values"
    SETTING = "Setting"
    VALUES, VALUES_HELP = "Values", f"From 2 to {MAX_VALUES}, with commas between them."
    EXAMPLES: ClassVar = {
        "learning_rate": "0.0003, 0.003, 0.03",
        "batch_size": "32, 128, 512",
        "optimizer": ", ".join(get_args(Optimizer)),
        "schedule": ", ".join(get_args(Schedule)),
        "momentum": "0, 0.5, 0.9",
        "l2": "0, 0.0001, 0.001",
        "train_images": "1000, 5000, 20000",
        "wrong_label_fraction": "0, 0.1, 0.3",
        "pixel_scale": ", ".join(get_args(PixelScale)),
        "epochs": "1, 3, 10",
        "seed": "0, 1, 2",
    }

    @staticmethod
    def name(setting: str) -> str:
        return setting_name(setting)

    @staticmethod
    def run(setting: str, value: str) -> str:
        """Return the name of one of the runs."""
        return f"{Sweep.name(setting)} {value}"

    @staticmethod
    def cost(runs: int, epochs: int, slots: int, *, title: str, of_run: bool) -> str:
        """Return what it takes; `title` is of the network, `of_run` whether all else is as in the run in view."""
        at_once = "one after the other" if slots == 1 else f"{min(slots, runs)} at once"
        where = "in the run in view" if of_run else "it is set up under Train"
        return f"{title}: {runs} runs, {Run.epochs(epochs)} in all, {at_once}. All else is as {where}."

    @staticmethod
    def train(runs: int) -> str:
        return f"Train all {runs}"
