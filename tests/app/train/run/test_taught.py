"""A run that taught a hand, on Train: what only its owner reads, and what it does not offer."""

from __future__ import annotations

import dataclasses

import pytest

from core.data.input_scaling import Pixels
from core.training.record.events import RunEnded
from pages.text.steer import Rewind
from pages.text.taught_run import TaughtRun
from tests.support.doctor_histories import READ_HALF, SLOW
from tests.support.page_text import captions
from tests.support.written_runs import EPOCH, HAND, STARTED, STEPS, TAUGHT, TEST

pytestmark = pytest.mark.app

FINISHED = RunEnded(outcome="finished", epoch=1)
WHOLE = [TAUGHT, STARTED, STEPS, EPOCH, TEST, HAND, FINISHED]
STANDARD = dataclasses.replace(TAUGHT, pixels=Pixels(offset=33.2, divisor=78.5))
FIRST_HALF = dataclasses.replace(EPOCH, loss=1.5, accuracy=0.4)


def said(app) -> str:
    return "\n".join(element.value for element in app.markdown)


def keys(app) -> set:
    return {button.key for button in app.button}


def test_only_its_owner_reads_how_the_hand_is_read(opened):
    assert "Your hand: 1 of 2 before, 2 after" in said(opened(WHOLE))
    assert "hand: 1 of 2" not in said(opened(WHOLE, owner="somebody"))


def test_the_doctor_offers_nothing_that_would_go_on_without_the_drawings_unsaid(opened):
    events = [STARTED, STEPS, FIRST_HALF, READ_HALF]
    app = opened([TAUGHT, *events], config=SLOW)
    assert "doctor-remedy" in keys(app)
    assert TaughtRun.BRANCH_WITHOUT in captions(app)
    app = opened([STANDARD, *events], config=SLOW)
    assert "doctor-not-now" in keys(app)
    assert "doctor-remedy" not in keys(app)


def test_no_branch_is_offered_where_it_would_be_given_other_inputs(opened):
    def titles(app) -> list:
        return [expander.label for expander in app.expander]

    assert set(titles(opened(WHOLE))) - set(titles(opened([STANDARD, *WHOLE[1:]]))) == {Rewind.TITLE}
