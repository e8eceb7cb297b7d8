"""Two presses in quick succession, as a socket brings them: each is answered by itself, in its turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.socket import browser_messages
from pages.state.socket.browser_messages import BrowserMessages

pytestmark = pytest.mark.app

SCOPE = {"type": "websocket"}


def press(name: str, *, part: str = "panel") -> bytes:
    """Return the message of a button that is pressed in a part of the page."""
    message = BackMsg()
    message.rerun_script.fragment_id = part
    message.rerun_script.widget_states.widgets.append(WidgetState(id=name, trigger_value=True))
    return message.SerializeToString()


def change(name: str, *, is_timer: bool = False) -> bytes:
    """Return a message without a press: a field's, or a timer's."""
    message = BackMsg()
    message.rerun_script.fragment_id = "panel"
    message.rerun_script.is_auto_rerun = is_timer
    message.rerun_script.widget_states.widgets.append(WidgetState(id=name, string_value="a"))
    return message.SerializeToString()


def began(part: str = "panel") -> bytes:
    """Return what the server sends when a run of a part begins."""
    message = ForwardMsg()
    message.new_session.name = "a"
    message.metadata.run.script_run_id = "run"
    message.metadata.run.fragment_ids.extend([part] if part else [])
    return message.SerializeToString()


def drew() -> bytes:
    """Return what the server sends when that run draws something."""
    message = ForwardMsg()
    message.delta.new_element.empty.SetInParent()
    return message.SerializeToString()


def wrote_address() -> bytes:
    """Return what the server sends when a callback changes the address."""
    message = ForwardMsg()
    message.page_info_changed.query_string = "digit=test-2"
    return message.SerializeToString()


def ended(how: ForwardMsg.ScriptFinishedStatus = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY) -> bytes:
    """Return what the server sends when that run is over."""
    message = ForwardMsg()
    message.script_finished = how
    message.metadata.run.script_run_id = "run"
    return message.SerializeToString()


class Browser:
    """A socket into which a test puts frames, and what has come out at the app's side of it."""

    def __init__(self) -> None:
        self.passed: list[Message] = []
        self._incoming: asyncio.Queue[Message] = asyncio.Queue()
        self._send: Send | None = None

    async def sends(self, *frames: bytes) -> None:
        for frame in frames:
            await self._incoming.put({"type": "websocket.receive", "bytes": frame})
        await settled()

    async def goes(self) -> None:
        await self._incoming.put({"type": "websocket.disconnect"})
        await settled()

    async def is_answered(self, *frames: bytes) -> None:
        assert self._send is not None
        for frame in frames:
            await self._send({"type": "websocket.send", "bytes": frame})
        await settled()

    def pressed(self) -> list[str]:
        """Return what was pressed, as far as the app knows it."""
        messages = [BackMsg.FromString(message["bytes"]) for message in self.passed if message.get("bytes")]
        return [state.id for message in messages for state in message.rerun_script.widget_states.widgets]

    async def _app(self, _scope: object, receive: Receive, send: Send) -> None:
        self._send = send
        while True:
            self.passed.append(await receive())

    async def __aenter__(self) -> Browser:
        async def nothing(_message: Message) -> None:
            """Send to nobody."""

        self._task = asyncio.ensure_future(BrowserMessages(self._app)(SCOPE, self._incoming.get, nothing))
        await settled()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await self._task


async def settled() -> None:
    """Let every task go as far as it gets."""
    for _ in range(20):
        await asyncio.sleep(0)


def run(story: Callable[[Browser], Awaitable[None]]) -> None:
    """Run a test's story with a socket."""

    async def told() -> None:
        async with Browser() as browser:
            await story(browser)

    asyncio.run(told())


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
