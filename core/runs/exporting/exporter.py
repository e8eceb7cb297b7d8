"""Files of networks, made when a person asks for one, one after the other in an engine of their own, and kept.

That engine starts when a file is likely to be asked for and leaves after a while without work: a converter takes
seconds that nobody's drawing and nobody's training should wait for.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from core.engine.engine import Engine
from core.errors import DiskFullError, EngineError, LabError, QueueFullError
from core.export.formats import Exported, ExportProgress
from core.lru import Lru
from core.messages.runs import exporting as messages
from core.runs.exporting.export_folder import ExportFolder
from core.runs.exporting.export_state import ExportRequest, ExportState

MOST_BYTES = 2 * 10**9  # of all kept files
MOST_WAITING = 60  # files that are asked for and not made yet
MOST_WAITING_OF_MODEL = 12  # of those, so that one person leaves room for others; a model has 10 files
KEPT_FAILURES = 100
IDLE_SECONDS = 300.0  # without work, after which the engine leaves
JOBS_PER_PROCESS = 20  # a converter leaves something behind in its process
LOOK_SECONDS = 0.2
LONGEST_SECONDS = 300.0  # without a sign of progress


class Exporter:
    """Makes and keeps files. Any thread may call; all but `close` return at once."""

    def __init__(self, make_engine: Callable[[], Engine], *, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        """Begin without an engine.

        Args:
            make_engine: gives a fresh engine with Keras that is not started yet.
            folder: where files are kept; made where there is none.
            most_bytes: of all kept files together; the newest is kept whatever its size.
        """
        self._make_engine = make_engine
        self._files = ExportFolder(folder, most_bytes=most_bytes)
        self._changed = threading.Condition()  # around all below
        self._waiting: OrderedDict[tuple[str, str], ExportRequest] = OrderedDict()
        self._making: ExportRequest | None = None
        self._progress: ExportProgress | None = None
        self._failed: Lru[tuple[str, str], LabError] = Lru(KEPT_FAILURES)
        self._deleted: set[str] = set()  # models that were deleted while a file of theirs was made
        self._engine: Engine | None = None
        self._worker: threading.Thread | None = None
        self._is_closing = False

    def wake(self) -> None:
        """Have the engine started, since a file is likely to be asked for."""
        with self._changed:
            self._ensure_worker()

    def state(self, request: ExportRequest) -> ExportState:
        """Return how far a file is."""
        identity = _identity(request)
        with self._changed:
            waking = 0.0 if self._engine is None else self._engine.starting_seconds
            if self._making is not None and _identity(self._making) == identity:
                return ExportState(status="making", progress=self._progress, waking_seconds=waking)
            if identity in self._waiting:
                ahead = list(self._waiting).index(identity) + (self._making is not None)
                return ExportState(status="waiting", ahead=ahead, waking_seconds=waking)
            if identity in self._failed:
                return ExportState(status="failed", error=self._failed[identity])
        path = self._path(request)
        made = self._files.read_record(path)
        return ExportState(status="none") if made is None else ExportState(status="made", made=made, path=path)

    def submit(self, request: ExportRequest) -> None:
        """Have a file made, unless it is made already or about to be.

        Raises:
            QueueFullError: too many files wait already, of this model or of all.
        """
        if self.state(request).status in ("waiting", "making", "made"):
            return
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise QueueFullError(messages.too_many_wait(most=MOST_WAITING))
            if sum(waiting.model == request.model for waiting in self._waiting.values()) >= MOST_WAITING_OF_MODEL:
                raise QueueFullError(messages.too_many_of_a_model_wait(most=MOST_WAITING_OF_MODEL))
            self._failed.pop(_identity(request), None)
            self._waiting[_identity(request)] = request
            self._ensure_worker()

    def remove(self, model: str) -> None:
        """Remove all files of a model that was deleted."""
        with self._changed:
            self._waiting = OrderedDict(
                (key, waiting) for key, waiting in self._waiting.items() if waiting.model != model
            )
            if self._making is not None and self._making.model == model:
                self._deleted.add(model)
        self._files.remove_model(model)

    def close(self) -> None:
        """Make nothing any more; returns when the engine is gone."""
        with self._changed:
            self._is_closing = True
            self._waiting.clear()
            engine, worker = self._engine, self._worker
            self._changed.notify_all()
        if engine is not None:
            engine.close()
        if worker is not None:
            worker.join()

    def _path(self, request: ExportRequest) -> Path:
        return self._files.path_of(request.model, request.key, request.file_name)

    def _ensure_worker(self) -> None:
        """Let the worker look for work; the lock is held."""
        if self._worker is None and not self._is_closing:
            worker = threading.Thread(target=self._work, name="exporter", daemon=True)
            try:
                worker.start()
            except RuntimeError:  # the machine grants no thread
                traceback.print_exc(file=sys.stderr)
                self._fail_waiting(EngineError(messages.not_started()))
            else:
                self._worker = worker
        self._changed.notify_all()

    def _work(self) -> None:
        """Make what is asked for, until there was nothing for a while; what cannot be made any more is given up."""
        engine = None
        try:
            engine = self._make_engine()
            with self._changed:
                self._engine = engine
            self._make_all(engine)
        except LabError as error:
            self._fail_waiting(error)
        except Exception:  # such as a thread that the machine does not grant
            traceback.print_exc(file=sys.stderr)
            self._fail_waiting(EngineError(messages.not_started()))
        finally:
            try:
                if engine is not None:
                    engine.close()
            finally:
                with self._changed:
                    self._engine = self._worker = self._making = None
                    if self._waiting:
                        self._ensure_worker()

    def _make_all(self, engine: Engine) -> None:
        """Make one file after the other, until there was nothing for a while or the engine has made `JOBS_PER_PROCESS`.

        Raises:
            LabError: the engine does not start.
        """
        self._files.remove_unfinished()
        for _ in range(JOBS_PER_PROCESS):
            engine.start()
            request = self._next_request()
            if request is None:
                break
            self._make(engine, request)

    def _next_request(self) -> ExportRequest | None:
        """Return what is to be made next, once there is something; None when the engine may leave."""
        with self._changed:
            while not self._waiting and not self._is_closing:
                if not self._changed.wait(IDLE_SECONDS):
                    return None
            if self._is_closing:
                return None
            self._making = self._waiting.popitem(last=False)[1]
            self._progress = None
            return self._making

    def _fail_waiting(self, error: LabError) -> None:
        with self._changed:
            for identity in self._waiting:
                self._failed[identity] = error
            self._waiting.clear()

    def _make(self, engine: Engine, request: ExportRequest) -> None:
        error = None
        try:
            self._path(request).parent.mkdir(parents=True, exist_ok=True)
            self._files.add(self._path(request), self._run(engine, request))
        except LabError as raised:
            error = raised
        except OSError:
            traceback.print_exc(file=sys.stderr)
            error = DiskFullError(messages.no_room())
        except Exception:
            traceback.print_exc(file=sys.stderr)
            error = EngineError(messages.not_foreseen())
        with self._changed:
            if error is not None:
                self._files.remove(self._path(request))
            if request.model in self._deleted:
                self._deleted.discard(request.model)
                self._files.remove_model(request.model)
            elif error is not None and not self._is_closing:
                self._failed[_identity(request)] = error
            self._making = None

    def _run(self, engine: Engine, request: ExportRequest) -> Exported:
        """Return what the engine made.

        Raises:
            LabError: it cannot be made; or the engine died, or did not get any further.
        """
        stream = engine.stream(request.target, *request.args, **request.named, path=str(self._path(request)))
        made, progress_at = None, time.monotonic()
        try:
            while stream.is_open and made is None:
                event = stream.receive(LOOK_SECONDS)
                if event is not None or engine.starting_seconds:
                    progress_at = time.monotonic()
                if isinstance(event, ExportProgress):
                    self._progress = event
                elif isinstance(event, Exported):
                    made = event
                if time.monotonic() - progress_at > LONGEST_SECONDS:
                    raise EngineError(messages.took_too_long())
        finally:
            stream.close()
        if made is None:
            raise EngineError(messages.not_made())
        return made


def _identity(request: ExportRequest) -> tuple[str, str]:
    return request.model, request.key
