"""What a setting is and which ones were changed, in words."""

from __future__ import annotations

from collections.abc import Sequence

from core.messages.numbers import plain_number
from core.training.settings.augmentation import Augmentation
from core.training.settings.commands import ALL_SETTINGS
from core.training.settings.config import TrainingConfig
from pages.text.numbers import EMPTY, count
from pages.text.settings import Field


def setting_name(setting: str) -> str:
    """Return what a setting is called at the beginning of a sentence."""
    return Field.NAMES[setting][0]


def setting_name_within(setting: str) -> str:
    """Return what a setting is called within a sentence."""
    text = setting_name(setting)
    return text if text.startswith("L2") else text[:1].lower() + text[1:]


def changed_text(changed: Sequence[tuple[str, float]]) -> str:
    """Return what was changed while a run trained, or nothing."""
    settings = ", ".join(f"{setting_name_within(name)} to {plain_number(value)}" for name, value in changed)
    return f"changed on the way: {settings}" if settings else ""


def setting_text(name: str, value: object) -> str:
    """Return the value of a setting in words; None, the dropout rate of a network without Dropout, is a dash."""
    if value is None:
        return EMPTY
    if isinstance(value, Augmentation):
        value = value.is_on
    if isinstance(value, bool):
        return "on" if value else "off"
    if value == 0 and ALL_SETTINGS[name].zero:
        return ALL_SETTINGS[name].zero
    if isinstance(value, float):
        return plain_number(value)
    return count(value) if isinstance(value, int) else Field.CHOICES[name][str(value)]


def smoothed(config: TrainingConfig) -> str:
    """Return what label smoothing does to the labels, within a sentence."""
    share = f"{100 * config.loss_choice.smoothing:g} %"
    if config.loss == "binary_crossentropy":
        return f"each of an image's ten labels moved by {share} towards a half"
    return f"{share} of each label spread over all ten digits"
