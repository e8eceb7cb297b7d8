"""What may be done with runs: start, stop, steer, resume, annotate, delete.

A run belongs to the server and to its owner, never to a browser's session. Whatever ends an attempt, its last row
says how.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from core.errors import LabError, NotOwnerError, RunStateError
from core.messages.runs import endings
from core.messages.runs import scheduling as messages
from core.runs.log.histories import Histories
from core.runs.log.run_record import NewRun, RunRecord
from core.runs.log.store import Store
from core.runs.scheduling import interruptions
from core.runs.scheduling.attempt import Attempt
from core.runs.scheduling.dispatcher import END_SECONDS, Dispatcher
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.run_context import RunContext
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import RunEnded
from core.training.record.history import History
from core.training.settings.commands import Change, Command, check_change

TRAINER = "core.training.loop.loop:train"


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
        self._on_end = on_end
        self._on_delete = on_delete
        self.dispatcher = Dispatcher(pool)  # jobs take their turn in it too
        self._context = RunContext(
            store=store,
            histories=histories,
            trainer=trainer,
            runs_folder=runs_folder,
            data_folder=data_folder,
            make_engine=pool.spare,
            others_wait=lambda: bool(self.dispatcher.queue),
            on_end=self._tell_end,
        )
        self._recover()

    def start(self, runs: Sequence[NewRun]) -> list[str]:
        """Add runs of one owner to the queue, all or none, and return their ids.

        The same owner and nonce give the same run, started once.

        Raises:
            QueueFullError: they do not fit into the line.
        """
        with self.dispatcher.lock:
            new = [run for run in runs if not self._store.knows(owner=run.record.owner, nonce=run.nonce)]
            if new:
                self.check_room(new[0].record.owner, runs=len(new))
            made = self._store.create(runs)
            for run, (name, is_new) in zip(runs, made, strict=True):
                if is_new:
                    self.dispatcher.queue.add(self._attempt(name, run.record.owner, 1))
            self.dispatcher.dispatch()
        return [name for name, _ in made]

    def resume(self, run: str, *, owner: str) -> None:
        """Queue another attempt at a run that was cut off; it goes on from its last kept epoch.

        Raises:
            RunStateError: the run is going, or has nothing left to do, or where it began cannot be read.
        """
        self._check_owner(run, owner)
        ending = self._active(run) if not self._histories.of(run).is_active else None
        if ending is not None:
            ending.over.wait(END_SECONDS)  # its last row is written; in a moment it is off the list
        with self.dispatcher.lock:
            if self._active(run) or self._waiting(run):
                return
            if self._histories.of(run).would_begin_elsewhere:
                raise RunStateError(messages.beginning_is_lost())
            if not self._histories.of(run).can_resume:
                raise RunStateError(messages.nothing_to_resume())
            self.dispatcher.check_room(owner, count=1)
            number = self._store.begin_attempt(run)
            self.dispatcher.queue.add(self._attempt(run, owner, number))
            self.dispatcher.dispatch()

    def stop(self, run: str, *, owner: str) -> None:
        """Ask a run to stop and keep its model; asking again, or asking one that has ended, changes nothing."""
        self._check_owner(run, owner)
        with self.dispatcher.lock:
            waiting = self._waiting(run)
            if waiting is not None:
                ended = RunEnded(outcome="stopped", reason=endings.taken_out_of_line())
                self._store.end(run, waiting.number, ended)
                self.dispatcher.queue.remove(waiting)
                return
            attempt = self._active(run)
        if attempt is not None:
            attempt.request_stop()

    def steer(self, run: str, command: Command, *, owner: str) -> None:
        """Hand a run that trains a command: it takes effect between two steps, and the log then says so.

        Raises:
            RunStateError: the run waits, wakes up or has ended.
            ConfigError: the run has no such setting.
        """
        self._check_owner(run, owner)
        if command == "stop":
            self.stop(run, owner=owner)
            return
        if isinstance(command, Change):
            record = self._store.record(run)
            check_change(command, record.spec, record.config)
        with self.dispatcher.lock:
            attempt = self._active(run)
            waits = self._waiting(run) is not None
        if attempt is None or attempt.over.is_set():
            raise RunStateError(messages.not_training(waits=waits))
        attempt.send(command)

    def set_name_and_note(self, run: str, *, owner: str, name: str, note: str) -> None:
        """Give a run a name and a note."""
        self._check_owner(run, owner)
        self._store.set_name_and_note(run, name=name, note=note)

    def check_room(self, owner: str, *, runs: int) -> None:
        """Refuse so many more runs of this owner's at once.

        Raises:
            QueueFullError: they would not fit into the line.
        """
        self.dispatcher.check_room(owner, count=runs)

    def delete(self, run: str, *, owner: str) -> None:
        """Remove a run, its log and its checkpoints; one that is training is ended first."""
        self._check_owner(run, owner)
        with self.dispatcher.lock:
            waiting = self._waiting(run)
            if waiting is not None:
                self.dispatcher.queue.remove(waiting)
            attempt = self._active(run)
        if attempt is not None:
            attempt.interrupt()
            attempt.over.wait(END_SECONDS)
        self._store.delete(run)
        self._histories.forget(run)
        shutil.rmtree(self._runs_folder / run, ignore_errors=True)
        self._on_delete(run)

    def trainer_status(self, run: str) -> TrainerStatus:
        """Return what the log does not say of a run."""
        return self.dispatcher.status(run)

    def runs_of(self, owner: str) -> list[str]:
        """Return the ids of an owner's runs that train, then of those that wait; this reads nothing from the log."""
        return self.dispatcher.runs_of(owner)

    def close(self) -> None:
        """End all runs, to be resumed another time, and the engines; returns when the last rows are written."""
        self.dispatcher.close()

    def _recover(self) -> None:
        """End the attempts that trained when the server stopped, and queue those that waited."""
        with self.dispatcher.lock:
            for run, number, began in self._store.unfinished():
                if began:
                    ended = interruptions.by_server(interruptions.interruption_of(self._histories, run))
                    self._store.end(run, number, ended)
                else:
                    self.dispatcher.queue.add(self._attempt(run, self._store.owner(run), number))
            self.dispatcher.dispatch()

    def _check_owner(self, run: str, owner: str) -> None:
        if self._store.owner(run) != owner:
            raise NotOwnerError(messages.not_the_owner())

    def _active(self, run: str) -> Attempt | None:
        """Return a run's attempt that has an engine; None if none has."""
        work = self.dispatcher.active(run)
        return work if isinstance(work, Attempt) else None

    def _waiting(self, run: str) -> Attempt | None:
        """Return a run's attempt that waits for an engine; None if none does. The dispatcher's lock is held."""
        work = self.dispatcher.queue.get(run)
        return work if isinstance(work, Attempt) else None

    def _attempt(self, run: str, owner: str, number: int) -> Attempt:
        return Attempt(run=run, owner=owner, number=number, context=self._context)

    def _tell_end(self, run: str) -> None:
        with contextlib.suppress(LabError):  # deleted meanwhile
            self._on_end(self._store.record(run), self._histories.outline(run))
