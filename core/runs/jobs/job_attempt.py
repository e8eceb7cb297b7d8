"""One attempt at a job: its engine's events followed until there is a result, a stop, or a fault."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
import threading
import time
import traceback
from collections.abc import Callable

from core.engine.engine import Engine
from core.engine.stream import Stream
from core.errors import DiskFullError, EngineError, EngineSilentError, LabError
from core.job_events import JobProgress, JobResult
from core.messages.runs import jobs as messages
from core.results.result_files import ResultFiles, read_only
from core.runs.jobs.job import JobRequest
from core.runs.scheduling.trainer_status import TrainerStatus
from core.runs.scheduling.work import wait_for_engine

LOOK_SECONDS = 0.1
LONGEST_SILENT_SECONDS = 120.0  # without a sign of life or of work from its engine
LONGEST_SECONDS = 600.0  # without a sign of progress


class JobAttempt:
    """A job that waits or works. `train` runs in a thread of its own; the rest may be called from any.

    Attributes:
        request: what is to be done.
        owner: who asked first.
        progress: the newest that it told; None before the first.
        error: why it failed; None while it goes on, and where it has not.
        is_given_up: whether its owner stopped it, or the server closes.
    """

    is_run = False

    def __init__(
        self,
        request: JobRequest,
        *,
        key: str,
        owner: str,
        results: ResultFiles,
        on_over: Callable[[JobAttempt], None],
    ) -> None:
        self.request = request
        self.owner = owner
        self.over = threading.Event()
        self.progress: JobProgress | None = None
        self.error: LabError | None = None
        self.is_given_up = False
        self._key = key
        self._results = results
        self._on_over = on_over
        self._lock = threading.Lock()  # around the next two
        self._is_interrupted = False  # the server closes
        self._stream: Stream | None = None
        self._engine: Engine | None = None

    @property
    def key(self) -> str:
        """What tells it from all other work."""
        return self._key

    @property
    def status(self) -> TrainerStatus:
        """How things stand with its engine, once it has one."""
        return TrainerStatus.of(self._engine, self._stream)

    def request_stop(self) -> None:
        """Let it end between two events, without a result; asking again changes nothing."""
        self.is_given_up = True

    def interrupt(self) -> None:
        """End its engine at once."""
        with self._lock:
            self.is_given_up = self._is_interrupted = True
            if self._stream is not None:
                self._stream.child.kill()

    def train(self, engine: Engine) -> JobResult | None:
        """Do the job on an engine and return what came of it; None where nothing did."""
        self._engine = engine
        try:
            if wait_for_engine(engine, is_given_up=lambda: self.is_given_up):
                with contextlib.closing(self._begin(engine)) as stream:
                    return self._follow(stream)
        except LabError as error:
            self.error = error
        except Exception:
            traceback.print_exc(file=sys.stderr)
            self.error = EngineError(messages.not_foreseen())
        return None

    def write_end(self, ended: JobResult | None, *, closing: threading.Event) -> None:
        """Keep the result; the engine is free again meanwhile."""
        if ended is None:
            return
        try:
            self._results.write(self.request.identity, ended.arrays)
        except OSError:
            traceback.print_exc(file=sys.stderr)
            self.error = DiskFullError(messages.no_room())
        except Exception:
            traceback.print_exc(file=sys.stderr)
            self.error = EngineError(messages.not_foreseen())

    def tell_end(self) -> None:
        """Tell whoever keeps the list of jobs that it is over."""
        self._on_over(self)

    def _begin(self, engine: Engine) -> Stream:
        stream = engine.stream(self.request.target, *self.request.arguments)
        with self._lock:
            self._stream = stream
            if self._is_interrupted:
                stream.child.kill()
        return stream

    def _follow(self, stream: Stream) -> JobResult | None:
        """Return the result; None where it was given up.

        Raises:
            LabError: what the job raised; or its engine died, or got no further.
        """
        told_at = time.monotonic()
        while stream.is_open and not self.is_given_up:
            event = stream.receive(LOOK_SECONDS)
            if isinstance(event, JobResult):
                return event
            if isinstance(event, JobProgress):
                self.progress = dataclasses.replace(event, arrays=read_only(event.arrays))
                told_at = time.monotonic()
            if min(stream.child.silent_seconds, stream.child.idle_seconds()) > LONGEST_SILENT_SECONDS:
                raise EngineSilentError(messages.engine_is_silent())
            if time.monotonic() - told_at > LONGEST_SECONDS:
                raise EngineError(messages.took_too_long())
        if not self.is_given_up:
            raise EngineError(messages.without_result())
        return None
