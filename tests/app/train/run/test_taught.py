"""A run that taught a hand, on Train: what only its owner reads, and what it does not offer."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.data.input_scaling import Pixels
from core.recipes import recipe
from core.training.record.events import RunEnded
from pages.text.steer import Rewind
from pages.text.taught_run import TaughtRun
from tests.support.doctor_histories import READ_HALF, SLOW
from tests.support.page_text import captions
from tests.support.written_runs import EPOCH, HAND, STARTED, STEPS, TAUGHT, TEST, damage_beginning

pytestmark = pytest.mark.app

FINISHED = RunEnded(outcome="finished", epoch=1)
WHOLE = [TAUGHT, STARTED, STEPS, EPOCH, TEST, HAND, FINISHED]
STANDARD = dataclasses.replace(TAUGHT, pixels=Pixels(offset=33.2, divisor=78.5))
FIRST_HALF = dataclasses.replace(EPOCH, loss=1.5, accuracy=0.4)


@pytest.fixture
def opened(visit, run_of):
    """Return a function that opens the page on a run of one's own or somebody's."""

    def open_page(events, *, owner="", damaged=False, **options):
        app = visit("train.py")
        run = run_of(owner or app.session_state["owner"], events, **options)
        if damaged:
            damage_beginning(lab.current().store, run)
        app.query_params["run"] = run
        app.run()
        assert not app.exception
        return app

    return open_page


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


def test_it_does_not_foretell_what_a_run_with_its_settings_reaches(visit, run_of):
    found = recipe("quick-cnn")
    for began, is_shown in (([TAUGHT], False), ([], True)):
        app = visit("train.py")
        run_of(app.session_state["owner"], [*began, *WHOLE[1:]], config=found.config)
        app.run()
        assert ("when you trained it" in captions(app)) == is_shown


def test_its_settings_alone_are_said_to_be_another_run(opened):
    assert TaughtRun.SETTINGS_ALONE in captions(opened(WHOLE))
    assert TaughtRun.SETTINGS_ALONE not in captions(opened(WHOLE[1:]))


def test_with_a_damaged_beginning_it_is_not_resumed_nor_gone_on_from(opened):
    cut_off = [STARTED, STEPS, EPOCH, RunEnded(outcome="interrupted", epoch=1)]
    assert "run-resume" in keys(opened([TAUGHT, *cut_off]))
    app = opened([TAUGHT, *cut_off], damaged=True)
    assert "run-resume" not in keys(app)
    assert Rewind.TITLE not in [expander.label for expander in app.expander]


def test_no_branch_is_offered_where_it_would_be_given_other_inputs(opened):
    def titles(app) -> list:
        return [expander.label for expander in app.expander]

    assert set(titles(opened(WHOLE))) - set(titles(opened([STANDARD, *WHOLE[1:]]))) == {Rewind.TITLE}
