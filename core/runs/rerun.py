"""Which single thing of a run can be changed for the same run again: its settings, and the widths of its layers."""

from __future__ import annotations

import dataclasses
from typing import Any

from core.training.settings.commands import DROPOUT_RATE, has_setting, setting_value, with_settings
from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.setting import GROUPS
from models.spec import NetworkSpec

AUGMENTATION = "augmentation"
WIDTHS = ("filters", "units")  # settings of layers: how many numbers or maps a layer gives
_WIDTH = "width-"
_OF_GROUPS = sorted(
    (name for name, row in SETTINGS.items() if row.group), key=lambda n: GROUPS.index(SETTINGS[n].group)
)


def changeable(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    """Return the names of all that does something in a run; those of `width_of` are widths of layers."""
    widths = [f"{_WIDTH}{index}" for index in spec.kernel_layers if index != spec.last_index]  # which gives ten values
    rate = [DROPOUT_RATE] if has_setting(spec, config, DROPOUT_RATE) else []
    return [*(name for name in _OF_GROUPS if config.uses(name)), AUGMENTATION, *rate, *widths]


def width_of(spec: NetworkSpec, name: str) -> tuple[int, str] | None:
    """Return the index of the layer whose width has this name, and what the layer calls it; None for a setting."""
    if not name.startswith(_WIDTH):
        return None
    index = int(name.removeprefix(_WIDTH))
    return index, next(width for width in WIDTHS if hasattr(spec.layers[index], width))


def value_of(spec: NetworkSpec, config: TrainingConfig, name: str) -> Any:
    """Return what a run has for one of the names of `changeable`."""
    width = width_of(spec, name)
    return setting_value(spec, config, name) if width is None else getattr(spec.layers[width[0]], width[1])


def with_value(spec: NetworkSpec, config: TrainingConfig, name: str, value: Any) -> tuple[NetworkSpec, TrainingConfig]:
    """Return a run's network and settings with another value of one of the names of `changeable`.

    Raises:
        LabError: it cannot have that value.
    """
    width = width_of(spec, name)
    if width is None:
        return with_settings(spec, config, [(name, value)])
    index, setting = width
    changed = dataclasses.replace(spec.layers[index], **{setting: value})
    layers = (*spec.layers[:index], changed, *spec.layers[index + 1 :])
    return dataclasses.replace(spec, layers=layers), config


def keeps_initial_weights(spec: NetworkSpec, name: str) -> bool:
    """Return whether a run can begin from the same initial weights with another value of this."""
    return name != "seed" and width_of(spec, name) is None
