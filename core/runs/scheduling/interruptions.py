"""How an attempt ended whose trainer did not say so itself: when that came, and what is safe."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import TypedDict

from core.errors import EngineDiedError
from core.messages.message import Message
from core.messages.runs import endings
from core.messages.runs.endings import Moment
from core.training.record.events import RunEnded
from core.training.record.history import History


class Interruption(TypedDict):
    """Where an attempt was interrupted, as fields of a message; see core.messages.runs.endings."""

    moment: Moment
    epoch: int
    kept_epoch: int
    every_epoch_kept: bool


def interruption(history: History) -> Interruption:
    """Return how far a run had come."""
    last = history.last_epoch
    is_within = bool(history.steps) and history.steps[-1].epoch > last
    return Interruption(
        moment="during" if is_within else "after" if last else "before",
        epoch=history.steps[-1].epoch if is_within else last,
        kept_epoch=last,
        every_epoch_kept=history.keep_every == 1,
    )


def interrupted_by_server(read_history: Callable[[], History]) -> RunEnded:
    """Return the end of an attempt that the server's end cut off, or the deletion of its run."""
    return RunEnded(outcome="interrupted", reason=endings.server_stopped(**_interruption_of(read_history)))


def forced_to_stop(read_history: Callable[[], History]) -> RunEnded:
    """Return the end of an attempt whose engine did not follow a stop and was ended."""
    return RunEnded(outcome="stopped", reason=endings.trainer_silent(**_interruption_of(read_history)))


def died(error: EngineDiedError, read_history: Callable[[], History]) -> RunEnded:
    """Return the end of an attempt whose engine died, or could not be started."""
    cause, remedy = error.fields["cause"], error.fields["remedy"]
    assert isinstance(cause, Message)
    assert remedy is None or isinstance(remedy, Message)
    reason = endings.trainer_died(cause=cause, remedy=remedy, **_interruption_of(read_history))
    return RunEnded(outcome="interrupted", reason=reason)


def _interruption_of(read_history: Callable[[], History]) -> Interruption:
    """Return where an attempt was interrupted; a log that cannot be read just then must not keep its end back."""
    try:
        return interruption(read_history())
    except Exception:  # foreseen or not
        traceback.print_exc(file=sys.stderr)
        return Interruption(moment="unknown", epoch=0, kept_epoch=0, every_epoch_kept=True)
