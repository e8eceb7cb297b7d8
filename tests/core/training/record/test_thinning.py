"""Step values of a long run: few are kept, they say what all of them said, and the doctor sees no difference."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.training.diagnosis.rules import diagnoses
from core.training.record.events import RowDamaged, RunEnded, RunQueued, RunResumed, StepsEnded
from core.training.record.history import History
from core.training.record.keras_log import training_speed
from core.training.record.thinning import MOST_POINTS, NEWEST_POINTS, joined
from core.training.settings.config import MAX_EPOCHS, TrainingConfig
from models.mlp import mlp
from tests.support.written_runs import EPOCH, STARTED

EACH = 7  # most steps of a value


def values_of(epochs, per_epoch, *, first=1, seed=0):
    """Step values of several epochs, each of 1 to 7 steps, a tenth of a second long."""
    rng, step, seconds = np.random.default_rng(seed), 0, 0.0
    for epoch in range(first, first + epochs):
        for steps in rng.integers(1, EACH + 1, per_epoch):
            seconds += 0.1
            yield StepsEnded(
                epoch=epoch,
                first_step=step + 1,
                last_step=(step := step + int(steps)),
                mean_loss=float(rng.random()) + 2.0 / epoch,
                accuracy=float(rng.random()),
                seconds=seconds,
            )


def total(values, name):
    return sum((one.last_step - one.first_step + 1) * getattr(one, name) for one in values)


@pytest.mark.parametrize(("epochs", "per_epoch"), [(1, 20_000), (10, 1500), (MAX_EPOCHS, 40)])
def test_points_are_few_cover_every_step_once_and_keep_the_means(epochs, per_epoch):
    values = list(values_of(epochs, per_epoch))
    points = joined((), values)
    assert len(points) <= MOST_POINTS
    assert points[0].first_step == 1
    assert points[-1] == values[-1]
    assert all(one.last_step + 1 == after.first_step for one, after in itertools.pairwise(points))
    for epoch in range(1, epochs + 1):
        whole, kept = ([one for one in all_of if one.epoch == epoch] for all_of in (values, points))
        assert (kept[0], kept[-1]) == (whole[0], whole[-1])
        for name in ("mean_loss", "accuracy"):
            assert total(kept, name) == pytest.approx(total(whole, name))
    share = values[-1].last_step / 500
    assert all(one.last_step - one.first_step < max(share, EACH) for one in points)
    assert points[-NEWEST_POINTS:] == tuple(values[-NEWEST_POINTS:])


def test_short_run_keeps_every_value():
    values = tuple(values_of(5, MOST_POINTS // 5))
    assert joined((), values) == values


@settings(max_examples=25, deadline=None)
@given(
    epochs=st.integers(1, 8),
    per_epoch=st.integers(1, 1000),
    seed=st.integers(0, 99),
    cuts=st.lists(st.floats(0, 1), max_size=6),
)
def test_same_events_give_the_same_history_in_however_many_parts(epochs, per_epoch, seed, cuts):
    """A run that was cut off after its first epoch and resumed, with all that it says."""
    whole = list(values_of(epochs, per_epoch, seed=seed))
    first = [one for one in whole if one.epoch == 1]
    beginning = {field.name: getattr(STARTED, field.name) for field in dataclasses.fields(STARTED)}
    resumed = RunResumed(from_epoch=1, **beginning | {"steps_per_epoch": first[-1].last_step})
    cut_off = [RunEnded(outcome="interrupted"), RunQueued(), resumed]
    events = [STARTED, *first, EPOCH, *whole[len(first) :], *cut_off, *whole[len(first) :]]
    places = sorted({0, len(events), *(int(cut * len(events)) for cut in cuts)})
    history = History()
    for begin, end in itertools.pairwise(places):
        history = history.extended(events[begin:end])
    assert history == History().extended(events)
    assert all(one.last_step + 1 == after.first_step for one, after in itertools.pairwise(history.steps))
    assert (history.steps[0].first_step, history.steps[-1]) == (1, whole[-1])


@pytest.mark.parametrize("cut_off_after", [50, 200, 400])
def test_steps_that_come_again_take_the_place_of_the_first(cut_off_after):
    """Where the row that says that a run was resumed is damaged."""
    whole = list(values_of(8, 500))
    again = next(place for place, one in enumerate(whole) if one.epoch == 5)
    events = [STARTED, *whole[: again + cut_off_after], RowDamaged(kind="RunResumed"), *whole[again:]]
    history = History().extended(events)
    assert len(history.steps) <= MOST_POINTS
    assert all(one.last_step + 1 == after.first_step for one, after in itertools.pairwise(history.steps))
    assert (history.steps[0].first_step, history.steps[-1]) == (1, whole[-1])


def test_value_of_no_step_is_passed_over():
    (one,) = values_of(1, 1)
    assert joined((one,), [dataclasses.replace(one, first_step=9, last_step=2)]) == (one,)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("losses", ["falling", "running away", "staying"])
def test_doctor_and_pace_see_no_difference(losses, seed):
    """Long enough that values were merged, within the first epoch, just after it, and later."""
    shape = {
        "falling": np.geomspace(3, 2.2, 9000),
        "running away": np.geomspace(3, 90, 9000),
        "staying": np.full(9000, 2.3),
    }
    values = [
        dataclasses.replace(one, mean_loss=float(loss))
        for one, loss in zip(values_of(3, 3000, seed=seed), shape[losses], strict=True)
    ]
    spec, config = mlp(hidden=(4,), dropout=0), TrainingConfig(epochs=3, learning_rate=1e-5)
    found = set()
    for count in (2500, 3000, 3200, 8000):
        ended = [
            dataclasses.replace(EPOCH, epoch=epoch, loss=2.3, accuracy=0.3, validation_accuracy=0.3)
            for epoch in range(1, values[count - 1].epoch)
        ]
        history = History().extended([STARTED, *values[:count], *ended])
        whole = dataclasses.replace(history, steps=tuple(values[:count]))
        assert len(history.steps) < len(whole.steps)
        assert diagnoses(spec, config, history) == diagnoses(spec, config, whole)
        found |= {one.kind for one in diagnoses(spec, config, history)}
        assert training_speed(history, config) == training_speed(whole, config)
    assert found == {"falling": {"too_slow"}, "running away": {"diverged"}, "staying": set()}[losses]
