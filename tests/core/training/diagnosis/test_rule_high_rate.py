"""The rule for a learning rate that is far too high: early, above its symptoms, and by the rate of that time."""

import dataclasses
import math

import pytest

from core.training.diagnosis.findings import DeadRelus, Diverged, Guessing, RateTooHigh
from core.training.diagnosis.rules import diagnoses
from core.training.record.events import RunEnded, RunSteered
from models.cnn import cnn
from models.mlp import mlp
from tests.support.diagnosed_runs import (
    CONFIG,
    DROPPING,
    MLP,
    epoch,
    history_of,
    kinds,
    only,
    read,
    relus,
    squashed,
    steered,
    steps,
)

FAST = dataclasses.replace(CONFIG, learning_rate=10.0)
LEAPT = steps(900.0, 10412.0, 60.0, 30.0, 20.0)  # 50 steps


def at(step, value, of=1):
    """A change of the learning rate after a step."""
    return RunSteered(action="learning_rate", epoch=of, step=step, seconds=1.0, value=value)


def test_loss_that_leaps_in_the_first_steps_is_told_at_once_with_how_far_the_rate_is_off():
    found = only(*LEAPT[:1], config=FAST)
    assert found.kind == "rate_too_high"
    assert found.evidence == RateTooHigh(
        epoch=1,
        loss=900.0,
        has_leapt=True,
        blind_loss=math.log(10),
        accuracy=0.1,
        optimizer="adam",
        learning_rate=10.0,
        usual_rate=1e-3,
    )
    assert (found.remedy.epoch, found.remedy.changed) == (0, (("learning_rate", 10.0, 0.001),))


def test_highest_loss_is_told_also_when_it_has_come_down_to_that_of_guessing():
    found = only(*LEAPT, *steps(2.4, 2.3, before=50), config=FAST)
    assert found.evidence.loss == 10412.0


@pytest.mark.parametrize(
    ("taken", "settings"),
    [
        pytest.param(steps(3.0, 5.0, 1.9), {}, id="it came down"),
        pytest.param(steps(3.0, 5.0), {}, id="a little, for a moment"),
        pytest.param(steps(60.0, 20.0, 9.0, 7.0), {"pixel_scale": "bytes"}, id="bytes begin with a high loss"),
        pytest.param(steps(900.0), {"learning_rate": 0.009}, id="not by a usual rate"),
        pytest.param(steps(*[0.09] * 5), {"loss": "mean_squared_error"}, id="too early to judge by accuracy"),
    ],
)
def test_loss_that_learns_again_or_has_another_reason_is_no_finding(taken, settings):
    assert kinds(*taken, config=dataclasses.replace(CONFIG, **{"learning_rate": 0.03} | settings)) == []


def test_small_leap_that_stays_is_told():
    assert only(*steps(3.0, 5.0, 5.0, 4.9), config=dataclasses.replace(CONFIG, learning_rate=0.03)).kind == (
        "rate_too_high"
    )


def test_loss_that_cannot_leap_is_told_by_the_accuracy_of_the_first_hundred_steps():
    config = dataclasses.replace(FAST, loss="mean_squared_error")
    found = only(*steps(*[0.18] * 11), config=config)
    assert (found.kind, found.evidence.has_leapt, found.evidence.accuracy) == ("rate_too_high", False, 0.1)


@pytest.mark.parametrize(("rate", "becomes"), [(0.05, 0.005), (10.0, 0.001)], ids=["a tenth", "as usual"])
def test_network_that_only_guesses_with_such_a_rate_is_told_the_rate_and_not_the_guessing(rate, becomes):
    found = only(read(0.15), config=dataclasses.replace(CONFIG, learning_rate=rate))
    assert found.kind == "rate_too_high"
    assert (found.evidence.has_leapt, found.evidence.accuracy, found.remedy.epoch) == (False, 0.15, 0)
    assert found.remedy.changed == (("learning_rate", rate, becomes),)


@pytest.mark.parametrize(
    ("last", "spec"),
    [
        pytest.param(read(0.1, health=relus(("dense", 1.0))), MLP, id="dead ReLUs"),
        pytest.param(read(0.1, health=squashed(("dense", 1.0))), mlp(activation="tanh"), id="saturated"),
        pytest.param(read(0.1), MLP, id="chance"),
    ],
)
def test_symptoms_are_not_said_beside_the_rate(last, spec):
    assert kinds(*LEAPT, last, spec=spec, config=FAST) == ["rate_too_high"]
    sgd = dataclasses.replace(FAST, optimizer="sgd")
    assert kinds(*LEAPT, last, spec=spec, config=sgd) == ["rate_too_high"]


def test_run_that_left_the_range_of_numbers_with_such_a_rate_is_told_the_rate():
    found = only(*LEAPT, RunEnded(outcome="diverged", epoch=1, step=51), config=FAST)
    assert (found.kind, found.evidence.loss) == ("rate_too_high", None)
    assert found.remedy.changed == (("learning_rate", 10.0, 0.001),)


