"""How an attempt ended whose trainer did not say so itself: when that came, and what is safe."""

from __future__ import annotations

import sys
import traceback
from typing import TypedDict

from core.errors import EngineDiedError
from core.messages.message import Message
from core.messages.runs import endings
from core.messages.runs.endings import Moment
from core.runs.log.histories import Histories
from core.training.record.events import RunEnded


class Interruption(TypedDict):
    """Where an attempt was interrupted, as fields of a message; see core.messages.runs.endings."""

    moment: Moment
    epoch: int
    kept_epoch: int
    every_epoch_kept: bool


def interruption_of(histories: Histories, run: str) -> Interruption:
    """Return how far a run had come; a log that cannot be read just then must not keep its end back."""
    try:
        history = histories.of(run)
        last = history.last_epoch
        is_within = bool(history.steps) and history.steps[-1].epoch > last
        return Interruption(
            moment="during" if is_within else "after" if last else "before",
            epoch=history.steps[-1].epoch if is_within else last,
            kept_epoch=last,
            every_epoch_kept=history.keep_every == 1,
        )
    except Exception:  # foreseen or not
        traceback.print_exc(file=sys.stderr)
        return Interruption(moment="unknown", epoch=0, kept_epoch=0, every_epoch_kept=True)


def by_server(interruption: Interruption) -> RunEnded:
    """Return the end of an attempt that the server's end cut off, or the deletion of its run."""
    return RunEnded(outcome="interrupted", reason=endings.server_stopped(**interruption))


def died(error: EngineDiedError, interruption: Interruption) -> RunEnded:
    """Return the end of an attempt whose engine died, or could not be started."""
    cause, remedy = error.fields["cause"], error.fields["remedy"]
    assert isinstance(cause, Message)
    assert remedy is None or isinstance(remedy, Message)
    return RunEnded(outcome="interrupted", reason=endings.trainer_died(cause=cause, remedy=remedy, **interruption))
