"""How long an epoch would take, known before a run: from runs that were alike, or from an engine's speed.

Each engine measures its speed once, on two small networks, while it warms up; that is scaled to any other network.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from core.data.dataset import Dataset
from core.engine.engine import Engine
from core.lru import Lru
from core.runs.estimates.step_times import StepTimes, step_times_of_run, timing_key
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.record.step_benchmark import StepBenchmark
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import workload
from models.spec import NetworkSpec

KEPT_STEP_TIMES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochTime:
    """How long an epoch will take on this machine."""

    seconds_per_epoch: float  # its steps, its validation, its checkpoint
    cores: int  # that the run computes with
    is_of_runs: bool  # measured in whole epochs of a run that was alike; else scaled from other networks' steps


class EpochTimes:
    """Knows how long an epoch takes; every method may be called from any thread and returns at once."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        """Ask engines that train with the same count of threads for their speed; none is started for that."""
        self._engines = engines
        self._threads = engines[0].threads
        self._lock = threading.Lock()
        self._of_runs: Lru[Hashable, StepTimes] = Lru(KEPT_STEP_TIMES)
        self._benchmark: StepBenchmark | None = None

    def expected(self, spec: NetworkSpec, config: TrainingConfig, dataset: Dataset) -> EpochTime | None:
        """Return how long an epoch takes; None until an engine has been awake.

        Raises:
            ConfigError: the settings do not fit the data or the memory.
        """
        epoch = workload(spec, config, train_count=dataset.train_count, test_count=dataset.test_count)
        times = self._times(spec, config)
        if times is None:
            return None
        return EpochTime(
            seconds_per_epoch=times.epoch_seconds(steps=epoch.steps, validation_images=epoch.validation_images),
            cores=times.threads,
            is_of_runs=times.is_of_runs,
        )

    def record_run(self, record: RunRecord, history: History) -> None:
        """Take a run's own epochs as the answer for runs that are like it."""
        times = step_times_of_run(history)
        if times is not None and times.threads == self._threads:
            with self._lock:
                self._of_runs[timing_key(record.spec, record.config)] = times

    def _times(self, spec: NetworkSpec, config: TrainingConfig) -> StepTimes | None:
        with self._lock:
            of_runs = self._of_runs.get(timing_key(spec, config))
            if of_runs is not None:
                return of_runs
            if self._benchmark is None:  # then the first is kept: an estimate does not change while it is looked at
                results = (engine.warm_up_result for engine in self._engines)
                self._benchmark = next((result for result in results if isinstance(result, StepBenchmark)), None)
            benchmark = self._benchmark
        if benchmark is None:
            return None
        speed = benchmark.speed_of(spec)
        return StepTimes(
            seconds_per_step=speed.step_seconds(spec, config),
            seconds_per_read=speed.read_seconds(spec),
            threads=self._threads,
            is_of_runs=False,
        )
