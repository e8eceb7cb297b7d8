"""What the Train page says of the groups that settings stand in, and of augmentation as a whole."""

from __future__ import annotations

from typing import ClassVar

from core.messages.numbers import plain_number
from core.training.settings.config import TrainingConfig
from pages.text.numbers import counted
from pages.text.settings import SCHEDULES
from pages.text.train import waking


class SettingGroups:
    """The three groups of settings."""

    HOW = "How it learns"
    FROM = "What it learns from"
    LONG = "Stopping and seed"
    CODE = "Keras code"
    SCHEDULE_AXIS = "Learning rate"
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
            f"Learning rate over {counted(config.epochs, 'epoch')}, {named}: begins at {plain_number(first)}, is at "
            f"most {plain_number(config.learning_rate)}, ends at {plain_number(last)}."
        )

    @staticmethod
    def preview(number: int) -> str:
        return f"Example {number} of a changed training digit"
