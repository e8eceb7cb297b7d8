import math

import pytest

from core.errors import ConfigError
from core.training.settings import augmentation
from core.training.settings.augmentation import Augmentation

STRENGTHS = ("shift_pixels", "rotation_degrees", "zoom_fraction", "shear_degrees", "elastic_pixels")


def test_nothing_is_on_unless_it_is_asked_for():
    assert not Augmentation().is_on
    assert not Augmentation(elastic_scale_pixels=2).is_on  # a scale without strength does nothing


@pytest.mark.parametrize("name", STRENGTHS)
def test_each_strength_alone_is_on(name):
    assert Augmentation(**{name: 0.1}).is_on


@pytest.mark.parametrize("name", STRENGTHS)
@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf, "2", True, None])
def test_strength_outside_its_bounds_is_refused_by_name(name, value):
    with pytest.raises(ConfigError) as caught:
        Augmentation(**{name: value})
    assert caught.value.fields["field"] == name


@pytest.mark.parametrize("name", STRENGTHS)
def test_bound_itself_is_allowed_and_more_is_not(name):
    bound = getattr(augmentation, f"MAX_{name.upper()}")
    assert getattr(Augmentation(**{name: bound}), name) == bound
    with pytest.raises(ConfigError, match=f"to {bound:g}; got"):
        Augmentation(**{name: bound + 0.01})


def test_strengths_are_called_by_their_preset():
    assert [augmentation.preset_of(strengths) for strengths in augmentation.PRESETS.values()] == [
        "off",
        "gentle",
        "strong",
    ]
    assert augmentation.preset_of(Augmentation(shift_pixels=3.0)) == augmentation.preset_of(None) == "own"


def test_scale_of_zero_is_refused():
    with pytest.raises(ConfigError, match="Elastic scale must be a number from 1 to 14; got 0"):
        Augmentation(elastic_scale_pixels=0)
