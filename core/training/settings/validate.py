"""Checks of one setting's value, each with its refusal. The setting's own bounds lie beside its dataclass."""

from __future__ import annotations

from core.errors import ConfigError
from core.messages import training as messages


def check_whole(setting: str, value: object, low: int, high: int) -> None:
    """Raise ConfigError unless a value is a whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        message = messages.not_a_whole_number(setting=setting, low=low, high=high, value=_shown(value))
        raise ConfigError(message, field=setting)


def check_number(setting: str, value: object, low: float, high: float, *, is_zero_off: bool = False) -> None:
    """Raise ConfigError unless a value is a number from `low` to `high`, or 0 where that stands for off."""
    is_off = is_zero_off and value == 0
    if isinstance(value, bool) or not isinstance(value, int | float) or not (is_off or low <= value <= high):
        say = messages.not_off_nor_a_number if is_zero_off else messages.not_a_number
        message = say(setting=setting, low=low, high=high, value=_shown(value))
        raise ConfigError(message, field=setting)


def check_choice(setting: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise ConfigError unless a value is one of the choices."""
    if value not in choices:
        raise ConfigError(messages.not_one_of(setting=setting, known=choices, value=repr(value)), field=setting)


def check_flag(setting: str, value: object) -> None:
    """Raise ConfigError unless a value is True or False."""
    if not isinstance(value, bool):
        raise ConfigError(messages.not_true_or_false(setting=setting, value=_shown(value)), field=setting)


def check_names(values: object, names: set[str]) -> None:
    """Raise ConfigError unless a document is a table of settings with exactly these names."""
    if not isinstance(values, dict):
        raise ConfigError(messages.settings_are_no_table(type_name=type(values).__name__), field=None)
    for name in sorted(set(values) - names, key=str):
        message = messages.unknown_setting(name=repr(name), known=tuple(sorted(names)))
        raise ConfigError(message, field=str(name))
    for name in sorted(names - set(values)):
        raise ConfigError(messages.missing_setting(name=name), field=name)


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)[:40]
