"""Runs in turn: a queue that is fair over owners, and for each active run a thread that writes what its engine says.

A run belongs to the server and to its owner, never to a browser's session. Whatever ends an attempt, its last row
says how.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.engine.engine import Engine
from core.engine.stream import SILENT_SECONDS, Stream
from core.errors import EngineDiedError, LabError, NotOwnerError, RunNotFoundError, RunStateError
from core.runs.fair_queue import FairQueue
from core.runs.histories import Histories
from core.runs.store import RunRecord, Store
from core.training.events import RunEnded, RunSteered, StepsEnded, Stop
from core.training.history import History

TRAINER = "core.training.loop:train"
STEPS_WRITTEN_EVERY_SECONDS = 0.4
STOP_SILENT_SECONDS = 2.0  # a stop that a silent engine did not follow: terminate it
STOP_SILENT_KILL_SECONDS = 4.0
STOP_BUSY_SECONDS = 20.0  # the same for one that is alive: a step may be long


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the log does not say of an active run."""

    place: int | None = None  # in the queue, from 1; None once it has an engine
    is_waking: bool = False  # its engine is still starting
    is_silent: bool = False  # its engine gives no sign of life


@dataclass(slots=True, kw_only=True, eq=False)
class _Attempt:
    """A run that waits or trains."""

    run: str
    owner: str
    number: int
    engine: Engine | None = None
    stream: Stream | None = None
    stop_asked_at: float | None = None
    stop_seen: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Supervisor:
    """Starts, follows and ends runs. Every method may be called from any thread."""

    def __init__(
        self,
        store: Store,
        histories: Histories,
        *,
        runs_folder: Path,
        engines: Sequence[Engine],
        make_engine: Callable[[int], Engine],
        data_folder: Callable[[], str],
        trainer: str = TRAINER,
    ) -> None:
        """Take over the log: runs that were training when the server stopped end, runs that waited wait on.

        Args:
            store: the log.
            histories: its runs, folded.
            runs_folder: each run's checkpoints lie in a folder of its id.
            engines: one run at a time on each.
            make_engine: gives an engine with that many threads, for a run that was begun with another count.
            data_folder: gives the prepared data set's folder; may wait for it.
            trainer: the generator function that trains, as an engine's target.
        """
        self._store = store
        self._histories = histories
        self._runs_folder = runs_folder
        self._free = list(engines)
        self._make_engine = make_engine
        self._data_folder = data_folder
        self._trainer = trainer
        self._lock = threading.RLock()
        self._waiting: FairQueue[_Attempt] = FairQueue()
        self._active: dict[str, _Attempt] = {}
        self._closing = False
        self._take_over()

    def start(self, record: RunRecord, *, nonce: str) -> str:
        """Add a run to the queue and return its id; the same owner and nonce give the same run, started once.

        Raises:
            QueueFullError: too many runs wait.
        """
        with self._lock:
            self._waiting.check_room(record.owner)
            run, is_new = self._store.create(
                run=record.id,
                owner=record.owner,
                nonce=nonce,
                recipe=record.recipe,
                name=record.name,
                spec=record.spec,
                config=record.config,
                data=record.data,
            )
            if is_new:
                self._waiting.add(_Attempt(run=run, owner=record.owner, number=1))
                self._dispatch()
        return run

    def resume(self, run: str, *, owner: str) -> None:
        """Queue another attempt at a run that was cut off; it goes on from its last kept epoch.

        Raises:
            RunStateError: the run is going, or has nothing left to do.
        """
        self._check_owner(run, owner)
        with self._lock:
            if run in self._active or self._waiting.find(run):
                return
            if not self._histories.of(run).can_resume:
                raise RunStateError("This run was not cut off, so there is nothing to resume.")
            self._waiting.check_room(owner)
            number = self._store.begin_attempt(run)
            self._waiting.add(_Attempt(run=run, owner=owner, number=number))
            self._dispatch()

    def stop(self, run: str, *, owner: str) -> None:
        """Ask a run to stop and keep its model; asking again, or asking one that has ended, changes nothing."""
        self._check_owner(run, owner)
        with self._lock:
            waiting = self._waiting.find(run)
            if waiting is not None:
                self._waiting.remove(waiting)
                self._store.end(run, waiting.number, RunEnded(outcome="stopped", message="It was taken off the queue."))
                return
            attempt = self._active.get(run)
            if attempt is None or attempt.stop_asked_at is not None:
                return
            attempt.stop_asked_at = time.monotonic()
            if attempt.stream is not None:
                attempt.stream.send(Stop())

    def delete(self, run: str, *, owner: str) -> None:
        """Remove a run, its log and its checkpoints; one that is training is ended first."""
        self._check_owner(run, owner)
        with self._lock:
            waiting = self._waiting.find(run)
            if waiting is not None:
                self._waiting.remove(waiting)
            attempt = self._active.get(run)
        if attempt is not None:
            self._cut(attempt)
            attempt.over.wait(2 * STOP_SILENT_KILL_SECONDS)
        self._store.delete(run)
        self._histories.forget(run)
        shutil.rmtree(self._runs_folder / run, ignore_errors=True)

    def progress(self, run: str) -> Progress:
        """Return what the log does not say of a run."""
        with self._lock:
            place = self._waiting.place(run, training=self._owners_training())
            attempt = self._active.get(run)
        if place is not None:
            return Progress(place=place)
        if attempt is None:
            return Progress()
        if attempt.stream is None:
            return Progress(is_waking=True)
        return Progress(is_silent=attempt.stream.silent_seconds > SILENT_SECONDS)

    def close(self) -> None:
        """End all runs, to be resumed another time; returns when their last rows are written."""
        with self._lock:
            self._closing = True
            self._waiting.clear()
            active = list(self._active.values())
        for attempt in active:
            self._cut(attempt)
        for attempt in active:
            attempt.over.wait(STOP_SILENT_KILL_SECONDS)

    # The queue

    def _take_over(self) -> None:
        for run, number, began in self._store.unfinished():
            if began:
                message = f"The server stopped{_during(self._histories.of(run))}"
                self._store.end(run, number, RunEnded(outcome="interrupted", message=message))
            else:
                owner = self._store.record(run).owner
                self._waiting.add(_Attempt(run=run, owner=owner, number=number))
        with self._lock:
            self._dispatch()

    def _check_owner(self, run: str, owner: str) -> None:
        if self._store.record(run).owner != owner:
            raise NotOwnerError(
                "This run belongs to somebody else. You can watch it; only they can steer or delete it."
            )

    def _owners_training(self) -> Counter[str]:
        return Counter(attempt.owner for attempt in self._active.values())

    def _dispatch(self) -> None:
        while self._free and self._waiting and not self._closing:
            attempt = self._waiting.take(training=self._owners_training())
            attempt.engine = self._free.pop(0)
            self._active[attempt.run] = attempt
            threading.Thread(target=self._work, args=(attempt,), name=f"run-{attempt.run[:8]}", daemon=True).start()

    # One attempt, in its own thread

    def _work(self, attempt: _Attempt) -> None:
        assert attempt.engine is not None
        try:
            self._train(attempt, attempt.engine)
        except Exception:  # the store itself failed; the attempt's end is written at the next start
            traceback.print_exc(file=sys.stderr)
        finally:
            with self._lock:
                del self._active[attempt.run]
                self._free.append(attempt.engine)
                self._dispatch()
            attempt.over.set()

    def _train(self, attempt: _Attempt, engine: Engine) -> None:
        spare: Engine | None = None
        try:
            record = self._store.record(attempt.run)
            history = self._histories.of(attempt.run)
            resume = history.epochs[-1] if history.epochs else None
            if resume is not None and history.started is not None and history.started.threads != engine.threads:
                spare = engine = self._make_engine(history.started.threads)
            stream = engine.stream(
                self._trainer,
                record.spec,
                record.config,
                data_folder=self._data_folder(),
                run_folder=str(self._runs_folder / attempt.run),
                threads=engine.threads,
                resume=resume,
                again=attempt.number > 1,
            )
            with self._lock:
                attempt.stream = stream
                if attempt.stop_asked_at is not None:
                    attempt.stop_asked_at = time.monotonic()
                    stream.send(Stop())
                if self._closing:
                    stream.kill()
            self._follow(attempt, stream)
            ended = RunEnded(outcome="failed", message="The trainer ended without a result.")
        except EngineDiedError as error:
            ended = self._cut_off(attempt, error)
        except RunNotFoundError:
            return  # deleted meanwhile
        except LabError as error:
            ended = RunEnded(outcome="failed", message=error.message)
        finally:
            if spare is not None:
                spare.close()
        with contextlib.suppress(RunStateError):  # the usual case: the loop wrote the end itself
            self._store.append(attempt.run, attempt.number, [ended])

    def _follow(self, attempt: _Attempt, stream: Stream) -> None:
        """Write what the engine says into the store: step values in small bundles, everything else at once."""
        steps: list[StepsEnded] = []
        written_at = -STEPS_WRITTEN_EVERY_SECONDS
        while stream.is_open:
            event = stream.receive(0.1)
            if isinstance(event, StepsEnded):
                steps.append(event)
            elif event is not None:
                attempt.stop_seen |= isinstance(event, RunSteered)
                self._store.append(attempt.run, attempt.number, [*steps, event])
                steps = []
            if steps and time.monotonic() - written_at >= STEPS_WRITTEN_EVERY_SECONDS:
                self._store.append(attempt.run, attempt.number, steps, durable=False)
                steps, written_at = [], time.monotonic()
            self._insist(attempt, stream)

    def _insist(self, attempt: _Attempt, stream: Stream) -> None:
        """End an engine that did not follow a stop: soon if it is silent, later if a step takes its time."""
        if attempt.stop_asked_at is None or attempt.stop_seen:
            return
        waited = time.monotonic() - attempt.stop_asked_at
        silent = stream.silent_seconds
        if min(waited, silent) > STOP_SILENT_KILL_SECONDS or waited > STOP_BUSY_SECONDS:
            stream.kill()
        elif min(waited, silent) > STOP_SILENT_SECONDS:
            stream.terminate()

    def _cut(self, attempt: _Attempt) -> None:
        with self._lock:
            if attempt.stream is not None:
                attempt.stream.kill()

    def _cut_off(self, attempt: _Attempt, error: EngineDiedError) -> RunEnded:
        history = self._histories.of(attempt.run)
        if self._closing:
            return RunEnded(outcome="interrupted", message=f"The server stopped{_during(history)}")
        if attempt.stop_asked_at is not None:
            return RunEnded(outcome="stopped", message=f"The trainer did not answer and was ended{_during(history)}")
        reason = str(error.fields.get("reason") or "ended")
        return RunEnded(outcome="interrupted", message=f"The trainer {reason}{_during(history)}")


def _during(history: History) -> str:
    """Return the rest of a sentence that says when training ended and what is safe."""
    last = history.last_epoch
    if not history.steps or history.steps[-1].epoch <= last:
        when = f" after epoch {last}" if last else " before the first epoch"
    else:
        when = f" during epoch {history.steps[-1].epoch}"
    safe = {0: "No epoch was finished.", 1: "Epoch 1 is safe."}.get(last, f"Epochs 1 to {last} are safe.")
    return f"{when}. {safe}"
