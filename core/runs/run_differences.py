"""In what a run differs from its recipe or from the run it branched from: settings, and settings of single layers."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from core.data import bundled_digits
from core.recipes import Recipe
from core.training.settings.config import SETTINGS, TrainingConfig, usual_value
from core.training.settings.optimizers import OPTIMIZERS
from models.layers.base import settings_of
from models.spec import NetworkSpec

_NAMES = tuple(field.name for field in dataclasses.fields(TrainingConfig))


@lru_cache(maxsize=2048)  # a list of runs asks it of each of them
def settings_beside(config: TrainingConfig, base: TrainingConfig) -> tuple[str, ...]:
    """Return the settings in which a run differs from another one, in their order.

    Left out is what does nothing in the run, and what its optimizer usually has where the other one's is another.
    """
    return tuple(
        name for name in _NAMES if getattr(config, name) != getattr(base, name) and _counts(name, config, base)
    )


def recipe_config(known: Recipe, config: TrainingConfig) -> TrainingConfig:
    """Return a recipe's settings as they are on the data of a run with these settings."""
    share = config.validation_fraction
    return known.on(share).config if share == bundled_digits.VALIDATION_FRACTION else known.config


def layers_beside(spec: NetworkSpec, base: NetworkSpec) -> tuple[tuple[int, str, object], ...] | None:
    """Return what differs in the layers of two networks: the index of a layer, a setting's name, its value in `spec`.

    None where they have other layers, or another input.
    """
    if spec.input_shape != base.input_shape or [*map(type, spec.layers)] != [*map(type, base.layers)]:
        return None
    return tuple(
        (index, name, getattr(layer, name))
        for index, (layer, other) in enumerate(zip(spec.layers, base.layers, strict=True))
        if layer != other
        for name in settings_of(type(layer))
        if getattr(layer, name) != getattr(other, name)
    )


def _counts(name: str, config: TrainingConfig, base: TrainingConfig) -> bool:
    if name not in SETTINGS:  # augmentation
        return True
    is_usual = name in OPTIMIZERS[config.optimizer].settings and getattr(config, name) == usual_value(
        config.optimizer, name
    )
    return config.uses(name) and not (is_usual and config.optimizer != base.optimizer)