@pytest.mark.parametrize(("now", "kind"), [(10.0, "rate_too_high"), (0.001, "diverged")])
def test_loss_that_left_the_range_in_steps_that_were_not_told_is_blamed_on_the_last_rate(now, kind):
    config = dataclasses.replace(CONFIG, learning_rate=0.003)
    events = [*steps(1.0, 0.5), epoch(1), at(500, now), RunEnded(outcome="diverged", epoch=2, step=90)]
    found = only(*events, config=config)
    assert (found.kind, found.evidence.learning_rate, found.remedy.epoch) == (kind, now, 1)


def test_run_that_was_sound_goes_back_to_the_last_epoch_before_the_loss_leapt():
    sound = [*steps(1.0, 0.5, 0.3), epoch(1)]
    config = dataclasses.replace(CONFIG, learning_rate=0.003)
    found = only(*sound, at(422, 10.0), *steps(900.0, 2.3, of=2, before=422), config=config)
    assert (found.kind, found.evidence.learning_rate, found.remedy.epoch) == ("rate_too_high", 10.0, 1)


def test_rate_of_the_time_when_the_loss_leapt_is_blamed_though_it_was_changed_since():
    found = only(*LEAPT, at(50, 0.001), *steps(*[2.303] * 6, before=50), config=FAST)
    assert (found.evidence.learning_rate, found.evidence.steered_to) == (10.0, 0.001)
    assert found.remedy.changed == (("learning_rate", 10.0, 0.001),)


def test_rate_that_was_put_right_before_the_loss_leapt_is_not_blamed():
    found = only(at(0, 0.003), *steps(3.0, 4.0, 6.0, 7.0), config=FAST)
    assert isinstance(found.evidence, Diverged)
    assert (found.evidence.learning_rate, found.evidence.steered_to) == (0.003, None)
    assert found.remedy.changed == (("learning_rate", 0.003, 0.0003),)


def test_dead_relus_are_blamed_on_the_rate_of_the_epoch_in_which_they_died():
    spec = cnn(filters=(16,), dense=(64,))
    config = dataclasses.replace(CONFIG, learning_rate=0.03)
    dead = relus(("dense", 0.7))
    events = [at(126, 0.001), epoch(1, health=dead), epoch(2, health=dead)]
    found = only(*events, spec=spec, config=config)
    assert isinstance(found.evidence, DeadRelus)
    assert (found.evidence.cause, found.evidence.learning_rate, found.evidence.steered_to) == ("high_rate", 0.03, 0.001)
    assert (found.remedy.epoch, found.remedy.changed) == (0, (("learning_rate", 0.03, 0.001),))
    later = [at(422, 0.0001), epoch(1), epoch(2, health=dead)]
    found = only(*later, spec=spec, config=dataclasses.replace(CONFIG, learning_rate=0.001))
    assert (found.evidence.learning_rate, found.evidence.steered_to) == (0.0001, None)


def test_remedy_follows_from_the_rate_of_then_where_the_one_now_is_low_or_higher():
    spec, config = cnn(filters=(16,), dense=(64,)), dataclasses.replace(CONFIG, learning_rate=0.03)
    for now in (0.00001, 0.02):
        found = only(at(126, now), epoch(1, health=relus(("dense", 0.7))), spec=spec, config=config)
        assert found.remedy.changed == (("learning_rate", 0.03, 0.003),)


def test_too_low_a_rate_that_was_put_right_is_not_called_the_cause_any_more():
    low = dataclasses.replace(CONFIG, learning_rate=1e-6)
    assert only(read(0.1), config=low).evidence.cause == "low_rate"
    history = history_of(read(0.1), at(422, 1e-3))
    assert [found.evidence for found in diagnoses(MLP, low, history) if isinstance(found.evidence, Guessing)] == []


def test_dropout_of_the_epoch_in_question_is_named():
    dropping = dataclasses.replace(steered("dropout_rate", 0.5), step=0)
    later = dataclasses.replace(steered("dropout_rate", 0.1), step=422)
    last = epoch(1, accuracy=0.90, validation_accuracy=0.95)
    assert only(dropping, last, later, spec=DROPPING).evidence.rate == 0.5


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_zeros_are_told_within_the_first_epoch(activation):
    spec = mlp(hidden=(64, 32), dropout=0, activation=activation, initializer="zeros")
    assert kinds(*steps(2.3, 2.3), spec=spec) == []
    found = only(*steps(2.3, 2.3, 2.3), spec=spec)
    assert found.kind == "wrong_initialisation"
    assert (found.evidence.epoch, found.evidence.step, found.evidence.accuracy) == (1, 30, 0.1)
    reads = [dataclasses.replace(point, accuracy=0.4) for point in steps(2.3, 2.0, 1.8)]
    assert kinds(*reads, spec=spec) == []


def test_zeros_come_before_the_rate():
    spec = mlp(hidden=(64,), dropout=0, initializer="zeros")
    assert kinds(*LEAPT, spec=spec, config=FAST) == ["wrong_initialisation", "rate_too_high"]
