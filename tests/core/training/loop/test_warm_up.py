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
    """A clock that stands still but for work that takes, a chunk after the other, so many seconds."""

    def __init__(self, *seconds: float) -> None:
        self.now, self.left, self.steps = 0.0, list(seconds), 0

    def monotonic(self) -> float:
        return self.now

    def take_steps(self, count: int) -> None:
        self.steps += count
        self.now += self.left.pop(0)


@pytest.mark.parametrize(
    ("seconds", "chunks", "each"),
    [((9.0, 6.0, 1.0), 2, 2.0), ((0.03, 0.015, 0.3, 0.015), 3, 0.005)],
    ids=["slow machine: no more than two", "fastest of those within the time"],
)
def test_fastest_chunk_counts(monkeypatch, seconds, chunks, each):
    clock = Clock(*seconds)
    monkeypatch.setattr(warm_up, "time", clock)
    assert warm_up._seconds_per_step(clock.take_steps) == pytest.approx(each)
    assert clock.steps == 3 * chunks
