"""Checks of one setting's value, each with its sentence. The setting's own bounds lie beside its dataclass."""

from __future__ import annotations

from core.errors import ConfigError


def check_whole(field: str, label: str, value: object, low: int, high: int) -> None:
    """Raise ConfigError unless a value is a whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ConfigError(f"{label} must be a whole number from {low:,} to {high:,}; got {_shown(value)}.", field=field)


def check_number(field: str, label: str, value: object, low: float, high: float) -> None:
    """Raise ConfigError unless a value is a number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        bounds = f"{plain_number(low)} to {high:g}"
        raise ConfigError(f"{label} must be a number from {bounds}; got {_shown(value)}.", field=field)


def check_choice(field: str, label: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise ConfigError unless a value is one of the choices."""
    if value not in choices:
        raise ConfigError(f"{label} must be one of {', '.join(choices)}; got {value!r}.", field=field)


def check_flag(field: str, label: str, value: object) -> None:
    """Raise ConfigError unless a value is True or False."""
    if not isinstance(value, bool):
        raise ConfigError(f"{label} must be true or false; got {_shown(value)}.", field=field)


def check_names(values: object, names: set[str]) -> None:
    """Raise ConfigError unless a document is a table of settings with exactly these names."""
    if not isinstance(values, dict):
        raise ConfigError(f"Settings are a table of names and values; got {type(values).__name__}.", field=None)
    for name in sorted(set(values) - names, key=str):
        raise ConfigError(f"There is no setting called {name!r}. Known: {', '.join(sorted(names))}.", field=str(name))
    for name in sorted(names - set(values)):
        raise ConfigError(f"The setting {name!r} is missing.", field=name)


def plain_number(value: float) -> str:
    """Return a setting as a person writes it: 0.003, 0.000001, 20."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)[:40]
