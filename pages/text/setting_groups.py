"""What the Train page says of the groups that settings stand in, and of augmentation as a whole."""

from __future__ import annotations

from typing import ClassVar

from core.messages.numbers import plain_number
from core.training.diagnosis.remedies import FAR
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import usual_rate
from pages.text.numbers import counted
from pages.text.settings import OPTIMIZERS, SCHEDULES
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
    def rate(config: TrainingConfig) -> str:
        """Return which learning rate is usual, where one stands that is far from it; else nothing."""
        usual, rate = usual_rate(config), config.learning_rate
        if usual / FAR < rate < usual * FAR:
            return ""
        name, now = OPTIMIZERS[config.optimizer].name, plain_number(rate)
        return f"{name} usually gets a learning rate of {plain_number(usual)}; here it is {now}."

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
