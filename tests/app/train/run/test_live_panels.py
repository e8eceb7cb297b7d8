"""Which pictures of a run are offered, and which one is shown."""

from __future__ import annotations

import pytest

from core.training.record.history import History
from pages.parts.train.run import live_panels
from tests.support.live_page import FINISHED, confusion_with, epoch_ended, offered, snapshot
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app


def test_log_is_one_of_the_pictures(opened):
    app = opened([STARTED, STEPS, EPOCH], snapshot(), shown="log")
    assert "422/422 - 4s - loss: 0.2016" in text_of(app)
    assert "After the first epoch" in text_of(opened([STARTED, STEPS], snapshot(), shown="log"))


def test_older_run_that_left_nothing_else_shows_its_log_without_a_switch(opened):
    app = opened([STARTED, STEPS, EPOCH, FINISHED])
    assert "422/422 - 4s - loss: 0.2016" in text_of(app)
    assert not [group for group in app.get("button_group") if group.proto.id.endswith("-train-pictures")]


def test_run_that_ended_offers_what_it_left(opened):
    app = opened([STARTED, STEPS, epoch_ended(1, confusion_with(a4_read_as_9=7)), FINISHED])
    assert offered(app) == ["Confusion matrix", "Log"]
    assert "A 4 read as 9" in text_of(app)


def test_choice_survives_a_visit_to_another_page(opened):
    app = opened([STARTED, STEPS], snapshot())
    app.session_state["train-pictures"] = "kernels"
    app.run()
    app.switch_page("browse.py").run()
    app.switch_page("train.py").run()
    assert "The 16 kernels of conv2d" in text_of(app)


def test_nothing_is_offered_of_a_run_that_left_nothing():
    assert list(live_panels._offered(History(status="finished"), None)) == ["log"]
