"""A visitor's socket whose two ends a test holds: the frames of a browser, and those of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.socket.browser_messages import BrowserMessages

SCOPE = {"type": "websocket"}


def press(name: str, *fields: str, part: str = "panel") -> bytes:
    """Return the message of a button that is pressed in a part of the page, where fields stand."""
    message = BackMsg()
    message.rerun_script.fragment_id = part
    message.rerun_script.widget_states.widgets.extend(WidgetState(id=field, string_value="a") for field in fields)
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
    message.new_session.initialize.session_id = "visitor"
    message.metadata.run.script_run_id = "run"
    message.metadata.run.fragment_ids.extend([part] if part else [])
    return message.SerializeToString()


def drew(field: str = "") -> bytes:
    """Return what the server sends when that run draws something, or a field that it has set."""
    message = ForwardMsg()
    message.delta.new_element.empty.SetInParent()
    if field:
        message.delta.new_element.text_input.id = field
        message.delta.new_element.text_input.set_value = True
    return message.SerializeToString()


def drew_popover(name: str) -> bytes:
    """Return what the server sends when that run draws a popover."""
    message = ForwardMsg()
    message.delta.add_block.id = name
    message.delta.add_block.popover.label = "More"
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
