"""ASGI middleware: what Streamlit's browser side sends amiss is put right before its server sees it (seen with 1.67).

Every message tells what all widgets are set to, and asks for a run of the whole page or of one fragment. Three kinds
would do harm:

- one for a fragment of a page that has just been left, sent while the next page is on its way: Streamlit would run it
  under the page that was left, and the browser would then clear the page that was asked for. It goes no further.
- one by a fragment's timer. A click of the same moment, whose own message follows, is in it too: its callback would run
  now, what it sets would be undone by the message that follows, and a button's would run twice. It is made to tell what
  the last message told.
- one for a fragment in which more than one thing has changed: all that changes in one moment is sent as one message,
  for one fragment only, and what stands elsewhere would not be drawn. A number that was typed in a fragment and the
  click that leaves its field are such a moment. The whole page is run.

Only the visitor's own changes of page are seen here. A page that answers with `st.switch_page` on its first run, before
the visitor did anything on it, would have its fragments taken for late ones for some seconds: ours do not. What is no
message that we know passes as it is.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState

LATE_SECONDS = 5.0  # after a change of page; the longest way to a server and back
SECOND_CLICK_SECONDS = 0.5  # so long a message from the new page may be the second click on its link
TRIGGERS = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")


class BrowserMessages:
    """ASGI middleware that passes each socket's messages through its `SocketMessages`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        messages = SocketMessages()

        async def receive_right() -> Message:
            while True:
                message = await receive()
                frame = message.get("bytes")
                if frame is None:
                    return message
                passed = messages.passed(frame)
                if passed is not None:
                    return message if passed is frame else {**message, "bytes": passed}

        await self.app(scope, receive_right, send)


class SocketMessages:
    """What one browser's messages tell about the page that it shows, the one that it asked for, and its widgets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._page = ""
        self._asked = -math.inf  # when the page was asked for; minus infinity once the browser is known to show it
        self._widgets: dict[str, WidgetState] = {}  # as the last message told that a timer did not send

    def passed(self, frame: bytes) -> bytes | None:
        """Return what the server is to get of a frame, None for nothing; each frame is shown once, in order."""
        message = BackMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            return frame
        if message.WhichOneof("type") != "rerun_script":
            return frame
        asked = message.rerun_script
        if self._is_late(asked):
            return None
        if asked.fragment_id and asked.is_auto_rerun:
            known = [self._widgets[state.id] for state in asked.widget_states.widgets if state.id in self._widgets]
            del asked.widget_states.widgets[:]
            asked.widget_states.widgets.extend(state for state in known if not _is_fired(state))
            return message.SerializeToString()
        changes = self._count_changes(asked)
        if asked.fragment_id and changes > 1:
            asked.fragment_id = ""
            return message.SerializeToString()
        return frame

    def _is_late(self, asked: ClientState) -> bool:
        page, is_for_part = asked.page_script_hash, bool(asked.fragment_id)
        waited = self._clock() - self._asked
        if is_for_part and page != self._page and waited < LATE_SECONDS:
            return True
        if is_for_part or not page or (page == self._page and waited > SECOND_CLICK_SECONDS):
            self._asked = -math.inf
        elif page != self._page:
            self._asked = self._clock()
        self._page = page
        return False

    def _count_changes(self, asked: ClientState) -> int:
        """Count what has changed since the last message that told of it, and take note of what is told now.

        A widget that was not there before counts only beside a button: it may have been typed into, and it need not.
        """
        before, states = self._widgets, asked.widget_states.widgets
        self._widgets = {state.id: state for state in states}
        has_button = any(state.WhichOneof("value") == "trigger_value" and _is_fired(state) for state in states)
        return sum(
            _is_fired(state) or (state != before[state.id] if state.id in before else has_button) for state in states
        )


def _is_fired(state: WidgetState) -> bool:
    """Return whether a state is a click or another event, which is told once."""
    kind = state.WhichOneof("value")
    if kind not in TRIGGERS:
        return False
    told = getattr(state, kind)
    return bool(told.ListFields()) if hasattr(told, "ListFields") else bool(told)
