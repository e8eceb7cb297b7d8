"""What a press has set and the browser does not know yet: what comes after it waits, so that it is told."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from pages.state import state
from pages.state.slot import Slot
from pages.state.socket import untold
from tests.support.visitor_socket import Browser, began, change, drew, ended, press, run

pytestmark = pytest.mark.app

SHAPE = "$$ID-1-shape"


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set a key of the state as a run of the visitor's does."""
    monkeypatch.setattr(untold, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id="visitor"))
    monkeypatch.setattr(untold, "_keys", {})
    monkeypatch.setattr(state.st, "session_state", {})
    return lambda key: state.put(Slot(key, str, default=""), "b")


@pytest.mark.parametrize("last", [drew(SHAPE), ended()], ids=["drawn", "not drawn"])
def test_what_comes_after_a_press_waits_until_the_browser_is_told_what_the_press_has_set(put, last: bytes) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(change(SHAPE))
        await browser.sends(press("undo", SHAPE))
        await browser.is_answered(began())
        put("shape")
        await browser.sends(change("canvas"))
        await browser.is_answered(drew(), drew("$$ID-2-pen"))
        assert browser.pressed() == [SHAPE, SHAPE, "undo"]
        await browser.is_answered(last)
        assert browser.pressed() == [SHAPE, SHAPE, "undo", "canvas"]

    run(story)


def test_what_a_press_has_set_that_is_no_widget_of_the_page_delays_nothing(put) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("undo"))
        await browser.is_answered(began())
        put("shape")
        await browser.sends(change("canvas"))
        await browser.is_answered(drew())
        assert browser.pressed() == ["undo", "canvas"]

    run(story)
