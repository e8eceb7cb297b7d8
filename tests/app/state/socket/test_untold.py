"""What a press has set and the browser does not know yet: what comes after it waits, so that it is told."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.state import state
from pages.state.slot import Slot
from pages.state.socket import untold
from tests.support.visitor_socket import Browser, began, change, drew, drew_popover, ended, press, run

pytestmark = pytest.mark.app

SHAPE = "$$ID-1-shape"


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set a key of the state as a run of the visitor's does."""
    monkeypatch.setattr(untold, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id="visitor"))
    monkeypatch.setattr(untold, "_keys", {})
    monkeypatch.setattr(state.st, "session_state", {})
    return lambda key: state.put(Slot(key, str, default=""), "b")


@pytest.mark.parametrize("last", [drew(SHAPE), drew_popover(SHAPE), ended()], ids=["field", "popover", "not drawn"])
def test_what_comes_after_a_press_waits_until_the_browser_is_told_what_the_press_has_set(put, last: bytes) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(change(SHAPE))
        await browser.sends(press("undo", SHAPE))
        await browser.is_answered(began())
        put("shape")
        await browser.sends(change("canvas"))
        await browser.is_answered(drew(), drew("$$ID-2-pen"), drew("$$ID-3-other-shape"))
        assert browser.pressed() == [SHAPE, SHAPE, "undo"]
        await browser.is_answered(last)
        assert browser.pressed() == [SHAPE, SHAPE, "undo", "canvas"]

    run(story)


def test_it_waits_where_the_answer_goes_on_in_another_run(put) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(change(SHAPE))
        put("shape")
        await browser.is_answered(began())
        await browser.sends(change("canvas"))
        await browser.is_answered(ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
        assert browser.pressed() == [SHAPE]
        await browser.is_answered(began(""), drew(SHAPE))
        assert browser.pressed() == [SHAPE, "canvas"]

    run(story)


@pytest.mark.parametrize("key", ["shape", "pen"])
def test_what_is_set_that_is_no_widget_of_the_page_delays_nothing(put, key: str) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("undo", "$$ID-1-other-shape"))
        await browser.is_answered(began(""))
        put(key)
        await browser.sends(change("canvas"))
        await browser.is_answered(drew())
        assert browser.pressed() == ["$$ID-1-other-shape", "undo", "canvas"]

    run(story)


def test_page_is_left_though_something_is_not_told(put) -> None:
    link = BackMsg()
    link.rerun_script.page_script_hash = "train"

    async def story(browser: Browser) -> None:
        await browser.sends(change(SHAPE))
        await browser.is_answered(began())
        put("shape")
        await browser.sends(link.SerializeToString())
        assert len(browser.passed) == 2

    run(story)


def test_what_an_earlier_run_has_set_delays_nothing(put) -> None:
    async def story(browser: Browser) -> None:
        put("shape")
        await browser.sends(change(SHAPE), change(SHAPE))
        assert browser.pressed() == [SHAPE, SHAPE]

    run(story)


def test_nothing_is_kept_of_a_browser_that_has_gone(put) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("undo", SHAPE))
        await browser.is_answered(began(""))
        put("shape")

    run(story)
    assert not untold.has_any("visitor", [SHAPE])
