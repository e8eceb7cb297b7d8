"""What a warm-up measures, with Keras, in this process."""

from __future__ import annotations

import pytest

from core.training.loop import warm_up


@pytest.mark.process
def test_warm_up_measures_a_speed_of_each_kind():
    benchmark = warm_up.warm_up()
    assert 1e-14 < benchmark.dense.seconds_per_multiply_add < 1e-7
    assert 0 <= benchmark.convolution.seconds_per_multiply_add < 1e-7
    assert benchmark.dense.seconds_per_layer == 0
    assert 1e-7 < benchmark.convolution.seconds_per_layer < 1


class Clock:
    """A clock that stands still but for work that takes, a chunk after the other, so many seconds.

    All threads together compute `threads` times as long.
    """

    def __init__(self, *seconds: float, threads: float) -> None:
        self.now, self.left, self.steps, self.threads = 0.0, list(seconds), 0, threads

    def monotonic(self) -> float:
        return self.now

    def process_time(self) -> float:
        return self.now * self.threads

    def take_steps(self, count: int) -> None:
        self.steps += count
        self.now += self.left.pop(0)


@pytest.mark.parametrize(
    ("seconds", "threads", "gpus", "quota", "chunks", "each"),
    [
        ((9.0, 6.0, 1.0), 1.6, [], 1.0, 2, 2.0),
        ((0.03, 0.015, 0.3, 0.015), 1.6, [], 1.0, 3, 0.005),
        ((9.0, 6.0), 0.1, [], 1.0, 2, 0.2),
        ((9.0, 6.0), 0.1, ["a GPU"], 1.0, 2, 2.0),
        ((9.0, 6.0), 0.1, [], 0.5, 2, 2.0),
    ],
    ids=["slow: no more than two", "fastest of those within the time", "busy", "GPU computes", "less than a processor"],
)
def test_fastest_chunk_counts(monkeypatch, seconds, threads, gpus, quota, chunks, each):
    clock = Clock(*seconds, threads=threads)
    monkeypatch.setattr(warm_up, "time", clock)
    monkeypatch.setattr(warm_up, "quota", lambda: quota)
    monkeypatch.setattr(warm_up.tf.config, "list_physical_devices", lambda _kind: gpus)
    assert warm_up._seconds_per_step(clock.take_steps) == pytest.approx(each)
    assert clock.steps == 3 * chunks
