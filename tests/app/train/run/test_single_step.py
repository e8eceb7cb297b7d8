"""One step, in numbers with its arithmetic."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.recipes import recipe
from core.training.record.events import (
    StepsEnded,
)
from tests.support import written_runs
from tests.support.page_text import text_of
from tests.support.steered_page import PAUSED, SOME_STEPS
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app


ONE_STEP = StepsEnded(epoch=2, first_step=513, last_step=513, mean_loss=0.1, accuracy=0.97, seconds=5.6)
EXPLAINED = dataclasses.replace(written_runs.EXPLAINED, step=513)
PLAIN_SGD = dataclasses.replace(recipe("quick-cnn").config, optimizer="sgd", learning_rate=0.01)


def test_one_step_is_told_in_numbers_with_its_arithmetic(own_run):
    stepped = [dataclasses.replace(PAUSED, action="step"), EXPLAINED, ONE_STEP, dataclasses.replace(PAUSED, step=513)]
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, *stepped], config=PLAIN_SGD)
    said = text_of(app)
    assert "went from **1.0397** to **0.4904**" in said
    assert "dense, kernel row 12, column 3" in said
    assert "0.25 - 0.01 x (-0.5) = 0.255" in said.translate({0x2212: "-", 0xD7: "x"})
    assert "The gradient, -0.5, alone would move it up, and nothing else is at work: it went up by 0.005." in (
        said.replace("\N{MINUS SIGN}", "-")
    )
    assert "Training image 1, label 0" in said
    assert said.count("75.0 %") == 2  # below its picture, and in the table

    clipped = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, *stepped], config=dataclasses.replace(PLAIN_SGD, clip_norm=1))
    assert "= 0.005; gradients that together are longer than 1 are shortened." in text_of(clipped)

    lab.current().store.append(app.query_params["run"], 1, [dataclasses.replace(SOME_STEPS, last_step=600)])
    app.run()
    assert "One step in numbers" not in text_of(app)


def test_weight_that_goes_against_its_gradient_is_explained_by_the_settings_of_its_step(own_run):
    told = dataclasses.replace(EXPLAINED, gradient=0.1505, carried=0.006)
    momentum = dataclasses.replace(PAUSED, action="momentum", value=0.9, step=300)
    later = dataclasses.replace(momentum, value=0.0, step=513)
    stepped = [momentum, dataclasses.replace(PAUSED, action="step"), told, ONE_STEP, later]
    said = text_of(own_run([STARTED, STEPS, EPOCH, SOME_STEPS, *stepped], config=PLAIN_SGD))
    assert (
        "The gradient, +0.1505, alone would move it down; what momentum carries over from the steps before, +0.006, "
        "still points the other way and outweighs it, so it went up by 0.005."
    ) in said
    assert "Carried over by momentum" in said
    assert "Running mean" not in said
