"""An address that comes from before the last change, told from one that a person wants: by hand, and on pages."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import ScriptRunContext, StopException
from streamlit.testing.v1 import AppTest

from core.training.record.events import RunEnded
from pages.state import url
from pages.state.late_address import SETTLED_SECONDS, WrittenAddress
from tests.support.page_text import labels
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

LONGEST = 5.0  # seconds that a message may be late
EVENTS = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]


def parameters(**said: str) -> dict[str, tuple[str, ...]]:
    return {key: (text,) for key, text in said.items()}


class Look:
    """An address with a clock that is set by hand: `run=a`, of which the server has just made `recipe=r`."""

    def __init__(self) -> None:
        self.now = 100.0
        self.address = WrittenAddress()
        assert self.at(parameters(run="a")) == {}
        self.address.note("run", ("a",), (), now=self.now)
        self.address.note("recipe", (), ("r",), now=self.now)

    def at(self, asked: dict, browsers: dict | None = None, *, after: float = 0.1, is_step: bool = False) -> dict:
        self.now += after
        return self.address.corrections(asked, browsers, is_step=is_step, now=self.now, seconds=LONGEST)


@pytest.fixture
def look() -> Look:
    return Look()


def test_address_from_before_a_change_is_put_right_as_often_as_it_comes(look: Look) -> None:
    for browsers in (None, parameters(run="a"), parameters(recipe="r")):  # the last: its line is new, its message not
        assert look.at(parameters(run="a"), browsers) == {"run": (), "recipe": ("r",)}
    assert look.at(parameters(recipe="r")) == {}


def test_address_half_from_before_is_put_right_where_it_is(look: Look) -> None:
    assert look.at(parameters(run="a", recipe="r")) == {"run": ()}
    assert look.at({}) == {"recipe": ("r",)}


def test_each_of_several_addresses_before_is_known(look: Look) -> None:
    look.address.note("recipe", ("r",), ("s",), now=look.now)
    assert look.at(parameters(recipe="r")) == {"recipe": ("s",)}
    assert look.at(parameters(run="a")) == {"run": (), "recipe": ("s",)}
    look.address.note("recipe", ("s",), ("r",), now=look.now)
    assert look.at(parameters(recipe="r")) == {}
    assert look.at(parameters(recipe="s")) == {"recipe": ("r",)}


@pytest.mark.parametrize(
    "way",
    [{"is_step": True}, {"after": LONGEST}],
    ids=["Back", "much later"],
)
def test_person_who_comes_back_is_not_late(look: Look, way: dict) -> None:
    assert look.at(parameters(run="a"), **way) == {}
    assert look.at(parameters(run="a")) == {}


def test_link_that_says_more_than_was_ever_there_is_taken_whole(look: Look) -> None:
    assert look.at(parameters(run="a", digit="test-1")) == {}


def test_browser_that_has_the_change_means_what_it_sends_from_then_on(look: Look) -> None:
    is_new = parameters(recipe="r")
    assert look.at(is_new, is_new, after=2 * SETTLED_SECONDS) == {}
    assert look.at(parameters(run="a"), is_new) == {}


def test_link_to_what_was_just_left_is_followed_from_a_browser_that_has_the_change(look: Look) -> None:
    assert look.at(parameters(run="a"), parameters(recipe="r"), after=SETTLED_SECONDS) == {}


def test_browser_that_has_only_just_the_change_may_still_be_late(look: Look) -> None:
    is_new = parameters(recipe="r")
    assert look.at(is_new, is_new, after=SETTLED_SECONDS / 2) == {}
    assert look.at(parameters(run="a"), is_new) != {}


def sent_from(app, address: dict[str, str]):
    """Have the next message bring an address."""
    app.query_params.clear()
    app.query_params.update(address)
    return app


@pytest.mark.app
def test_late_message_does_not_bring_the_run_back_that_was_left_and_going_back_does(visit, run_of, monkeypatch) -> None:
    run = run_of("somebody", EVENTS)
    app = visit("train.py", run=run)
    app.button(key="run-copy").click().run()
    assert "Start training" in labels(app)
    sent_from(app, {"run": run}).run()
    assert "Start training" in labels(app)
    assert "run" not in app.query_params
    monkeypatch.setattr(url, "is_step_in_history", lambda: True)
    sent_from(app, {"run": run}).run()
    assert "Start training" not in labels(app)
    assert app.query_params["run"] == run


@pytest.mark.app
def test_what_a_late_message_changes_is_written_into_the_newest_address(visit, run_of) -> None:
    app = visit("train.py")
    run = run_of(app.session_state["owner"], EVENTS)
    sent_from(app, {"run": run}).run().button(key="run-set-up").click().run()
    sent_from(app, {"run": run}).number_input(key="train-epochs").set_value(7).run()
    assert app.number_input(key="train-epochs").value == 7
    assert dict(app.query_params) == {"recipe": "quick-cnn~epochs.7"}


def _end_where_an_address_is_sent(context: ScriptRunContext, message: ForwardMsg) -> None:
    if message.WhichOneof("type") == "page_info_changed":
        raise StopException


@pytest.mark.app
def test_change_whose_run_was_interrupted_before_the_browser_heard_of_it_is_not_undone(visit, monkeypatch) -> None:
    app = visit("train.py", recipe="quick-cnn~epochs.5")
    with monkeypatch.context() as interrupted:
        interrupted.setattr(ScriptRunContext, "enqueue", _end_where_an_address_is_sent)
        app.number_input(key="train-epochs").set_value(7).run()
    sent_from(app, {"recipe": "quick-cnn~epochs.5"}).run()
    assert app.number_input(key="train-epochs").value == 7
    assert dict(app.query_params) == {"recipe": "quick-cnn~epochs.7"}


def _page_with_tabs() -> None:
    import streamlit as st

    from pages.parts.frame import history_tabs
    from pages.state import slots, state

    names = ("One", "Two", "Three")

    def open_third() -> None:  # as a click does, which these tests cannot make
        state.put(slots.INSIDE_TAB, "Three")
        history_tabs.take(names, slots.INSIDE_TAB)

    history_tabs.show(names, slots.INSIDE_TAB)
    st.button("Open the third", on_click=open_third)
    st.button("Another")


@pytest.mark.app
def test_late_message_does_not_bring_the_tab_back_that_was_left() -> None:
    app = AppTest.from_function(_page_with_tabs)
    sent_from(app, {"view": "Two"}).run()
    app.button[0].click().run()
    sent_from(app, {"view": "Two"}).button[1].click().run()
    assert app.session_state["view"] == "Three"
    assert dict(app.query_params) == {"view": "Three"}
