"""What a browser sends, frame by frame, as Streamlit's browser side writes it."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.state.socket.browser_messages import (
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
