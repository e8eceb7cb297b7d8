"""A small sweep: one setting in several values, a run for each."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_type_hints

from core.errors import ConfigError
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import has_momentum

MAX_VALUES = 6  # as many curves as are drawn over one another
SWEPT = (  # settings that can be swept: numbers, or one of several names
    "learning_rate",
    "batch_size",
    "optimizer",
    "schedule",
    "momentum",
    "l2",
    "train_images",
    "wrong_label_fraction",
    "pixel_scale",
    "epochs",
    "seed",
)


def sweepable(config: TrainingConfig) -> list[str]:
    """Return the settings that do something beside the other ones."""
    return [name for name in SWEPT if name != "momentum" or has_momentum(config.optimizer)]


def swept(config: TrainingConfig, setting: str, text: str) -> list[tuple[str, TrainingConfig]]:
    """Return a value, as it was typed, and the settings with it, for each value in a text.

    Args:
        config: what all other settings are.
        setting: one of `SWEPT`.
        text: values between commas, from two to `MAX_VALUES` different ones.

    Raises:
        ConfigError: not so many values, one that cannot be read, or one that the setting cannot have.
    """
    if setting not in SWEPT:
        raise ConfigError(f"This setting cannot be swept: {setting!r}. Known: {', '.join(SWEPT)}.", field=setting)
    typed = [part.strip() for part in text.split(",") if part.strip()]
    values = {part: _value(setting, part) for part in typed}
    if len(set(values.values())) != len(typed) or not 2 <= len(typed) <= MAX_VALUES:
        raise ConfigError(
            f"A sweep takes from 2 to {MAX_VALUES} different values, with commas between them; got {text[:60]!r}.",
            field=setting,
        )
    return [(part, dataclasses.replace(config, **{setting: value})) for part, value in values.items()]


def _value(setting: str, text: str) -> Any:
    kind = get_type_hints(TrainingConfig)[setting]
    if get_args(kind):  # one of several names
        return text
    try:
        return kind(text)
    except ValueError:
        what = "a whole number" if kind is int else "a number"
        raise ConfigError(f"Each value must be {what}; got {text[:40]!r}.", field=setting) from None
