"""Longer jobs that are no runs: done when a person asks for one, in turn with the runs, and kept.

A job is on its way once, whoever asks for it. What waited or worked when the server stopped is as if nobody had asked.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from core.errors import LabError, NotOwnerError
from core.lru import Lru
from core.messages.runs import jobs as messages
from core.results.result_files import MOST_BYTES, ResultFiles
from core.runs.jobs.job import JobRequest, JobState
from core.runs.jobs.job_attempt import JobAttempt
from core.runs.scheduling.dispatcher import Dispatcher

KEPT_FAILURES = 100


class Jobs:
    """Does and keeps jobs. Every method may be called from any thread, and returns at once."""

    def __init__(self, dispatcher: Dispatcher, *, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        """Begin with nothing on its way.

        Args:
            dispatcher: gives the engines, to runs and jobs in turn; its lock is held around what changes here.
            folder: where results are kept; made where there is none.
            most_bytes: of all kept results together; the newest is kept whatever its size.
        """
        self._dispatcher = dispatcher
        self._results = ResultFiles(folder, most_bytes=most_bytes, suffix=".job")
        self._going: dict[str, JobAttempt] = {}  # by the identity of the job
        self._failed: Lru[str, LabError] = Lru(KEPT_FAILURES)
        self._numbers = itertools.count(1)
        self._is_closing = False

    def submit(self, request: JobRequest, *, owner: str) -> None:
        """Have a job done, unless it is done already or on its way.

        Raises:
            QueueFullError: too many runs and jobs wait already, of this owner or of all.
        """
        identity = request.identity
        if self._results.read(identity) is not None:
            return
        with self._dispatcher.lock:
            going = self._going.get(identity)
            if self._is_closing or (going is not None and not going.is_given_up):
                return
            if self._results.read(identity) is not None:  # done in this very moment
                return
            self._dispatcher.check_room(owner, count=1)
            self._failed.pop(identity, None)
            attempt = JobAttempt(
                request,
                key=f"{identity}-{next(self._numbers)}",  # one that was stopped may not have ended yet
                owner=owner,
                results=self._results,
                on_over=self._forget,
            )
            self._going[identity] = attempt
            self._dispatcher.queue.add(attempt)
            self._dispatcher.dispatch()

    def state(self, request: JobRequest, *, owner: str) -> JobState:
        """Return how far a job is, as its asker sees it."""
        identity = request.identity
        with self._dispatcher.lock:
            attempt = self._going.get(identity)
            is_given_up = attempt is not None and attempt.is_given_up  # it may still wait for its engine to start
            if attempt is not None and not is_given_up and not attempt.over.is_set():
                return self._state_of(attempt, may_stop=attempt.owner == owner)
            error = self._failed.get(identity) if attempt is None else None if is_given_up else attempt.error
        if error is not None:
            return JobState(status="failed", error=error)
        result = self._results.read(identity)
        return JobState(status="none") if result is None else JobState(status="done", result=result)

    def stop(self, request: JobRequest, *, owner: str) -> None:
        """Have a job end without a result; where it has none on its way, nothing happens.

        Raises:
            NotOwnerError: somebody else asked for it.
        """
        with self._dispatcher.lock:
            attempt = self._going.get(request.identity)
            if attempt is None:
                return
            if attempt.owner != owner:
                raise NotOwnerError(messages.not_the_owner())
            attempt.request_stop()
            if self._dispatcher.queue.get(attempt.key) is not None:
                self._dispatcher.queue.remove(attempt)
                attempt.over.set()
                del self._going[request.identity]

    def close(self) -> None:
        """Take nothing more; what is on its way ends with the dispatcher."""
        with self._dispatcher.lock:
            self._is_closing = True

    def _state_of(self, attempt: JobAttempt, *, may_stop: bool) -> JobState:
        """Return the state of one that waits or works; the lock is held."""
        status = self._dispatcher.status(attempt.key)
        if status.position is not None:
            return JobState(status="waiting", ahead=status.position, may_stop=may_stop)
        if status.is_waking:
            return JobState(status="waiting", waking_seconds=status.waking_seconds, may_stop=may_stop)
        return JobState(status="working", progress=attempt.progress, may_stop=may_stop)

    def _forget(self, attempt: JobAttempt) -> None:
        """Take one that is over off the list, and note why it failed where it has."""
        identity = attempt.request.identity
        with self._dispatcher.lock:
            if self._going.get(identity) is attempt:
                del self._going[identity]
                if attempt.error is not None and not attempt.is_given_up:
                    self._failed[identity] = attempt.error
