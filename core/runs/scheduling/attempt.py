"""One attempt at a run: its engine's events written into the log, its stop, and its end, whatever that is."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from core.engine.engine import Engine
from core.engine.stream import Stream
from core.errors import DiskFullError, EngineDiedError, LabError, RunNotFoundError, RunStateError
from core.messages.runs import endings, scheduling
from core.runs.log.run_record import RunRecord
from core.runs.scheduling import interruptions
from core.runs.scheduling.run_context import RunContext
from core.runs.scheduling.stop_request import StopRequest
from core.runs.scheduling.trainer_status import TrainerStatus
from core.runs.scheduling.work import wait_for_engine
from core.training.record.events import EpochEnded, Event, RunEnded, RunSteered, StepsEnded
from core.training.record.history import History, is_paused_after
from core.training.record.kept_epochs import remove_dropped
from core.training.settings.commands import Command

STEPS_WRITTEN_EVERY_SECONDS = 0.4
ROOM_RETRY_SECONDS = 1.0  # between two tries to write while the disk is full
END_RETRY_SECONDS = 1.0  # between two tries to write an end
PAUSED_SECONDS = 600.0  # that a run may pause while others wait for its engine


class Attempt:
    """A run that waits or trains. `train` runs in a thread of its own; the rest may be called from any."""

    is_run = True

    def __init__(self, *, run: str, owner: str, number: int, context: RunContext) -> None:
        self.run = run
        self.owner = owner
        self.number = number
        self.over = threading.Event()
        self._context = context
        self._store = context.store
        self._histories = context.histories
        self._lock = threading.Lock()  # around _stream, and what was requested before it was there
        self._stream: Stream | None = None
        self._engine: Engine | None = None  # that it trains on, or waits for
        self._stop = StopRequest()
        self._is_interrupted = False  # the server closes, or the run is deleted
        self._paused_at: float | None = None  # on the monotonic clock; None while it trains
        self._has_ended = False  # the trainer wrote an end of its own
        self._has_no_room = False  # the log cannot be written; the trainer waits meanwhile

    @property
    def key(self) -> str:
        """The run's id: it has one attempt at a time."""
        return self.run

    @property
    def status(self) -> TrainerStatus:
        """What the log does not say of it, once it has an engine."""
        return TrainerStatus.of(
            self._engine, self._stream, has_no_room=self._has_no_room, is_slow_to_stop=self._stop.is_slow
        )

    def send(self, command: Command) -> None:
        """Hand the trainer a command.

        Raises:
            RunStateError: it does not train yet.
        """
        with self._lock:
            if self._stream is None:
                raise RunStateError(scheduling.still_starting())
            self._stream.send(command)

    def request_stop(self) -> None:
        """Ask the trainer to stop and keep its model; asking again changes nothing."""
        with self._lock:
            self._stop.make(self._stream)

    def interrupt(self) -> None:
        """End the trainer at once; the attempt ends as interrupted."""
        with self._lock:
            self._is_interrupted = True
            if self._stream is not None:
                self._stream.child.kill()

    def train(self, engine: Engine) -> RunEnded | None:
        """Train on an engine until the attempt ends, and return how, for where the log does not say it already."""
        try:
            with contextlib.ExitStack() as stack:
                record = self._store.record(self.run)
                history = self._histories.of(self.run)
                if history.would_begin_elsewhere:
                    raise RunStateError(scheduling.beginning_is_lost())
                data_folder = self._context.data_folder(record.data)
                begun_with = history.started.threads if history.started and history.epochs else engine.threads
                if begun_with != engine.threads:
                    engine = stack.enter_context(contextlib.closing(self._context.make_engine(begun_with)))
                self._engine = engine
                if wait_for_engine(engine, is_given_up=self._ends_before_it_begins):
                    stream = self._begin(engine, record, history, data_folder)
                    stack.callback(stream.close)
                    self._follow(stream)
            return None if self._has_ended else self._end_of_interrupted(None)
        except EngineDiedError as error:
            return self._end_of_interrupted(error)
        except RunNotFoundError:
            return None  # deleted meanwhile
        except LabError as error:
            return RunEnded(outcome="failed", reason=error.message)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return RunEnded(outcome="failed", reason=endings.not_foreseen())

    def write_end(self, ended: RunEnded | None, *, closing: threading.Event) -> None:
        """Write how the attempt ended, where the trainer has not; try again until the server closes."""
        while ended is not None:
            try:
                self._store.end(self.run, self.number, ended)
                return
            except LabError:
                traceback.print_exc(file=sys.stderr)
            if closing.wait(END_RETRY_SECONDS):
                return  # the next start writes it

    def tell_end(self) -> None:
        """Tell whoever wants to know that the attempt is over."""
        self._context.on_end(self.run)

    @property
    def _run_folder(self) -> Path:
        return self._context.runs_folder / self.run

    def _ends_before_it_begins(self) -> bool:
        return self._is_interrupted or self._stop.is_made

    def _begin(self, engine: Engine, record: RunRecord, history: History, data_folder: str) -> Stream:
        taught = {"taught": history.taught} if history.taught else {}
        stream = engine.stream(
            self._context.trainer,
            record.spec,
            record.config,
            data_folder=data_folder,
            run_folder=str(self._run_folder),
            threads=engine.threads,
            begin_from=history.epochs[-1] if history.epochs else history.branched,
            best=history.best,
            changes=history.changes,
            again=self.number > 1,
            **taught,
        )
        with self._lock:
            self._stream = stream
            if self._is_interrupted:
                stream.child.kill()
            self._stop.repeat(stream)
        return stream

    def _follow(self, stream: Stream) -> None:
        """Write what the engine says into the log: step values in small bundles, everything else at once."""
        steps: list[StepsEnded] = []
        written_at = -STEPS_WRITTEN_EVERY_SECONDS
        while stream.is_open:
            event = stream.receive(0.1)
            if isinstance(event, StepsEnded):
                steps.append(event)
            elif event is not None:
                if isinstance(event, RunSteered):
                    self._note_command(event)
                self._write(stream, [*steps, event])
                self._has_ended |= isinstance(event, RunEnded)
                steps = []
                if isinstance(event, EpochEnded):
                    with contextlib.suppress(LabError):  # the log cannot be read now: after the next epoch
                        remove_dropped(self._run_folder, self._histories.outline(self.run))
            if steps and time.monotonic() - written_at >= STEPS_WRITTEN_EVERY_SECONDS:
                self._write(stream, steps, durable=False)
                steps, written_at = [], time.monotonic()
            self._stop.enforce(stream)
            if self._paused_at and time.monotonic() - self._paused_at > PAUSED_SECONDS and self._context.others_wait():
                self._paused_at = None
                stream.send("go_on")

    def _note_command(self, event: RunSteered) -> None:
        self._stop.has_taken_effect |= event.action == "stop"
        if not is_paused_after(event, was_paused=self._paused_at is not None):
            self._paused_at = None
        elif self._paused_at is None:
            self._paused_at = time.monotonic()

    def _write(self, stream: Stream, events: Sequence[Event], *, durable: bool = True) -> None:
        """Write events into the log; while there is no room for them the trainer pauses, and nothing is lost."""
        while True:
            try:
                self._store.append(self.run, self.number, events, durable=durable)
                break
            except DiskFullError:
                if self._is_interrupted:
                    raise
                if not self._has_no_room:
                    self._has_no_room = True
                    stream.send("pause")
            self._stop.enforce(stream)
            time.sleep(ROOM_RETRY_SECONDS)
        if self._has_no_room:
            self._has_no_room = False
            if self._paused_at is None:  # else a person had paused it before
                stream.send("go_on")

    def _end_of_interrupted(self, error: EngineDiedError | None) -> RunEnded:
        """Return the end of an attempt that did not write its own."""
        if self._stop.is_made and self._stream is None and not self._is_interrupted:
            return RunEnded(outcome="stopped", reason=endings.stopped_before_first_step())
        interruption = interruptions.interruption_of(self._histories, self.run)
        if self._is_interrupted:
            return interruptions.by_server(interruption)
        if self._stop.was_forced:
            return RunEnded(outcome="stopped", reason=endings.trainer_silent(**interruption))
        if error is None:
            return RunEnded(outcome="failed", reason=endings.trainer_without_result())
        return interruptions.died(error, interruption)
