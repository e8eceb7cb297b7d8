"""A small sweep: one setting in several values, a run for each."""

from __future__ import annotations

import re
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
    """Return a value, as it was typed but for a decimal comma, and the settings with it, for each value in a text.

    Args:
        config: what all other settings are.
        setting: one of `SWEEPABLE`.
        text: from two to `MAX_VALUES` different values, between commas, or between semicolons, and then a comma within
            one is a decimal point.

    Raises:
        ConfigError: not so many values, one that cannot be read or may be two, or one that the setting cannot have.
    """
    if setting not in SWEEPABLE:
        raise ConfigError(messages.cannot_be_swept(setting=setting, known=tuple(SWEEPABLE)), field=setting)
    texts = _parts(setting, text)
    values = {part: _value(setting, part) for part in texts}
    if len(set(values.values())) != len(texts) or not 2 <= len(texts) <= MAX_VALUES:
        raise ConfigError(
            messages.not_so_many_values(most=MAX_VALUES, text=text[:60]),
            field=setting,
        )
    return [(part, config.changed(**{setting: value})) for part, value in values.items()]


def _parts(setting: str, text: str) -> list[str]:
    """Return the values in a text, one by one; a comma that may be a decimal one or part one from the next is asked."""
    row = SETTINGS[setting]
    if ";" in text:
        parts = text.replace(",", "," if row.choices else ".").split(";")
        return [part.strip() for part in parts if part.strip()]
    is_clear = row.choices or ("." in text and ", " not in text)  # 0.1,1,10: the point is in use
    for before, after in () if is_clear else re.findall(r"(?<![\w.+-])(\d+),(?=(\d+)(?![\w.]))", text):
        number = f"{before}.{after}" if row.kind is float else _with_thousands(before, after, row.high)
        if number:
            message = messages.comma_is_unclear(before=before[:20], after=after[:20], number=number[:40])
            raise ConfigError(message, field=setting)
    return [part.strip() for part in text.split(",") if part.strip()]


def _with_thousands(before: str, after: str, high: float) -> str:
    """Return the whole number that two groups of digits may be; "" where they can only be two numbers."""
    is_group = len(after) == 3 and len(before) <= 3 and int(before) > 0
    return before + after if is_group and (after[0] == "0" or int(before + after) <= high) else ""


def _value(setting: str, text: str) -> Any:
    row = SETTINGS[setting]
    if row.zero and text.lower() == row.zero:
        return row.kind(0)
    try:
        return row.kind(text)
    except ValueError:
        message = messages.not_a_value(kind="whole number" if row.kind is int else "number", text=text[:40])
        raise ConfigError(message, field=setting) from None
