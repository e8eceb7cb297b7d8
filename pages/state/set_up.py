"""A run's settings as a set-up on the digits that are at hand."""

from __future__ import annotations

from core.recipes import Recipe, recipe, recipes
from core.setup_links import SetUp
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.state import cached


def set_up_of(key: str, spec: NetworkSpec, config: TrainingConfig) -> SetUp:
    """Return a run as a set-up; `key` is the recipe that it came from, or none's."""
    return SetUp(recipe=recipe_here(key), spec=spec, config=config)


def recipe_here(key: str) -> Recipe:
    """Return the recipe of that key, or the first, as it is trained on the data at hand."""
    return (recipe(key) or recipes()[0]).on(cached.dataset().validation_fraction)
