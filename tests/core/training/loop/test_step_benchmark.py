"""The step benchmark with Keras, in this process, on the small digits: 1,500 train, 297 test."""

from __future__ import annotations

import pytest

from core.errors import ConfigError
from core.training.graph.step_totals import StepTotals
from core.training.loop import step_benchmark
from core.training.loop.step_benchmark import benchmark_steps
from core.training.record.step_benchmark import StepBenchmark
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp

pytestmark = pytest.mark.process

SMALL_MLP = mlp(hidden=(16,), dropout=0.2)
SMALL_CNN = cnn(filters=(4,), dense=())
ALL_OF_IT = {"schedule": "cosine", "augmentation": Augmentation(shift_pixels=2), "l2": 1e-4, "optimizer": "sgd"}


@pytest.mark.parametrize(
    ("spec", "settings"),
    [
        pytest.param(SMALL_MLP, {}, id="dense"),
        pytest.param(SMALL_CNN, ALL_OF_IT, id="convolution, all settings on"),
        pytest.param(SMALL_MLP, {"learning_rate": 100.0, "pixel_scale": "bytes"}, id="would diverge"),
        pytest.param(SMALL_MLP, {"batch_size": 1350}, id="one step an epoch"),
    ],
)
def test_benchmark_says_how_long_a_step_takes_and_leaves_no_file(small_dataset, tmp_path, monkeypatch, spec, settings):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(step_benchmark, "STEPS_SECONDS", 0.1)
    before = sorted(small_dataset.folder.rglob("*"))
    config = TrainingConfig(**({"batch_size": 100} | settings))
    *nothing, said = benchmark_steps(spec, config, data_folder=str(small_dataset.folder))
    assert nothing == [None] * len(nothing)
    assert isinstance(said, StepBenchmark)
    assert 1e-6 < said.seconds_per_step < 1
    assert 1e-6 < said.seconds_per_read < 1
    assert sorted(small_dataset.folder.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_benchmark_can_be_closed_before_anything_is_traced(small_dataset):
    benchmark = benchmark_steps(SMALL_CNN, TrainingConfig(batch_size=100), data_folder=str(small_dataset.folder))
    assert next(benchmark) is None
    benchmark.close()
    assert list(benchmark) == []


def test_settings_that_do_not_fit_the_data_are_refused(small_dataset):
    config = TrainingConfig(batch_size=2000)
    with pytest.raises(ConfigError, match="1,350"):
        next(benchmark_steps(SMALL_MLP, config, data_folder=str(small_dataset.folder)))


class Clock:
    """A clock that stands still but for work that takes a second for each call and 0.01 s for each step."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked: list[int] = []

    def monotonic(self) -> float:
        return self.now

    def work(self, count: int) -> StepTotals:
        self.asked.append(count)
        self.now += 0.01 + 0.002 * count
        return StepTotals(loss_sum=0.0, correct=0, images=0, steps=count, is_finite=True)


def outcome(generator):
    """Run a generator to its end and return what it returned."""
    while True:
        try:
            assert next(generator) is None
        except StopIteration as end:
            return end.value


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("core.training.loop.step_benchmark.time", clock)
    monkeypatch.setattr("core.training.loop.chunk_length.time", clock)
    return clock


def test_chunks_grow_to_a_tenth_of_a_second_and_short_ones_do_not_count(clock):
    seconds = outcome(step_benchmark._timed(clock.work, most=1000, seconds=0.4))
    assert clock.asked[:3] == [2, 8, 30]
    assert all(20 < count < 50 for count in clock.asked[2:])
    assert seconds == pytest.approx(0.002, rel=0.2)  # the call's own 10 ms are spread over many steps
    assert 0.4 <= clock.now < 0.55


def test_where_an_epoch_has_few_steps_the_last_chunk_is_believed(clock):
    seconds = outcome(step_benchmark._timed(clock.work, most=3, seconds=0.1))
    assert set(clock.asked) == {2, 3}
    assert seconds == pytest.approx(0.016 / 3)
