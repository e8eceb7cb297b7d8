"""Wait for something: on the server for a moment, or by having a fragment drawn again and again until it is there.

A component that sends by itself must not do the latter. Streamlit's browser side puts all that changes in one moment
into one message, and that is for one fragment only: a click elsewhere in the same moment went unseen (1.67). What a
fragment's timer sends is a message of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from core import lab
from core.training.record.history import History

AWAKE_POLL_SECONDS = 0.5  # between two looks at an engine that wakes up


def draw_again(seconds: float | None) -> None:
    """Have the fragment that is being drawn run again every so many seconds, until it is drawn with None.

    Streamlit's own `run_every` is the same, but goes on until the whole page is drawn.
    """
    context, fragment = get_script_run_ctx(), ThreadState.get().fragment_id
    assert context is not None
    assert fragment is not None, "only a fragment is drawn again by itself"
    message = ForwardMsg()
    if seconds is None:
        message.stop_auto_rerun.fragment_ids.append(fragment)
    else:
        message.auto_rerun.fragment_id, message.auto_rerun.interval = fragment, seconds
    context.enqueue(message)


def wait_for_run(run: str, is_there: Callable[[History], bool], *, seconds: float) -> bool:
    """Return True as soon as a run's history has something, or False after so many seconds; the page waits meanwhile.

    Raises:
        RunNotFoundError: there is no such run, or it was deleted meanwhile.
    """
    histories, ends = lab.current().histories, time.monotonic() + seconds
    history = histories.of(run)
    while not is_there(history):
        left = ends - time.monotonic()
        if left <= 0:
            return False
        history = histories.wait_for(run, after=history, seconds=left)
    return True
