"""The generator that times a few steps of a training, so that a page can say how long an epoch takes.

It computes with a run's own graph, so what holds for a run (its images, compiled or not) holds for it too. It writes
no file, and can be closed at each of its yields; only tracing holds that up.
"""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable, Generator

from core.training.graph.step_totals import StepTotals
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.chunk_length import CHUNK_SECONDS, ChunkLength
from core.training.record.step_benchmark import StepBenchmark
from core.training.settings.config import MIN_LEARNING_RATE, TrainingConfig
from core.training.settings.workload import EVALUATION_BATCH
from models.spec import NetworkSpec

STEPS_SECONDS = 0.4  # of steps that are timed
READS_SECONDS = 0.1  # of batches that are read and timed


def benchmark_steps(
    spec: NetworkSpec, config: TrainingConfig, *, data_folder: str
) -> Generator[StepBenchmark | None, object, None]:
    """Take steps of a run for about half a second and yield how long they took; what tracing takes is not counted.

    Args:
        spec: the network.
        config: how it would be trained; the learning rate does not matter.
        data_folder: of a prepared data set.

    Yields:
        None while it works, one `StepBenchmark` last.

    Raises:
        ConfigError: the settings do not fit the data.
    """
    calm = dataclasses.replace(config, learning_rate=MIN_LEARNING_RATE)  # a step that diverges would end its chunk
    graph = TrainingGraph(spec, calm, data_folder)
    graph.start_epoch(1)
    yield None
    graph.take_steps(0, 1)  # traces
    yield None
    steps = graph.train_count // config.batch_size  # whole ones: a smaller last batch would be traced as well
    per_step = yield from _timed(lambda count: graph.take_steps(0, count), most=steps, seconds=STEPS_SECONDS)
    graph.read_batches("test", 0, 0)  # traces
    yield None
    batches = max(graph.test_count // EVALUATION_BATCH, 1)
    per_batch = yield from _timed(
        lambda count: graph.read_batches("test", 0, count), most=batches, seconds=READS_SECONDS
    )
    images = min(graph.test_count, EVALUATION_BATCH)
    yield StepBenchmark(seconds_per_step=per_step, seconds_per_read=per_batch * EVALUATION_BATCH / images)


def _timed(work: Callable[[int], StepTotals], *, most: int, seconds: float) -> Generator[None, object, float]:
    """Work in chunks, at most `most` steps or batches each, for about so many seconds; return the seconds of one."""
    pace, spent = ChunkLength(), 0.0
    short, full = [], []  # a short chunk is for a good part the call itself
    while spent < seconds:
        count = min(pace.begin(), most)
        began = time.monotonic()
        done = work(count).steps
        took = time.monotonic() - began
        pace.end(done)
        spent += took
        (full if took > CHUNK_SECONDS / 2 else short).append(took / done)
        yield None
    return statistics.median(full or short[-1:])
