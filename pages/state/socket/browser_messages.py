"""ASGI middleware that corrects what Streamlit's browser side sends wrongly before its server sees it (seen with 1.67).

Every message holds the values of all widgets, and asks for a run of the whole page or of one fragment. Four kinds would
do harm:

- one for a fragment of a page that has just been left, sent while the next page is on its way: Streamlit would run it
  under the page that was left, and the browser would then clear the page that was asked for. It goes no further.
- one that a fragment's timer sends. It holds what the browser knows: a click whose own message is still to follow,
  whose callback would run twice, and not yet what an earlier click's callback has set, which it would undo. The values
  of widgets are taken out of it, and it goes no further while a person's message waits for its answer, with which
  Streamlit would join it; another one comes soon.
- one for a fragment in which a person changed two things: all that changes in one moment is sent as one message, for
  one fragment only, and what stands elsewhere would not be drawn. A number that was typed in a fragment and the click
  that leaves its field are such a moment. The whole page is run, or what a callback asks for in its place.
- one that holds an old value of a widget that the server has set since, as the browser does for good once the popover
  round the widget is closed: Streamlit would take it for a person's choice and call the widget's callback. Such a value
  is taken out, unless the message is for the widget's own fragment: then the widget is open, and a person chose it.

Whatever a person sends waits until what answers the press before it is being drawn (`in_order`).

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
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.socket.in_order import InOrder

LATE_SECONDS = 5.0  # after a change of page; the longest way to a server and back
SECOND_CLICK_SECONDS = 0.5  # so long a message from the new page may be the second click on its link
ANSWER_SECONDS = 10.0  # that a timer waits for an answer; where a fragment is gone there is none
PRESS_SECONDS = 5.0  # that a message waits for the answer to the press before it to be drawn
DRAWING_SECONDS = 0.2  # that it waits after one: while the browser draws that, another run may clear what has just come
LARGEST_NOTED_BYTES = 50_000  # of what the server sends: a chart is larger, and no news
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
        line = InOrder(receive, may_pass=messages.may_pass)

        async def receive_filtered() -> Message:
            while True:
                message = await line.next()
                frame = message.get("bytes")
                if frame is None:
                    return message
                filtered = messages.filtered(frame)
                if filtered is not None:
                    return message if filtered is frame else {**message, "bytes": filtered}

        async def send_and_note(message: Message) -> None:
            messages.note_sent(message.get("bytes") or b"")
            line.look_again()
            await send(message)

        await self.app(scope, receive_filtered, send_and_note)


class SocketMessages:
    """What one browser's messages tell about the page that it shows, the one that it asked for, and its widgets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._page = ""
        self._requested_at = -math.inf  # when the page was; minus infinity once the browser is known to show it
        self._widget_hashes: dict[str, int] = {}  # each widget's state, as a hash, in the last message of a person's
        self._set_by_server: set[str] = set()  # the widgets that the server has set since
        self._overruled: dict[str, tuple[int, str]] = {}  # what such a widget was before, and its fragment
        self._timers_from = -math.inf  # when a timer's message may pass again
        self._pressed_until = -math.inf  # when others may pass though the answer to a press is not drawn yet
        # The fragment that a person's message was for: "" for the whole page, None for whatever its callback has drawn.
        self._asked_part: str | None = ""
        self._answer = ""  # the run of the script that answers it, "" before it begins and after it ended

    def may_pass(self, frame: bytes) -> bool:
        """Return whether a frame may be answered now: not while a press of the person's waits to be answered.

        Streamlit would join the two, or end the first one's callback for the second. A timer's message is not a
        person's, and is never held.
        """
        if self._clock() >= self._pressed_until:
            return True
        message = BackMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            return True
        return message.WhichOneof("type") != "rerun_script" or message.rerun_script.is_auto_rerun

    def filtered(self, frame: bytes) -> bytes | None:
        """Return what the server is to get of a frame, None for nothing; each frame is shown once, in order."""
        message = BackMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            return frame
        if message.WhichOneof("type") != "rerun_script":
            return frame
        request = message.rerun_script
        if self._is_late(request):
            return None
        if request.fragment_id and request.is_auto_rerun:
            if self._clock() < self._timers_from:
                return None
            request.ClearField("widget_states")
            return message.SerializeToString()
        self._timers_from, self._answer = self._clock() + ANSWER_SECONDS, ""
        changes, overruled = self._count_changes(request), self._overruled_values(request)
        is_widened = bool(request.fragment_id) and changes > 1
        if is_widened:
            request.fragment_id = ""
        self._asked_part = request.fragment_id
        if any(map(_is_fired, request.widget_states.widgets)):
            self._pressed_until = self._clock() + PRESS_SECONDS
        if not is_widened and not overruled:
            return frame
        kept = [state for state in request.widget_states.widgets if state.id not in overruled]
        del request.widget_states.widgets[:]
        request.widget_states.widgets.extend(kept)
        return message.SerializeToString()

    def note_sent(self, frame: bytes) -> None:
        """Take note of an answer's beginning and end, and of a widget that the server sets: no person changed it."""
        message = ForwardMsg()
        if len(frame) > LARGEST_NOTED_BYTES:
            self._note_drawn()
            return
        try:
            message.ParseFromString(frame)
        except DecodeError:
            return
        kind, run = message.WhichOneof("type"), message.metadata.run
        if kind == "new_session":
            is_answer = self._asked_part is None or self._asked_part in run.fragment_ids or not run.fragment_ids
            if is_answer:  # else it is a timer's that came before
                self._answer, self._timers_from = run.script_run_id, self._clock() + ANSWER_SECONDS
        elif kind == "script_finished" and run.script_run_id == self._answer != "":
            self._answer = ""
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:  # the answer goes on in another run
                self._asked_part = None
            else:
                self._pressed_until, self._timers_from = -math.inf, self._clock() + DRAWING_SECONDS
        elif kind == "delta":
            self._note_drawn()
            element = message.delta.new_element
            widget = getattr(element, element.WhichOneof("type") or "", None)
            if widget is not None and getattr(widget, "set_value", False):
                self._set_by_server.add(widget.id)
                if widget.id in self._widget_hashes:
                    self._overruled[widget.id] = self._widget_hashes[widget.id], message.delta.fragment_id

    def _note_drawn(self) -> None:
        """Take note that a run draws: if it is the answer, its callbacks are done, and others may pass.

        While a callback goes on, whatever it sends is where Streamlit would end it for the next message.
        """
        if self._answer:
            self._pressed_until = -math.inf

    def _is_late(self, request: ClientState) -> bool:
        page, is_for_part = request.page_script_hash, bool(request.fragment_id)
        waited = self._clock() - self._requested_at
        if is_for_part and page != self._page and waited < LATE_SECONDS:
            return True
        if is_for_part or not page or (page == self._page and waited > SECOND_CLICK_SECONDS):
            self._requested_at = -math.inf
        elif page != self._page:
            self._requested_at = self._clock()
        self._page = page
        return False

    def _overruled_values(self, request: ClientState) -> set[str]:
        """Return the widgets whose value in a message is older than what the server has set, and forget the others."""
        hashes, fragment = self._widget_hashes, request.fragment_id
        self._overruled = {
            name: (before, own)
            for name, (before, own) in self._overruled.items()
            if hashes.get(name) == before and fragment != own
        }
        return set(self._overruled)

    def _count_changes(self, request: ClientState) -> int:
        """Count what a person has changed since their last message, and note what this message holds.

        A widget that was not there before counts only beside a button: it may have been typed into, and it need not.
        """
        before, by_server, states = self._widget_hashes, self._set_by_server, request.widget_states.widgets
        self._widget_hashes = {state.id: hash(state.SerializeToString()) for state in states}
        self._set_by_server = set()
        has_button = any(state.WhichOneof("value") == "trigger_value" and _is_fired(state) for state in states)

        def is_changed(state: WidgetState) -> bool:
            is_other = self._widget_hashes[state.id] != before[state.id] if state.id in before else has_button
            return is_other and state.id not in by_server

        return sum(_is_fired(state) or is_changed(state) for state in states)


def _is_fired(state: WidgetState) -> bool:
    """Return whether a state is a click or another event, which is sent once."""
    kind = state.WhichOneof("value")
    if kind not in TRIGGERS:
        return False
    value = getattr(state, kind)
    return bool(value.ListFields()) if hasattr(value, "ListFields") else bool(value)
