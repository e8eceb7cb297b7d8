"""Runs in turn: a queue that is fair over owners, and for each active run a thread that writes what its engine says.

A run belongs to the server and to its owner, never to a browser's session. Whatever ends an attempt, its last row
says how.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.engine.engine import Engine
from core.errors import LabError, NotOwnerError, RunStateError
from core.runs.log.histories import Histories
from core.runs.log.run_record import NewRun, RunRecord
from core.runs.log.store import Store
from core.runs.scheduling.attempt import Attempt
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.fair_queue import FairQueue
from core.runs.scheduling.interruptions import during
from core.training.record.events import RunBranched, RunEnded
from core.training.record.history import History
from core.training.settings.commands import Change, Command, Stop, check_change

TRAINER = "core.training.loop.loop:train"
END_SECONDS = 4.0  # how long an attempt that was cut may take to write its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the log does not say of an active run."""

    place: int | None = None  # in the queue, from 1; None once it has an engine
    is_waking: bool = False  # its engine is still starting
    waking_seconds: float = 0.0  # for how long
    is_silent: bool = False  # its engine gives no sign of life
    has_no_room: bool = False  # the disk is full, and it waits


class Supervisor:
    """Starts, follows and ends runs. Every method may be called from any thread."""

    def __init__(
        self,
        store: Store,
        histories: Histories,
        *,
        runs_folder: Path,
        pool: EnginePool,
        data_folder: Callable[[str], str],
        trainer: str = TRAINER,
        on_end: Callable[[RunRecord, History], None] = lambda _record, _history: None,
        on_delete: Callable[[str], None] = lambda _run: None,
    ) -> None:
        """Take over the log: runs that were training when the server stopped end, runs that waited wait on.

        Args:
            store: the log.
            histories: its runs, folded.
            runs_folder: each run's checkpoints lie in a folder of its id.
            pool: of engines, closed with the supervisor.
            data_folder: gives the folder of the prepared data set that has this digest.
            trainer: the generator function that trains, as an engine's target.
            on_end: is told what a run is and what happened in it, after each of its attempts.
            on_delete: is told the id of each run that was deleted.
        """
        self._store = store
        self._histories = histories
        self._runs_folder = runs_folder
        self._pool = pool
        self._data_folder = data_folder
        self._trainer = trainer
        self._on_end = on_end
        self._on_delete = on_delete
        self._lock = threading.RLock()
        self._waiting: FairQueue[Attempt] = FairQueue()
        self._active: dict[str, Attempt] = {}
        self._closing = threading.Event()
        self._take_over()

    def start(self, record: RunRecord, *, nonce: str, branched: RunBranched | None = None) -> str:
        """Add a run to the queue and return its id; the same owner and nonce give the same run, started once.

        Args:
            record: what the run is.
            nonce: marks this start.
            branched: where it goes on from; its files are in the run's folder.

        Raises:
            QueueFullError: too many runs wait.
        """
        return self.start_all([NewRun(record=record, nonce=nonce, branched=branched)])[0]

    def start_all(self, runs: Sequence[NewRun]) -> list[str]:
        """Add runs of one owner to the queue, all or none, and return their ids; see `start`.

        Raises:
            QueueFullError: they do not fit into the line.
        """
        with self._lock:
            new = [run for run in runs if not self._store.knows(owner=run.record.owner, nonce=run.nonce)]
            if new:
                self.check_room(new[0].record.owner, runs=len(new))
            made = self._store.create(runs)
            for run, (name, is_new) in zip(runs, made, strict=True):
                if is_new:
                    self._waiting.add(self._attempt(name, run.record.owner, 1))
            self._dispatch()
        return [name for name, _ in made]

    def resume(self, run: str, *, owner: str) -> None:
        """Queue another attempt at a run that was cut off; it goes on from its last kept epoch.

        Raises:
            RunStateError: the run is going, or has nothing left to do.
        """
        self._check_owner(run, owner)
        with self._lock:
            ending = self._active.get(run) if not self._histories.of(run).is_active else None
        if ending is not None:
            ending.over.wait(END_SECONDS)  # its last row is written; in a moment it is off the list
        with self._lock:
            if run in self._active or self._waiting.find(run):
                return
            if not self._histories.of(run).can_resume:
                raise RunStateError("This run was not cut off, so there is nothing to resume.")
            self._waiting.check_room(owner)
            number = self._store.begin_attempt(run)
            self._waiting.add(self._attempt(run, owner, number))
            self._dispatch()

    def stop(self, run: str, *, owner: str) -> None:
        """Ask a run to stop and keep its model; asking again, or asking one that has ended, changes nothing."""
        self._check_owner(run, owner)
        with self._lock:
            waiting = self._waiting.find(run)
            if waiting is not None:
                self._store.end(
                    run, waiting.number, RunEnded(outcome="stopped", message="It was taken out of the line.")
                )
                self._waiting.remove(waiting)
                return
            attempt = self._active.get(run)
        if attempt is not None:
            attempt.ask_to_stop()

    def steer(self, run: str, command: Command, *, owner: str) -> None:
        """Hand a run that trains a command: it takes effect between two steps, and the log then says so.

        Raises:
            RunStateError: the run waits, wakes up or has ended.
            ConfigError: the run has no such setting.
        """
        self._check_owner(run, owner)
        if isinstance(command, Stop):
            self.stop(run, owner=owner)
            return
        if isinstance(command, Change):
            record = self._store.record(run)
            check_change(command, record.spec, record.config)
        with self._lock:
            attempt = self._active.get(run)
            waits = self._waiting.find(run) is not None
        if attempt is None or attempt.over.is_set():
            raise RunStateError("This run has not begun." if waits else "This run has ended.")
        attempt.send(command)

    def describe(self, run: str, *, owner: str, name: str, note: str) -> None:
        """Give a run a name and a note."""
        self._check_owner(run, owner)
        self._store.describe(run, name=name, note=note)

    def check_room(self, owner: str, *, runs: int) -> None:
        """Refuse so many more runs of this owner's at once.

        Raises:
            QueueFullError: they would not fit into the line.
        """
        with self._lock:
            self._waiting.check_room(owner, runs=max(1, runs - self._pool.free))

    def delete(self, run: str, *, owner: str) -> None:
        """Remove a run, its log and its checkpoints; one that is training is ended first."""
        self._check_owner(run, owner)
        with self._lock:
            waiting = self._waiting.find(run)
            if waiting is not None:
                self._waiting.remove(waiting)
            attempt = self._active.get(run)
        if attempt is not None:
            attempt.cut()
            attempt.over.wait(END_SECONDS)
        self._store.delete(run)
        self._histories.forget(run)
        shutil.rmtree(self._runs_folder / run, ignore_errors=True)
        self._on_delete(run)

    def progress(self, run: str) -> Progress:
        """Return what the log does not say of a run."""
        with self._lock:
            place = self._waiting.place(run)
            attempt = self._active.get(run)
        if place is not None:
            return Progress(place=place)
        if attempt is None:
            return Progress()
        return Progress(
            is_waking=attempt.is_waking,
            waking_seconds=attempt.waking_seconds,
            is_silent=attempt.is_silent,
            has_no_room=attempt.has_no_room,
        )

    def close(self) -> None:
        """End all runs, to be resumed another time, and the engines; returns when the last rows are written."""
        with self._lock:
            self._closing.set()
            self._waiting.clear()
            active = list(self._active.values())
        self._pool.let_go()
        for attempt in active:
            attempt.cut()
        self._pool.close()
        deadline = time.monotonic() + END_SECONDS
        for attempt in active:
            attempt.over.wait(max(0.0, deadline - time.monotonic()))

    def _take_over(self) -> None:
        for run, number, began in self._store.unfinished():
            if not began:
                self._waiting.add(self._attempt(run, self._store.owner(run), number))
                continue
            message = f"The server stopped{during(self._histories.of(run))}"
            self._store.end(run, number, RunEnded(outcome="interrupted", message=message))
        with self._lock:
            self._dispatch()

    def _check_owner(self, run: str, owner: str) -> None:
        if self._store.owner(run) != owner:
            raise NotOwnerError(
                "This run belongs to somebody else. You can watch it; only they can steer or delete it."
            )

    def _attempt(self, run: str, owner: str, number: int) -> Attempt:
        return Attempt(run=run, owner=owner, number=number, store=self._store, histories=self._histories)

    def _dispatch(self) -> None:
        while self._pool.free and self._waiting and not self._closing.is_set():
            attempt = self._waiting.take()
            engine = self._pool.take()
            self._active[attempt.run] = attempt
            threading.Thread(
                target=self._work, args=(attempt, engine), name=f"run-{attempt.run[:8]}", daemon=True
            ).start()

    def _work(self, attempt: Attempt, engine: Engine) -> None:
        """Train; whatever happens, the engine is free again afterwards, and the attempt over."""
        try:
            try:
                ended = attempt.train(
                    engine,
                    trainer=self._trainer,
                    data_folder=self._data_folder,
                    run_folder=self._runs_folder / attempt.run,
                    make_engine=self._pool.spare,
                    others_wait=lambda: bool(self._waiting),
                )
            finally:
                self._pool.give_back(engine)
                with self._lock:
                    self._dispatch()
            attempt.write_end(ended, closing=self._closing)
        finally:
            with self._lock:
                del self._active[attempt.run]
            attempt.over.set()
        with contextlib.suppress(LabError):  # deleted meanwhile
            self._on_end(self._store.record(attempt.run), self._histories.outline(attempt.run))
