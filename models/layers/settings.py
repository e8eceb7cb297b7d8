"""The settings of layers as fields of a dataclass: what each may be, and by how much a form steps through it."""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, dataclass
from typing import Any

from models import checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a setting may be: a whole number, a number, or one of several names."""

    low: float = 0.0
    high: float = 0.0
    step: float = 1  # of a form's plus and minus; whole for a whole number
    choices: tuple[str, ...] = ()
    is_optional: bool = False  # None stands for what another setting says
    is_of_training: bool = False  # it changes nothing that the layer predicts

    def checked(self, name: str, value: object) -> object:
        """Return a value as the layer keeps it.

        Raises:
            SpecError: it is another kind of value, or out of bounds.
        """
        if self.is_optional and value is None:
            return None
        if self.choices:
            return checks.one_of(name, value, self.choices)
        if isinstance(self.step, int):
            return checks.whole_number(name, value, low=int(self.low), high=int(self.high))
        return checks.number(name, value, low=self.low, high=self.high)


def whole(low: int, high: int, *, default: Any = MISSING, is_optional: bool = False) -> Any:
    """Return the field of a whole number from `low` to `high`."""
    return _field(Setting(low=low, high=high, is_optional=is_optional), default)


def number(low: float, high: float, *, step: float, default: Any = MISSING, is_of_training: bool = False) -> Any:
    """Return the field of a number from `low` to `high`."""
    return _field(Setting(low=low, high=high, step=step, is_of_training=is_of_training), default)


def one_of(choices: tuple[str, ...], *, default: Any = MISSING) -> Any:
    """Return the field of one of several names."""
    return _field(Setting(choices=choices), default)


def _field(setting: Setting, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={"setting": setting})
