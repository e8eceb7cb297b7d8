"""What a person may tell a run while it trains; the loop is sent these between two chunks of steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from core.errors import ConfigError
from core.messages import training as messages
from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.setting import Setting
from core.training.settings.validate import check_choice
from models.layers import MAX_DROPOUT_RATE
from models.spec import NetworkSpec

DROPOUT_RATE = "dropout_rate"  # the one setting that belongs to the network: of all its dropout layers
ALL_SETTINGS = SETTINGS | {
    DROPOUT_RATE: Setting(default=0.0, high=MAX_DROPOUT_RATE, step=0.1, is_steerable=True, is_of_branches=True)
}
STEERABLE = {name: row for name, row in ALL_SETTINGS.items() if row.is_steerable}
Order = Literal[  # the event of each has its name
    "stop",  # take no further step, keep what was learned, test it
    "pause",  # take no further step until told to
    "go_on",  # train on after a pause
    "step",  # take one step, tell it in numbers, and pause
    "epoch",  # train to the end of the epoch, and pause
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Give a setting another value from the next step on; valid once constructed."""

    setting: str  # one of `STEERABLE`
    value: float

    def __post_init__(self) -> None:
        check_choice("setting", self.setting, tuple(STEERABLE))
        STEERABLE[self.setting].check(self.setting, self.value)


Command = Order | Change


def has_setting(spec: NetworkSpec, config: TrainingConfig, name: str) -> bool:
    """Return whether a setting does something in a run of this network with these settings."""
    return spec.dropout_rate is not None if name == DROPOUT_RATE else config.uses(name)


def setting_value(spec: NetworkSpec, config: TrainingConfig, name: str) -> Any:
    """Return the value of a setting, also of the network's."""
    return spec.dropout_rate if name == DROPOUT_RATE else getattr(config, name)


def with_settings(
    spec: NetworkSpec, config: TrainingConfig, values: Iterable[tuple[str, Any]]
) -> tuple[NetworkSpec, TrainingConfig]:
    """Return a network and its settings with other values of some, also of the network's.

    Raises:
        LabError: one that its setting cannot have.
    """
    changed = dict(values)
    rate = changed.pop(DROPOUT_RATE, spec.dropout_rate)
    return spec if rate == spec.dropout_rate else spec.with_dropout_rate(rate), config.changed(**changed)


def changeable(spec: NetworkSpec, config: TrainingConfig) -> tuple[str, ...]:
    """Return the settings that can be changed while this network trains with these settings."""
    return tuple(name for name in STEERABLE if has_setting(spec, config, name))


def check_change(change: Change, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Raise ConfigError where a change would change nothing in this run."""
    if not has_setting(spec, config, change.setting):
        raise ConfigError(messages.nothing_to_change(setting=change.setting), field=change.setting)
