"""How long an epoch would take, known before a run: from runs that were alike, or from a rehearsal on an idle engine.

A rehearsal never keeps a run waiting for longer than a trace takes: whoever takes its engine cuts it.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from core.data.dataset import Dataset
from core.engine.engine import Engine
from core.errors import LabError
from core.runs.estimates.step_times import Pace, likeness, pace_of, rehearsed
from core.runs.log.run_record import RunRecord
from core.runs.scheduling.engine_pool import EnginePool
from core.training.loop.step_benchmark import StepBenchmark
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import workload
from models.spec import NetworkSpec

REHEARSAL = "core.training.loop.step_benchmark:rehearse"
KEPT_PACES = 256
SETTLE_SECONDS = 0.7  # a set-up that is being edited is asked about many times; the last one is rehearsed
LOOK_SECONDS = 0.05  # between two looks whether a run wants the engine
LONGEST_SECONDS = 60.0  # of a rehearsal; then it is given up
CUT_SECONDS = 8.0  # that an engine may go on tracing after a cut; a new one would take as long to start
REST_SECONDS = 60.0  # until what failed is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How long an epoch will take on this machine, from a measurement on it."""

    seconds_per_epoch: float  # its steps, its validation, its checkpoint
    cores: int  # that the run computes with
    is_of_runs: bool  # measured in whole epochs of a run that was alike; else in some rehearsed steps


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    likeness: Hashable
    spec: NetworkSpec
    config: TrainingConfig
    folder: str


class EpochTimes:
    """Answers how long an epoch takes; one rehearsal at a time. Every method may be called from any thread."""

    def __init__(self, pool: EnginePool, *, target: str = REHEARSAL, settle_seconds: float = SETTLE_SECONDS) -> None:
        """Know nothing yet.

        Args:
            pool: lends its idle engines.
            target: the generator function that rehearses, as an engine's target.
            settle_seconds: from a question to its rehearsal; another question meanwhile takes its place.
        """
        self._pool = pool
        self._target = target
        self._settle_seconds = settle_seconds
        self._lock = threading.Lock()
        self._paces: OrderedDict[Hashable, Pace] = OrderedDict()
        self._rests_until: dict[Hashable, float] = {}  # on the monotonic clock: what failed
        self._wanted: _Question | None = None
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        """True while a rehearsal goes on or is about to: asking again soon is worth it."""
        return self._is_busy

    def ask(self, spec: NetworkSpec, config: TrainingConfig, dataset: Dataset) -> Expected | None:
        """Return how long an epoch takes; None where nobody knows yet: then it is rehearsed if an engine is idle.

        Raises:
            ConfigError: the settings do not fit the data or the memory.
        """
        epoch = workload(spec, config, train_count=dataset.train_count, test_count=dataset.test_count)
        alike = likeness(spec, config)
        with self._lock:
            pace = self._paces.get(alike)
            if pace is None:
                self._want(_Question(likeness=alike, spec=spec, config=config, folder=str(dataset.folder)))
                return None
            self._paces.move_to_end(alike)
        return Expected(
            seconds_per_epoch=pace.epoch_seconds(steps=epoch.steps, validation_images=epoch.validation_images),
            cores=pace.threads,
            is_of_runs=pace.is_of_runs,
        )

    def learn(self, record: RunRecord, history: History) -> None:
        """Take a run's own epochs as the answer for runs that are like it."""
        pace = pace_of(history)
        if pace is not None and pace.threads == self._pool.threads:
            self._keep(likeness(record.spec, record.config), pace)

    def _keep(self, alike: Hashable, pace: Pace) -> None:
        with self._lock:
            known = self._paces.get(alike)
            if known is None or pace.is_of_runs or not known.is_of_runs:
                self._paces[alike] = pace
            self._paces.move_to_end(alike)
            while len(self._paces) > KEPT_PACES:
                self._paces.popitem(last=False)

    def _want(self, question: _Question) -> None:
        """Have a question rehearsed where that is possible now; the lock is held."""
        if time.monotonic() < self._rests_until.get(question.likeness, 0.0):
            return
        self._wanted = question
        if not self._is_busy and self._pool.has_idle:
            self._is_busy = True
            threading.Thread(target=self._work, name="rehearsal", daemon=True).start()

    def _work(self) -> None:
        time.sleep(self._settle_seconds)
        cut = threading.Event()
        engine = self._pool.lend(cut.set)
        try:
            if engine is not None:
                self._rehearse_wanted(engine, cut)
        finally:
            if engine is not None:
                self._pool.take_back(engine)
            with self._lock:
                self._is_busy = False

    def _rehearse_wanted(self, engine: Engine, cut: threading.Event) -> None:
        with self._lock:
            question = self._wanted
        assert question is not None
        try:
            rehearsal = self._rehearsal(engine, question, cut)
            if rehearsal is not None:
                self._keep(question.likeness, rehearsed(rehearsal, threads=engine.threads))
        except Exception as error:
            if cut.is_set():
                return
            if not isinstance(error, LabError):
                traceback.print_exc(file=sys.stderr)
            self._let_rest(question.likeness)

    def _rehearsal(self, engine: Engine, question: _Question, cut: threading.Event) -> StepBenchmark | None:
        """Return what the engine says; None where a run needs the engine, or it takes too long.

        Raises:
            LabError: it cannot be rehearsed, or the engine died.
        """
        stream = engine.stream(
            self._target,
            question.spec,
            question.config,
            data_folder=question.folder,
            patience_seconds=0.0,
        )
        deadline = time.monotonic() + LONGEST_SECONDS
        try:
            while stream.is_open and not cut.is_set():
                said = stream.receive(LOOK_SECONDS)
                if said is not None:
                    return said
                if time.monotonic() > deadline:
                    self._let_rest(question.likeness)
                    break
            return None
        finally:
            stream.close(patience_seconds=CUT_SECONDS)

    def _let_rest(self, alike: Hashable) -> None:
        now = time.monotonic()
        with self._lock:
            self._rests_until = {one: until for one, until in self._rests_until.items() if until > now}
            self._rests_until[alike] = now + REST_SECONDS
