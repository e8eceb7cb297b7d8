"""The schedules against their formulas, in plain Python, and in the optimizer that a program steps."""

import math

import numpy as np
import pytest

from core.training.graph.training_graph import IN_GRAPH, TrainingGraph
from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate
from models.mlp import mlp

pytestmark = pytest.mark.process


def cosine(peak, step, total):
    return peak * (1 + math.cos(math.pi * step / total)) / 2


def one_cycle(peak, step, total):
    rise = 0.3 * total
    if step < rise:
        low = peak / 25
        return low + (peak - low) * (1 - math.cos(math.pi * step / rise)) / 2
    return cosine(peak, step - rise, total - rise)


FORMULAS = {"constant": lambda peak, step, total: peak, "cosine": cosine, "one_cycle": one_cycle}


@pytest.mark.parametrize("schedule", FORMULAS)
@pytest.mark.parametrize("total", [1, 10, 137])
def test_every_step_has_the_learning_rate_of_the_formula(schedule, total):
    rates = [
        float(planned_rate(schedule, peak=0.003, step=np.int32(step), total_steps=total, by=IN_GRAPH))
        for step in range(total)
    ]
    expected = [FORMULAS[schedule](0.003, step, total) for step in range(total)]
    np.testing.assert_allclose(rates, expected, rtol=1e-4, atol=1e-9)
    assert max(rates) <= 0.003 * (1 + 1e-6)


@pytest.mark.parametrize("schedule", FORMULAS)
def test_optimizer_steps_with_the_rate_of_the_whole_runs_step(small_dataset, schedule):
    config = TrainingConfig(epochs=3, batch_size=100, learning_rate=0.01, schedule=schedule)
    program = TrainingGraph(mlp(hidden=(4,), dropout=0), config, str(small_dataset.folder))
    program.start_epoch(2)  # 14 steps came before
    for first, count, newest in ((0, 5, 18), (5, 1, 19), (13, 1, 27)):
        program.take_steps(first, count)
        expected = FORMULAS[schedule](0.01, newest, 42)
        assert float(program.optimizer.learning_rate) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_rate_rises_in_a_straight_line_before_its_schedule(schedule):
    rates = [
        float(planned_rate(schedule, peak=0.5, step=np.int32(step), total_steps=30, warmup_steps=10, by=IN_GRAPH))
        for step in range(30)
    ]
    expected = [0.05 * step for step in range(10)] + [FORMULAS[schedule](0.5, step, 20) for step in range(20)]
    np.testing.assert_allclose(rates, expected, rtol=1e-5)


@pytest.mark.parametrize("warmup_steps", [0, 30])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "one_cycle"])
def test_drawn_schedule_is_the_one_that_is_trained_with(schedule, warmup_steps):
    course = {"peak": 0.003, "total_steps": 137, "fall_steps": 20, "fall_factor": 0.5, "warmup_steps": warmup_steps}
    drawn = [planned_rate(schedule, step=step, **course) for step in range(137)]
    trained = [float(planned_rate(schedule, step=np.int32(step), by=IN_GRAPH, **course)) for step in range(137)]
    np.testing.assert_allclose(drawn, trained, rtol=1e-4, atol=1e-9)
