"""Which single thing of a run can be changed for the same run again."""

import pytest

from core.errors import LabError
from core.recipes import recipe
from core.runs.rerun import changeable, keeps_initial_weights, value_of, width_of, with_value
from core.training.settings.config import SETTINGS

QUICK = recipe("quick-cnn")
WIDTHS = ["width-0", "width-2", "width-5"]


def test_all_settings_that_do_something_are_there_and_widths_but_of_the_last_layer():
    names = changeable(QUICK.spec, QUICK.config)
    assert names[-4:] == ["augmentation", *WIDTHS]
    assert set(names[:-4]) == {name for name, row in SETTINGS.items() if row.group and QUICK.config.uses(name)}
    assert {"seed", "loss", "shuffle_pixels"} < set(names)
    with_dropout = recipe("article-1a")
    assert "dropout_rate" in changeable(with_dropout.spec, with_dropout.config)


@pytest.mark.parametrize("name", changeable(QUICK.spec, QUICK.config))
def test_same_value_again_changes_nothing(name):
    value = value_of(QUICK.spec, QUICK.config, name)
    assert with_value(QUICK.spec, QUICK.config, name, value) == (QUICK.spec, QUICK.config)


def test_width_of_a_layer_changes_the_network_alone():
    spec, config = with_value(QUICK.spec, QUICK.config, "width-2", 48)
    assert width_of(QUICK.spec, "width-2") == (2, "filters")
    assert (value_of(spec, config, "width-2"), config) == (48, QUICK.config)
    assert [layer for layer, before in zip(spec.layers, QUICK.spec.layers, strict=True) if layer != before] == [
        spec.layers[2]
    ]


def test_other_weights_come_with_another_seed_or_width_alone():
    others = [name for name in changeable(QUICK.spec, QUICK.config) if not keeps_initial_weights(QUICK.spec, name)]
    assert others == ["seed", *WIDTHS]


@pytest.mark.parametrize("value", [0, 513, None, 1.5, "8"])
def test_width_out_of_bounds_is_refused(value):
    with pytest.raises(LabError, match="Filters must be a whole number from 1 to 512"):
        with_value(QUICK.spec, QUICK.config, "width-0", value)
