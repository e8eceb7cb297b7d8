"""A browser's messages about its widgets, as Streamlit's browser side writes them, with a clock that is set by hand."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.socket.browser_messages import DRAWING_SECONDS, SocketMessages

NOTHING = ("", {})


def typed(name: str, number: int) -> WidgetState:
    return WidgetState(id=name, int_value=number)


def clicked(name: str) -> WidgetState:
    return WidgetState(id=name, trigger_value=True)


def told(name: str) -> WidgetState:
    """Return what a component of ours sends once."""
    return WidgetState(id=name, json_trigger_value='[{"event":"due"}]')


class Widgets:
    """A browser on one page that has sent what its two fields were set to at first, and got its answer."""

    def __init__(self) -> None:
        self.now = 100.0
        self._messages = SocketMessages(clock=lambda: self.now)
        self.sends(typed("a", 1), typed("b", 1))
        self.is_answered()

    def is_answered(self) -> None:
        """Have the server run what was asked for, to its end."""
        self.begins("answer")
        self.ends("answer")
        self.now += DRAWING_SECONDS

    def begins(self, run: str, *parts: str) -> None:
        """Have the server begin to run the page, or parts of it."""
        message = ForwardMsg(new_session={"name": "app"})
        message.metadata.run.script_run_id = run
        message.metadata.run.fragment_ids.extend(parts)
        self._messages.note_sent(message.SerializeToString())

    def ends(self, run: str, *, is_early: bool = False) -> None:
        """Have a run end; early where another one of the server's own goes on with it."""
        message = ForwardMsg()
        message.script_finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN if is_early else ForwardMsg.FINISHED_SUCCESSFULLY
        message.metadata.run.script_run_id = run
        self._messages.note_sent(message.SerializeToString())

    def lets_timers_pass(self) -> bool:
        return self.sends(part="clock", timer=True) == ("clock", {})

    def is_set(self, name: str, *, part: str = "") -> None:
        """Have the server draw a field of a part with a number that the browser is to take over."""
        message = ForwardMsg()
        message.delta.fragment_id = part
        message.delta.new_element.number_input.id = name
        message.delta.new_element.number_input.set_value = True
        self._messages.note_sent(message.SerializeToString())

    def sends(self, *states: WidgetState, part: str = "", timer: bool = False) -> tuple[str, dict[str, object]]:
        """Send what widgets are set to; return the part that the server is to run, and what it is told.

        Where it gets nothing, both are empty.
        """
        message = BackMsg()
        asked = message.rerun_script
        asked.page_script_hash, asked.fragment_id, asked.is_auto_rerun = "train", part, timer
        asked.widget_states.widgets.extend(states)
        passed = BackMsg.FromString(self._messages.filtered(message.SerializeToString()) or b"").rerun_script
        told_of = passed.widget_states.widgets
        return passed.fragment_id, {one.id: getattr(one, str(one.WhichOneof("value"))) for one in told_of}
