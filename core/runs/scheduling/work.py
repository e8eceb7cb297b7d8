"""What takes a training engine in its turn: an attempt at a run, or a job."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from core.engine.engine import Engine
from core.runs.scheduling.trainer_status import TrainerStatus

POLL_SECONDS = 0.02  # between two looks at an engine that is not free yet


class Work(Protocol):
    """Waits, then has an engine to itself. `train` runs in a thread of its own; the rest may be called from any."""

    owner: str
    is_run: bool  # False for a job: it is in no list of runs
    over: threading.Event  # set once nothing is left to do

    @property
    def key(self) -> str:
        """What tells it from all other work that waits or has an engine."""
        ...

    @property
    def status(self) -> TrainerStatus:
        """How things stand with it, once it has an engine."""
        ...

    def interrupt(self) -> None:
        """End what its engine does at once: the server closes, or it is deleted."""
        ...

    def train(self, engine: Engine) -> Any:
        """Do the work on an engine, and return what `write_end` needs to know."""
        ...

    def write_end(self, ended: Any, *, closing: threading.Event) -> None:
        """Keep what came of it; the engine is free again by then. `closing` is set once the server closes."""
        ...

    def tell_end(self) -> None:
        """Tell whoever wants to know that it is over."""
        ...


def wait_for_engine(engine: Engine, *, is_given_up: Callable[[], bool]) -> bool:
    """Wait until an engine is ready and other work has left it; False where the work was given up before.

    Raises:
        EngineDiedError: it cannot be started.
    """
    engine.start()
    while (status := engine.status) in ("starting", "busy", "ended"):
        if status == "ended":  # it died, and the next one may take long to start too
            engine.start()
        time.sleep(POLL_SECONDS)
        if is_given_up():
            return False
    return not is_given_up()
