"""What a browser sends, frame by frame, as Streamlit's browser side writes it."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from pages.state.browser_messages import (
    ANSWER_SECONDS,
    DRAWING_SECONDS,
    LATE_SECONDS,
    SECOND_CLICK_SECONDS,
    SocketMessages,
)

SOON = 0.05  # seconds


class Socket:
    """A socket with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.messages = SocketMessages(clock=lambda: self.now)

    def page(self, page: str, *, after: float = SOON) -> bool:
        """Send what asks for a page, or runs the whole of it; return whether it was late."""
        return self._send(page, "", after)

    def part(self, page: str, *, after: float = SOON) -> bool:
        """Send what runs a part of a page; return whether it was late."""
        return self._send(page, "a part", after)

    def _send(self, page: str, part: str, after: float) -> bool:
        self.now += after
        message = BackMsg()
        message.rerun_script.page_script_hash = page
        message.rerun_script.fragment_id = part
        return self.messages.filtered(message.SerializeToString()) is None


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
        self._messages.note_sent(ForwardMsg(new_session={"name": "app"}).SerializeToString())
        self.ends_what_ran()
        self.now += DRAWING_SECONDS

    def ends_what_ran(self) -> None:
        self._messages.note_sent(ForwardMsg(script_finished=0).SerializeToString())

    def is_set(self, name: str) -> None:
        """Have the server draw a field with a number that the browser is to take over."""
        message = ForwardMsg()
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


@pytest.fixture
def socket() -> Socket:
    """A browser that shows Draw."""
    opened = Socket()
    assert not opened.page("")  # the first message knows no page yet
    assert not opened.part("draw")
    return opened


def test_part_of_the_page_that_was_left_is_late_and_of_the_new_one_is_not(socket: Socket) -> None:
    assert not socket.page("start")
    assert socket.part("draw")
    assert socket.part("draw")
    assert not socket.part("start")
    assert not socket.part("start")


def test_second_click_on_a_link_does_not_let_the_late_one_pass(socket: Socket) -> None:
    assert not socket.page("start")
    assert not socket.page("start")
    assert socket.part("draw")


def test_part_that_comes_before_the_first_page_is_known_is_late_after_a_change_of_page() -> None:
    opened = Socket()
    assert not opened.page("")
    assert not opened.page("start")
    assert opened.part("draw")


@pytest.mark.parametrize("way", [{"after": 2 * SECOND_CLICK_SECONDS}, {}], ids=["whole page, later", "part"])
def test_page_to_which_the_server_sends_the_visitor_is_not_late(socket: Socket, way: dict) -> None:
    assert not socket.page("start")
    send = socket.page if way else socket.part
    assert not send("start", **way)  # a click that the server answers with another page
    assert not socket.part("inside")
    assert not socket.page("start")
    assert socket.part("inside")


def test_nothing_is_late_for_ever(socket: Socket) -> None:
    assert not socket.page("start")
    assert not socket.part("draw", after=LATE_SECONDS + 1)


@pytest.mark.parametrize("frame", [b"", b"\xff\xff no message", BackMsg(stop_script=True).SerializeToString()])
def test_what_asks_for_no_run_passes(socket: Socket, frame: bytes) -> None:
    socket.page("start")
    assert socket.messages.filtered(frame) is frame


NOTHING = ("", {})


def test_timer_tells_nothing_of_widgets() -> None:
    browser = Widgets()
    now = (typed("a", 2), typed("b", 1), clicked("go"))
    assert browser.sends(*now, part="clock", timer=True) == ("clock", {})
    assert browser.sends(*now) == ("", {"a": 2, "b": 1, "go": True})


def test_timer_waits_for_the_answer_to_a_person() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 1))
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == NOTHING
    browser.is_answered()
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == ("clock", {})


def test_end_of_what_ran_before_is_no_answer() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 1))
    browser.ends_what_ran()
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == NOTHING


def test_timer_goes_on_where_no_answer_comes() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 1), part="gone")
    browser.now += ANSWER_SECONDS + 1
    assert browser.sends(typed("a", 2), typed("b", 1), part="clock", timer=True) == ("clock", {})


def test_timer_between_does_not_hide_that_two_things_have_changed() -> None:
    browser = Widgets()
    browser.sends(typed("a", 2), typed("b", 2), part="clock", timer=True)
    assert browser.sends(typed("a", 2), typed("b", 2), part="form")[0] == ""


@pytest.mark.parametrize(
    "states",
    [
        [typed("a", 2), typed("b", 1), clicked("go")],
        [typed("a", 2), typed("b", 1), told("tiles")],
        [typed("a", 2), typed("b", 2)],
        [typed("a", 1), typed("b", 1), typed("new", 5), clicked("go")],
        [typed("a", 1), typed("b", 1), told("tiles"), clicked("go")],
    ],
    ids=["field and button", "field and component", "two fields", "new field and button", "component and button"],
)
def test_two_changes_in_one_message_run_the_whole_page(states: list[WidgetState]) -> None:
    assert Widgets().sends(*states, part="form")[0] == ""


@pytest.mark.parametrize(
    "states",
    [
        [typed("a", 1), typed("b", 1)],
        [typed("a", 2), typed("b", 1)],
        [typed("a", 1), typed("b", 1), clicked("go")],
        [typed("a", 1), typed("b", 1), WidgetState(id="go", trigger_value=False), told("tiles")],
        [typed("a", 2), typed("new", 1)],
        [typed("new", 1), typed("other", 1), told("tiles")],
    ],
    ids=["none", "a field", "a button", "a component", "a field beside a new one", "a component, and all fields new"],
)
def test_one_change_runs_the_part_that_asks(states: list[WidgetState]) -> None:
    assert Widgets().sends(*states, part="form")[0] == "form"


def test_what_the_server_has_set_is_no_change_of_a_persons() -> None:
    browser = Widgets()
    browser.is_set("a")
    browser.is_set("new")
    states = [typed("a", 7), typed("b", 1), typed("new", 3), clicked("go")]
    assert browser.sends(*states, part="form")[0] == "form"
    assert browser.sends(typed("a", 8), typed("b", 1), typed("new", 3), clicked("go"), part="form")[0] == ""


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\xff\xff no message",
        ForwardMsg(session_status_changed={"script_is_running": True}).SerializeToString(),
        bytes(1_000_000),
    ],
    ids=["empty", "no message", "another message", "large"],
)
def test_what_the_server_sends_besides_is_no_news(frame: bytes) -> None:
    SocketMessages().note_sent(frame)
