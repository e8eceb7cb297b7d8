"""What every attempt at a run needs beside the run itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.engine.engine import Engine
from core.runs.log.histories import Histories
from core.runs.log.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """A server's log, and how its runs are trained.

    Attributes:
        store: the log.
        histories: its runs, folded.
        trainer: the generator function that trains, as an engine's target.
        runs_folder: each run's checkpoints lie in a folder of its id.
        data_folder: gives the folder of the prepared data set that has this digest.
        make_engine: gives an engine with that many threads, for a run that was begun with another count.
        others_wait: whether there is work that waits for an engine.
        on_end: is told the id of a run after each of its attempts.
    """

    store: Store
    histories: Histories
    trainer: str
    runs_folder: Path
    data_folder: Callable[[str], str]
    make_engine: Callable[[int], Engine]
    others_wait: Callable[[], bool]
    on_end: Callable[[str], None]
