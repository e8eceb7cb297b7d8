"""What a person may tell a run while it trains; the loop is sent these between two chunks of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from core.errors import ConfigError
from core.messages import training as messages
from core.training.settings.config import MAX_LEARNING_RATE, MAX_MOMENTUM, MIN_LEARNING_RATE, TrainingConfig
from core.training.settings.optimizers import has_momentum
from core.training.settings.validate import check_choice, check_number
from models.layers import MAX_DROPOUT_RATE
from models.spec import NetworkSpec

Setting = Literal["learning_rate", "momentum", "dropout_rate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Take no further step, keep what was learned, test it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Take no further step until told to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """Train on after a pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStep:
    """Take one step, tell it in numbers, and pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneEpoch:
    """Train to the end of the epoch, and pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Give a setting another value from the next step on; valid once constructed."""

    setting: Setting
    value: float

    def __post_init__(self) -> None:
        check_choice("setting", self.setting, get_args(Setting))
        low, high = BOUNDS[self.setting]
        check_number(self.setting, self.value, low, high)


Command = Stop | Pause | GoOn | OneStep | OneEpoch | Change
BOUNDS: dict[str, tuple[float, float]] = {
    "learning_rate": (MIN_LEARNING_RATE, MAX_LEARNING_RATE),
    "momentum": (0.0, MAX_MOMENTUM),
    "dropout_rate": (0.0, MAX_DROPOUT_RATE),
}


def changeable(spec: NetworkSpec, config: TrainingConfig) -> tuple[Setting, ...]:
    """Return the settings that can be changed while this network trains with these settings."""
    settings: list[Setting] = ["learning_rate"]
    if has_momentum(config.optimizer):
        settings.append("momentum")
    if spec.dropout_rate is not None:
        settings.append("dropout_rate")
    return tuple(settings)


def check_change(change: Change, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Raise ConfigError where a change would change nothing in this run."""
    if change.setting not in changeable(spec, config):
        raise ConfigError(messages.nothing_to_change(setting=change.setting), field=change.setting)
