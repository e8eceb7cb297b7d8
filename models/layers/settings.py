"""The settings of layers as fields of a dataclass: what each may be, and by how much a form steps through it."""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, dataclass
from typing import Any

from core.errors import SpecError
from core.messages import models as messages
from models.checks import short_repr


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a setting may be: a whole number, a number, or one of several names."""

    low: float = 0.0
    high: float = 0.0
    # of a form's plus and minus: by how much, or a ladder: the values that they go through; whole for a whole number
    step: float | tuple[float, ...] = 1
    zero: str = ""  # what a form says in place of 0
    choices: tuple[str, ...] = ()
    is_optional: bool = False  # None stands for what another setting says
    is_of_training: bool = False  # it changes nothing that the layer predicts

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number, where it is a number."""
        return isinstance(self.step[0] if isinstance(self.step, tuple) else self.step, int)

    def checked(self, name: str, value: object) -> object:
        """Return a value as the layer keeps it; types are asked exactly: True is no 1, 3.0 is no 3.

        Raises:
            SpecError: it is another kind of value, or out of bounds.
        """
        if self.is_optional and value is None:
            return None
        if self.choices:
            if type(value) is str and value in self.choices:
                return value
            message = messages.not_one_of(setting=name, known=self.choices, value=short_repr(value))
        elif self.is_whole:
            if type(value) is int and self.low <= value <= self.high:
                return value
            low, high = int(self.low), int(self.high)
            message = messages.not_a_whole_number(setting=name, low=low, high=high, value=short_repr(value))
        else:
            if isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high:
                return float(value) + 0.0  # -0.0 becomes 0.0
            message = messages.not_a_number(setting=name, low=self.low, high=self.high, value=short_repr(value))
        raise SpecError(message, layer=None)


def whole(low: int, high: int, *, default: Any = MISSING, **more: Any) -> Any:
    """Return the field of a whole number from `low` to `high`; `more` are further attributes of its `Setting`."""
    return _field(Setting(low=low, high=high, **more), default)


def number(low: float, high: float, *, step: float | tuple[float, ...], default: Any = MISSING, **more: Any) -> Any:
    """Return the field of a number from `low` to `high`; `more` are further attributes of its `Setting`."""
    return _field(Setting(low=low, high=high, step=step, **more), default)


def one_of(choices: tuple[str, ...], *, default: Any = MISSING) -> Any:
    """Return the field of one of several names."""
    return _field(Setting(choices=choices), default)


def _field(setting: Setting, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={"setting": setting})
