"""ASGI middleware that corrects what Streamlit's browser side sends wrongly before its server sees it (seen with 1.67).

Every message holds the values of all widgets, and asks for a run of the whole page or of one fragment. Four kinds would
do harm:

- one for a fragment of a page that has just been left, sent while the next page is on its way: Streamlit would run it
  under the page that was left, and the browser would then clear the page that was asked for. It goes no further.
- one that a fragment's timer sends, or the component in its place (`beats`). It holds what the browser knows: a click
  whose own message is still to follow, whose callback would run twice, and not yet what an earlier click's callback has
  set, which it would undo. The values of widgets are taken out of it, and it goes no further while a person's message
  waits for its answer, with which Streamlit would join it; another one comes soon.
- one for a fragment in which a person changed two things: all that changes in one moment is sent as one message, for
  one fragment only, and what stands elsewhere would not be drawn. A number that was typed in a fragment and the click
  that leaves its field are such a moment. The whole page is run, or what a callback asks for in its place.
- one that holds an old value of a widget that the server has set since, as the browser does for good once the popover
  round the widget is closed: Streamlit would take it for a person's choice and call the widget's callback. Such a value
  is taken out (`widget_values`).

Whatever a person sends waits until what answers the press before it is being drawn (`in_order`), and until the browser
is told what that press has set (`untold`).

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

from pages.state.socket import untold
from pages.state.socket.beats import is_beat
from pages.state.socket.in_order import InOrder
from pages.state.socket.widget_values import WidgetValues, is_fired

LATE_SECONDS = 5.0  # after a change of page; the longest way to a server and back
SECOND_CLICK_SECONDS = 0.5  # so long a message from the new page may be the second click on its link
ANSWER_SECONDS = 10.0  # that a timer waits for an answer; where a fragment is gone there is none
PRESS_SECONDS = 5.0  # that a message waits for the answer to the press before it to be drawn
DRAWING_SECONDS = 0.2  # that it waits after one: while the browser draws that, another run may clear what has just come
LARGEST_NOTED_BYTES = 50_000  # of what the server sends: a chart is larger, and no news


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

        try:
            await self.app(scope, receive_filtered, send_and_note)
        finally:
            messages.end()


class SocketMessages:
    """What one browser's messages tell about the page that it shows, the one that it asked for, and its widgets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._page = ""
        self._requested_at = -math.inf  # when the page was; minus infinity once the browser is known to show it
        self._widgets = WidgetValues(clock)
        self._session = ""
        self._timers_from = -math.inf  # when a timer's message may pass again
        self._pressed_until = -math.inf  # when others may pass though the answer to a press is not drawn yet
        # When they may though an answer has set what the browser does not know; minus infinity while none goes on.
        self._told_until = -math.inf
        # The fragment that a person's message was for: "" for the whole page, None for whatever its callback has drawn.
        self._asked_part: str | None = ""
        self._answer = ""  # the run of the script that answers it, "" before it begins and after it ended

    def may_pass(self, frame: bytes) -> bool:
        """Return whether a frame may be answered now: not while a press of the person's waits to be answered.

        Streamlit would join the two, or end the first one's callback for the second. A timer's message is not a
        person's, and is never held.
        """
        is_pressed, has_untold = self._clock() < self._pressed_until, self._has_untold
        if not is_pressed and not has_untold:
            return True
        message = BackMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            return True
        if message.WhichOneof("type") != "rerun_script" or self._is_by_itself(message.rerun_script):
            return True
        leaves = not message.rerun_script.fragment_id and message.rerun_script.page_script_hash != self._page
        return leaves and not is_pressed  # a page that is left need not tell anything

    def end(self) -> None:
        """Forget what is kept elsewhere of this browser, which has gone."""
        untold.forget(self._session)

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
        if self._is_by_itself(request):
            if self._clock() < self._timers_from:
                return None
            request.ClearField("widget_states")
            request.is_auto_rerun = True
            return message.SerializeToString()
        self._timers_from, self._answer = self._clock() + ANSWER_SECONDS, ""
        if self._clock() >= self._told_until:  # what earlier runs have set, they have told
            untold.forget(self._session)
        self._told_until = self._clock() + PRESS_SECONDS
        states, fragment = request.widget_states.widgets, request.fragment_id
        changes = self._widgets.changed(states)
        overruled = self._widgets.overruled(fragment, beside=changes)
        is_widened = bool(fragment) and len(changes) > 1
        if is_widened:
            request.fragment_id = ""
        self._asked_part = request.fragment_id
        if any(map(is_fired, states)):
            self._pressed_until = self._clock() + PRESS_SECONDS
        if not is_widened and not overruled:
            return frame
        kept = [state for state in states if state.id not in overruled]
        del states[:]
        states.extend(kept)
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
            self._session = message.new_session.initialize.session_id
            is_answer = self._asked_part is None or self._asked_part in run.fragment_ids or not run.fragment_ids
            if is_answer:  # else it is a timer's that came before
                self._answer, self._timers_from = run.script_run_id, self._clock() + ANSWER_SECONDS
        elif kind == "script_finished" and run.script_run_id == self._answer != "":
            self._answer = ""
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:  # the answer goes on in another run
                self._asked_part = None
            else:
                self._pressed_until = self._told_until = -math.inf
                self._timers_from = self._clock() + DRAWING_SECONDS
                untold.forget(self._session)
        elif kind == "delta":
            self._note_drawn()
            drawn = message.delta.add_block
            if message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                drawn = getattr(element, element.WhichOneof("type") or "", None)
            widget = getattr(drawn, "id", "")
            if getattr(drawn, "set_value", False):
                self._widgets.note_set(widget, message.delta.fragment_id)
            if self._answer:
                untold.tell(self._session, widget)

    @property
    def _has_untold(self) -> bool:
        """Whether the answer to a person's message has set a widget, and goes on, and the browser does not know it."""
        return self._clock() < self._told_until and untold.has_any(self._session, self._widgets.known)

    def _note_drawn(self) -> None:
        """Take note that a run draws: if it is the answer, its callbacks are done, and others may pass.

        While a callback goes on, whatever it sends is where Streamlit would end it for the next message.
        """
        if self._answer:
            self._pressed_until = -math.inf

    def _is_by_itself(self, request: ClientState) -> bool:
        """Return whether no person has asked for this, but what draws a fragment again and again."""
        if not request.fragment_id or request.is_auto_rerun:
            return bool(request.fragment_id)
        states = request.widget_states.widgets
        fired = [state for state in states if is_fired(state)]
        if not fired or not all(map(is_beat, fired)):
            return False
        return self._widgets.is_as_told([state for state in states if not is_beat(state)])

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
