"""The fields of numbers on Train: each is told to the browser with its rule; the server gets numbers as ever."""

from __future__ import annotations

import pytest

from core.training.settings.config import SETTINGS
from models.layers import LAYER_KINDS
from models.layers.base import settings_of
from pages.text.typed_numbers import Typed
from pages.ui import number_field
from tests.support.component_events import data_of
from tests.support.setup_page import opened

pytestmark = pytest.mark.app


def test_page_tells_the_browser_what_its_fields_do(visit):
    told = data_of(visit("train.py"), "number-script")
    assert told["refusals"] == Typed.REFUSALS
    assert told["rules"]["patience"] == {"whole": True, "low": 0.0, "high": 200, "zero": "off", "step": 1}
    assert told["rules"]["learning_rate"]["ladder"] == [*SETTINGS["learning_rate"].step]
    assert told["rules"]["Conv2D_kernel_size"]["ladder"][:3] == [1, 3, 5]
    assert told["rules"]["MaxPooling2D_strides"]["optional"]


def test_every_setting_that_is_a_number_has_a_rule():
    numbers = {name for name, row in SETTINGS.items() if row.kind in (int, float)}
    layers = {
        number_field.layer_rule(kind, name)
        for kind, layer in LAYER_KINDS.items()
        for name, setting in settings_of(layer).items()
        if not setting.choices
    }
    assert numbers | layers <= set(number_field.rules())
    assert not any("-" in name for name in number_field.rules())  # the script reads the name up to there


def test_field_without_the_script_still_steps(visit):
    app = opened(visit("train.py"), "from")
    assert app.number_input(key="train-learning-rate").step == 1e-6
    assert app.number_input(key="train-train-images").step == 100
    assert app.number_input(key="train-train-images").value == 0  # the word is the browser's
