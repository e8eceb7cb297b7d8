"""A small sweep: one setting in several values, a run for each."""

from __future__ import annotations

from typing import Any

from core.errors import ConfigError
from core.messages.runs import refusals as messages
from core.runs.scheduling.fair_queue import MAX_WAITING_PER_OWNER
from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.setting import GROUPS

MAX_VALUES = MAX_WAITING_PER_OWNER  # all of them wait in line at once
SWEEPABLE = sorted(  # how it learns, from what, how long
    (name for name, row in SETTINGS.items() if row.sweep), key=lambda name: GROUPS.index(SETTINGS[name].group)
)


def sweepable_settings(config: TrainingConfig) -> list[str]:
    """Return the settings that do something beside the other ones."""
    return [name for name in SWEEPABLE if config.uses(name)]


def sweep_configs(config: TrainingConfig, setting: str, text: str) -> list[tuple[str, TrainingConfig]]:
    """Return a value, as it was typed, and the settings with it, for each value in a text.

    Args:
        config: what all other settings are.
        setting: one of `SWEEPABLE`.
        text: values between commas, from two to `MAX_VALUES` different ones.

    Raises:
        ConfigError: not so many values, one that cannot be read, or one that the setting cannot have.
    """
    if setting not in SWEEPABLE:
        raise ConfigError(messages.cannot_be_swept(setting=setting, known=tuple(SWEEPABLE)), field=setting)
    texts = [part.strip() for part in text.split(",") if part.strip()]
    values = {part: _value(setting, part) for part in texts}
    if len(set(values.values())) != len(texts) or not 2 <= len(texts) <= MAX_VALUES:
        raise ConfigError(
            messages.not_so_many_values(most=MAX_VALUES, text=text[:60]),
            field=setting,
        )
    return [(part, config.changed(**{setting: value})) for part, value in values.items()]


def _value(setting: str, text: str) -> Any:
    row = SETTINGS[setting]
    try:
        return row.kind(text)
    except ValueError:
        message = messages.not_a_value(kind="whole number" if row.kind is int else "number", text=text[:40])
        raise ConfigError(message, field=setting) from None
