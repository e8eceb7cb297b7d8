"""Two presses in quick succession, as a socket brings them: each is answered by itself, in its turn."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.state.socket import browser_messages
from tests.support.visitor_socket import Browser, began, change, drew, ended, press, run, wrote_address

pytestmark = pytest.mark.app


def test_second_press_waits_until_the_first_is_being_answered() -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("example"), press("clear"), press("clear"))
        assert browser.pressed() == ["example"]
        await browser.is_answered(began("another part"), drew())  # as a timer's that was under way
        assert browser.pressed() == ["example"]
        await browser.is_answered(began(), drew())
        assert browser.pressed() == ["example", "clear"]
        await browser.is_answered(began(), drew())
        assert browser.pressed() == ["example", "clear", "clear"]

    run(story)


@pytest.mark.parametrize("last", [drew(), ended(), b"x" * (browser_messages.LARGEST_NOTED_BYTES + 1)])
def test_second_press_waits_while_the_firsts_callback_goes_on(last: bytes) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("next"), press("next"))
        await browser.is_answered(drew())  # of a run before
        await browser.is_answered(began(), wrote_address())
        assert browser.pressed() == ["next"]
        await browser.is_answered(last)
        assert browser.pressed() == ["next", "next"]

    run(story)


@pytest.mark.parametrize("drawn", ["", "another part"], ids=["the whole page", "another part"])
def test_second_press_waits_for_what_the_firsts_callback_has_drawn_anew(drawn: str) -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("next"), press("next"), press("next"))
        await browser.is_answered(began(), wrote_address(), ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN), began(drawn))
        assert browser.pressed() == ["next"]
        await browser.is_answered(drew())
        assert browser.pressed() == ["next", "next"]
        await browser.is_answered(drew(), ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN))  # the run that it interrupts
        assert browser.pressed() == ["next", "next"]
        await browser.is_answered(began(), drew())
        assert browser.pressed() == ["next", "next", "next"]

    run(story)


def test_link_after_a_press_waits_too() -> None:
    link = BackMsg()
    link.rerun_script.page_script_hash = "train"

    async def story(browser: Browser) -> None:
        await browser.sends(press("use", part=""), link.SerializeToString())
        assert len(browser.passed) == 1
        await browser.is_answered(began(), drew())
        assert len(browser.passed) == 1  # of a part: the press was for the whole page
        await browser.is_answered(began(""), drew())
        assert len(browser.passed) == 2

    run(story)


def test_changes_that_are_no_presses_are_joined_as_ever() -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(change("field"), change("field"), change("other field"))
        assert browser.pressed() == ["field", "field", "other field"]

    run(story)


def test_nothing_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_messages, "PRESS_SECONDS", 0.0)

    async def story(browser: Browser) -> None:
        await browser.sends(press("example"), press("clear"))
        assert browser.pressed() == ["example", "clear"]

    run(story)


def test_what_was_pressed_before_the_browser_went_is_passed_on() -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("stop"), press("keep"))
        await browser.goes()
        assert browser.pressed() == ["stop", "keep"]
        assert browser.passed[-1]["type"] == "websocket.disconnect"

    run(story)


def test_garbage_is_passed_on() -> None:
    async def story(browser: Browser) -> None:
        await browser.sends(press("example"), b"\xff\xff")
        assert browser.passed[-1]["bytes"] == b"\xff\xff"

    run(story)
