"""How the layers of a run fare: sizes, dead and saturated units."""

from __future__ import annotations

import pytest

from core.training.record.events import LayerHealth
from pages.parts.train.run import layer_statistics
from pages.text.pictures import LiveHealth, size
from tests.support.live_page import FINISHED, epoch_ended, snapshot
from tests.support.page_text import text_of
from tests.support.written_runs import STARTED, STEPS

pytestmark = pytest.mark.app


CONV = LayerHealth(name="conv2d", weight_size=0.2, gradient_size=0.001, dead_fraction=0.125, saturated_fraction=None)
LAST = LayerHealth(name="dense", weight_size=0.1, gradient_size=0.02, dead_fraction=None, saturated_fraction=None)


def test_health_has_a_row_for_each_layer_with_the_sizes_of_now(opened):
    app = opened([STARTED, STEPS, epoch_ended(1, health=(CONV, LAST))], snapshot(), shown="health")
    said_here = text_of(app)
    assert (
        "All layers learn at a like pace: their gradients lie within a factor of 2. 12 % "
        "of conv2d's units are dead (always 0)." in said_here
    )
    assert "0.25<div" in said_here
    assert "no ReLU" in said_here
    assert "Saturated" not in said_here
    assert "Root mean squares after step 1,204 (epoch 3); shares after epoch 1." in said_here


def test_health_of_a_run_that_ended_is_its_last_epochs(opened):
    app = opened([STARTED, STEPS, epoch_ended(1, health=(CONV, LAST)), FINISHED], snapshot(), shown="health")
    assert "0.001<div" in text_of(app)
    assert "their gradients lie within a factor of 20" in text_of(app)
    assert "After epoch 1. Logarithmic bars; full length = 1." in text_of(app)


@pytest.mark.parametrize(
    ("gradients", "dead", "finding"),
    [
        ([("a", 1e-6), ("b", 1e-2)], None, "The gradient of a is 10,000 times smaller than that of b: it vanishes."),
        ([("a", 0.0), ("b", 1e-2)], None, "a has no gradient: its weights do not change."),
        ([("a", 0.0), ("b", 0.0)], None, "No layer has a gradient any more: nothing changes."),
        (
            [("a", float("nan")), ("b", 1.0)],
            None,
            "The gradients left the range of numbers: the learning rate is too high.",
        ),
        ([("a", 0.5)], ("a", 0.0), ""),
        ([("a", 0.5)], ("a", 1.0), "a is dead."),
    ],
    ids=["vanishing", "none in one", "none at all", "out of range", "nothing to say", "all dead"],
)
def test_finding_says_what_stands_out(gradients, dead, finding):
    assert layer_statistics.what_stands_out(gradients, dead) == finding


def test_layer_that_only_the_glimpse_knows_is_added_behind():
    layers = layer_statistics.merged((CONV,), snapshot())
    assert [(layer.name, layer.weight_size, layer.dead_fraction) for layer in layers] == [
        ("conv2d", 0.25, 0.125),
        ("dense", 0.125, None),
    ]


@pytest.mark.parametrize(("value", "filled"), [(1.0, 1), (1e-7, 0), (1e-3, 4 / 7), (50.0, 1), (0.0, 0), (1e-12, 0)])
def test_bar_grows_by_a_seventh_for_each_factor_of_ten(value, filled):
    assert layer_statistics.log_share(value) == pytest.approx(filled)


def test_bar_of_no_number_is_empty():
    assert layer_statistics.log_share(float("nan")) == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0421, "0.042"), (0.0000031, "0.0000031"), (12.3, "12"), (0.0, "0"), (float("inf"), "out of range")],
)
def test_size_has_two_digits(value, text):
    assert size(value) == text


def test_explanation_has_at_most_sixty_words():
    assert len(LiveHealth.because(("conv2d", 0.001), ("dense_1", 0.01)).split()) <= 60
