"""What the Train page says of the groups that settings stand in, and of augmentation as a whole."""

from __future__ import annotations

from typing import ClassVar

from core.training.settings.config import TrainingConfig
from core.training.settings.validate import plain_number
from pages.text.run import Run
from pages.text.settings import SCHEDULES
from pages.text.train import waking


class SettingGroups:
    """The three groups of settings."""

    HOW = "How it learns"
    FROM = "What it learns from"
    LONG = "How long, and from which start"
    CODE = "Keras code"
    SCHEDULE_AXIS = "Learning rate"
    AUGMENTATION = (
        "Augmentation",
        "Training images are changed at random, anew in every epoch, so that there are always new ones. Validation "
        "and test images never are.",
    )
    STRENGTHS: ClassVar = {"off": "Off", "gentle": "Gentle", "strong": "Strong", "own": "As below"}
    FINE_TUNE = "Fine-tune"
    PREVIEW = "Ten training digits as they may come"
    TOO_KIND = "The test images then choose the network and judge it: the score is a little too kind."

    @staticmethod
    def waking(seconds: float) -> str:
        return f"{waking('network', seconds)} The examples appear then."

    @staticmethod
    def schedule_alt(config: TrainingConfig, first: float, last: float) -> str:
        named = SCHEDULES[config.schedule].name
        return (
            f"Learning rate over {Run.epochs(config.epochs)}, {named}: begins at {plain_number(first)}, is at most "
            f"{plain_number(config.learning_rate)}, ends at {plain_number(last)}."
        )

    @staticmethod
    def preview(number: int) -> str:
        return f"Example {number} of a changed training digit"
