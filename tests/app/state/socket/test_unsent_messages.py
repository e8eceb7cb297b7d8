"""Messages that wait while a fragment begins to be drawn: a browser gets them all, in their order."""

from __future__ import annotations

import subprocess
import sys

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from pages.state.socket.unsent_messages import UnsentMessages
from tests.support.source import ROOT

PLACES = {"outer": [(0, 6), (0, 6, 0), (0, 6, 1)], "inner": [(0, 6, 2), (0, 6, 2, 0)], "": [(0, 7)]}  # by fragment


def drawn(path: tuple[int, ...], fragment: str, text: str = "") -> ForwardMsg:
    """Return the message that draws something of a fragment."""
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.fragment_id = fragment
    message.delta.new_element.markdown.body = text
    return message


def finished() -> ForwardMsg:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    return message


def waiting(kind: type[ForwardMsgQueue]) -> ForwardMsgQueue:
    """Return a queue in which a page with a fragment within another waits, and that the first was drawn."""
    queue = kind()
    for fragment, paths in PLACES.items():
        for path in paths:
            queue.enqueue(drawn(path, fragment))
    queue.enqueue(finished())
    return queue


def paths(queue: ForwardMsgQueue) -> list[tuple[int, ...]]:
    return [tuple(message.metadata.delta_path) for message in queue.flush() if message.HasField("delta")]


ALL = [path for places in PLACES.values() for path in places]


def test_what_waits_when_a_fragment_is_drawn_anew_is_sent_before_it() -> None:
    queue = waiting(UnsentMessages)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["outer"])
    queue.enqueue(drawn((0, 6, 0), "outer", "new"))
    sent = queue.flush()
    assert [tuple(message.metadata.delta_path) for message in sent if message.HasField("delta")] == [*ALL, (0, 6, 0)]
    assert sent[-1].delta.new_element.markdown.body == "new"
    assert finished() in sent


def test_run_of_the_whole_page_takes_the_place_of_what_waits() -> None:
    queue = waiting(UnsentMessages)
    queue.clear(retain_lifecycle_msgs=True)
    assert paths(queue) == []
    assert paths(queue) == []  # nothing is sent twice


def test_without_it_places_are_drawn_before_which_there_is_nothing() -> None:
    """Once this fails, Streamlit has mended it."""
    queue = waiting(ForwardMsgQueue)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["outer"])
    assert paths(queue) == [*PLACES["inner"], *PLACES[""]]


@pytest.mark.process
def test_app_keeps_them() -> None:
    said = "import app, streamlit.runtime.app_session as one; print(one.ForwardMsgQueue.__name__)"
    answer = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "UnsentMessages"
