"""In what a run differs from its recipe or its parent."""

from dataclasses import replace

import pytest

from core.data import bundled_digits
from core.recipes import recipe
from core.runs.run_differences import layers_beside, recipe_config, settings_beside
from core.training.settings.augmentation import GENTLE
from core.training.settings.config import TrainingConfig

BASE = TrainingConfig()


@pytest.mark.parametrize(
    ("config", "names"),
    [
        (BASE, ()),
        (replace(BASE, learning_rate=0.03, epochs=3, seed=1), ("epochs", "learning_rate", "seed")),
        (replace(BASE, momentum=0.9), ()),  # does nothing with Adam
        (BASE.changed(optimizer="lion"), ("optimizer",)),  # with its usual parameters
        (BASE.changed(optimizer="lion", beta_2=0.5), ("optimizer", "beta_2")),
        (replace(BASE, beta_1=0.5), ("beta_1",)),
        (replace(BASE, augmentation=GENTLE), ("augmentation",)),
    ],
    ids=["same", "three", "without effect", "usual of another", "own of another", "own of the same", "augmentation"],
)
def test_settings_that_do_something_else_are_named(config, names):
    assert settings_beside(config, BASE) == names


def test_share_that_the_bundled_digits_hold_out_is_no_difference_of_a_recipe_but_another_one_is():
    quick = recipe("quick-cnn")
    bundled = replace(quick.config, validation_fraction=bundled_digits.VALIDATION_FRACTION)
    chosen = replace(quick.config, validation_fraction=0.3)
    assert settings_beside(bundled, recipe_config(quick, bundled)) == ()
    assert settings_beside(chosen, recipe_config(quick, chosen)) == ("validation_fraction",)


def test_layers_are_compared_setting_by_setting_where_they_are_of_the_same_kinds():
    spec = recipe("quick-cnn").spec
    first, *others = spec.layers
    changed = replace(spec, layers=(replace(first, filters=32, initializer="zeros"), *others))
    assert layers_beside(spec, spec) == ()
    assert layers_beside(changed, spec) == ((0, "filters", 32), (0, "initializer", "zeros"))
    assert layers_beside(recipe("softmax").spec, spec) is None
