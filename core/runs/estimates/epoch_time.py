"""How long an epoch would take, known before a run: from runs that were alike, or from some steps on an idle engine.

A benchmark never keeps a run waiting for longer than tracing takes: whoever takes its engine cuts it short.
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
from core.runs.estimates.step_times import StepTimes, step_times_of_benchmark, step_times_of_run, timing_key
from core.runs.log.run_record import RunRecord
from core.runs.scheduling.engine_pool import EnginePool
from core.training.record.history import History
from core.training.record.step_benchmark import StepBenchmark
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import workload
from models.spec import NetworkSpec

BENCHMARK = "core.training.loop.step_benchmark:benchmark_steps"
KEPT_STEP_TIMES = 256
SETTLE_SECONDS = 0.7  # a set-up that is being edited is asked about many times; the last one is benchmarked
LOOK_SECONDS = 0.05  # between two looks whether a run wants the engine
LONGEST_SECONDS = 60.0  # of a benchmark; then it is given up
CUT_SECONDS = 8.0  # that an engine may go on tracing after a cut; a new one would take as long to start
REST_SECONDS = 60.0  # until what failed is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochTime:
    """How long an epoch will take on this machine, from a measurement on it."""

    seconds_per_epoch: float  # its steps, its validation, its checkpoint
    cores: int  # that the run computes with
    is_of_runs: bool  # measured in whole epochs of a run that was alike; else in some benchmarked steps


@dataclass(frozen=True, slots=True, kw_only=True)
class _BenchmarkRequest:
    """A set-up whose steps are to be benchmarked."""

    key: Hashable  # its timing key
    spec: NetworkSpec
    config: TrainingConfig
    folder: str


class EpochTimes:
    """Knows how long an epoch takes; one benchmark at a time. Every method may be called from any thread."""

    def __init__(self, pool: EnginePool, *, target: str = BENCHMARK, settle_seconds: float = SETTLE_SECONDS) -> None:
        """Know nothing yet.

        Args:
            pool: lends its idle engines.
            target: the generator function that benchmarks, as an engine's target.
            settle_seconds: from a request to its benchmark; another request meanwhile replaces it.
        """
        self._pool = pool
        self._target = target
        self._settle_seconds = settle_seconds
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, StepTimes] = OrderedDict()
        self._retry_at: dict[Hashable, float] = {}  # on the monotonic clock: what failed
        self._request: _BenchmarkRequest | None = None
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        """True while a benchmark goes on or is about to: asking again soon is worth it."""
        return self._is_busy

    def expected(self, spec: NetworkSpec, config: TrainingConfig, dataset: Dataset) -> EpochTime | None:
        """Return how long an epoch takes; None where nobody knows yet: then it is benchmarked if an engine is idle.

        Raises:
            ConfigError: the settings do not fit the data or the memory.
        """
        epoch = workload(spec, config, train_count=dataset.train_count, test_count=dataset.test_count)
        key = timing_key(spec, config)
        with self._lock:
            times = self._known.get(key)
            if times is None:
                self._request_benchmark(
                    _BenchmarkRequest(key=key, spec=spec, config=config, folder=str(dataset.folder))
                )
                return None
            self._known.move_to_end(key)
        return EpochTime(
            seconds_per_epoch=times.epoch_seconds(steps=epoch.steps, validation_images=epoch.validation_images),
            cores=times.threads,
            is_of_runs=times.is_of_runs,
        )

    def record_run(self, record: RunRecord, history: History) -> None:
        """Take a run's own epochs as the answer for runs that are like it."""
        times = step_times_of_run(history)
        if times is not None and times.threads == self._pool.threads:
            self._keep(timing_key(record.spec, record.config), times)

    def _keep(self, key: Hashable, times: StepTimes) -> None:
        with self._lock:
            known = self._known.get(key)
            if known is None or times.is_of_runs or not known.is_of_runs:
                self._known[key] = times
            self._known.move_to_end(key)
            while len(self._known) > KEPT_STEP_TIMES:
                self._known.popitem(last=False)

    def _request_benchmark(self, request: _BenchmarkRequest) -> None:
        """Have a set-up benchmarked where that is possible now; the lock is held."""
        if time.monotonic() < self._retry_at.get(request.key, 0.0):
            return
        self._request = request
        if not self._is_busy and self._pool.has_idle:
            self._is_busy = True
            threading.Thread(target=self._work, name="step benchmark", daemon=True).start()

    def _work(self) -> None:
        time.sleep(self._settle_seconds)
        cut = threading.Event()
        engine = self._pool.borrow(cut.set)
        try:
            if engine is not None:
                self._benchmark_requested(engine, cut)
        finally:
            if engine is not None:
                self._pool.return_borrowed(engine)
            with self._lock:
                self._is_busy = False

    def _benchmark_requested(self, engine: Engine, cut: threading.Event) -> None:
        with self._lock:
            request = self._request
        assert request is not None
        try:
            benchmark = self._benchmark(engine, request, cut)
            if benchmark is not None:
                self._keep(request.key, step_times_of_benchmark(benchmark, threads=engine.threads))
        except Exception as error:
            if cut.is_set():
                return
            if not isinstance(error, LabError):
                traceback.print_exc(file=sys.stderr)
            self._pause(request.key)

    def _benchmark(self, engine: Engine, request: _BenchmarkRequest, cut: threading.Event) -> StepBenchmark | None:
        """Return the engine's measurement; None where a run needs the engine, or it takes too long.

        Raises:
            LabError: it cannot be benchmarked, or the engine died.
        """
        stream = engine.stream(
            self._target,
            request.spec,
            request.config,
            data_folder=request.folder,
            patience_seconds=0.0,
        )
        deadline = time.monotonic() + LONGEST_SECONDS
        try:
            while stream.is_open and not cut.is_set():
                benchmark = stream.receive(LOOK_SECONDS)
                if benchmark is not None:
                    return benchmark
                if time.monotonic() > deadline:
                    self._pause(request.key)
                    break
            return None
        finally:
            stream.close(patience_seconds=CUT_SECONDS)

    def _pause(self, key: Hashable) -> None:
        now = time.monotonic()
        with self._lock:
            self._retry_at = {other: retry_at for other, retry_at in self._retry_at.items() if retry_at > now}
            self._retry_at[key] = now + REST_SECONDS
