"""The rules on histories written by hand: each fires, and just does not; each remedy can be followed."""

import dataclasses

import pytest

from core.training.diagnosis.findings import (
    DeadRelus,
    LayerFinding,
    SureMistakes,
    TooSlow,
)
from core.training.settings.config import MAX_EPOCHS
from models.cnn import cnn
from models.mlp import mlp
from tests.support.diagnosed_runs import (
    CONFIG,
    DROPPING,
    SIGMOID,
    confusion,
    epoch,
    kinds,
    only,
    read,
    relus,
    squashed,
    steered,
    steps,
)

HEALTHY = [
    *steps(2.3, 0.9, 0.5, 0.3),
    epoch(1, loss=0.30, accuracy=0.91, validation_loss=0.15, validation_accuracy=0.955),
    *steps(0.15, 0.13, of=2, before=40),
    epoch(2, loss=0.14, accuracy=0.958, validation_loss=0.11, validation_accuracy=0.966),
    epoch(3, loss=0.10, accuracy=0.970, validation_loss=0.112, validation_accuracy=0.965),
    epoch(4, loss=0.08, accuracy=0.976, validation_loss=0.095, validation_accuracy=0.971),
    epoch(5, loss=0.06, accuracy=0.982, validation_loss=0.097, validation_accuracy=0.972),
]


@pytest.mark.parametrize("count", range(len(HEALTHY) + 1))
def test_healthy_run_is_left_in_peace_at_every_moment(count):
    assert kinds(*HEALTHY[:count]) == []


def test_healthy_layers_and_a_few_sure_mistakes_are_nothing():
    health = relus(("conv2d", 0.06), ("dense", 0.36))
    last = epoch(5, health=health, confusion=confusion(150), sure_mistakes=29)
    assert kinds(last, spec=cnn(filters=(16,), dense=(64,))) == []


def test_nothing_but_a_runaway_loss_is_said_before_an_epoch_has_ended():
    assert kinds(*steps(2.3, 2.3, 2.3, 2.3, 2.3), config=dataclasses.replace(CONFIG, learning_rate=1e-6)) == []


def test_log_of_an_older_version_without_health_gives_no_finding():
    assert kinds(epoch(1, health=(), confusion=(), sure_mistakes=0)) == []


def test_dead_relus_name_the_worst_layer_and_slow_the_run_down():
    spec = cnn(filters=(16,), dense=(64,))
    health = relus(("conv2d", 0.25), ("dense", 0.75))
    found = only(epoch(1, health=health), spec=spec, config=dataclasses.replace(CONFIG, learning_rate=0.003))
    assert found.kind == "dead_relus"
    assert isinstance(found.evidence, DeadRelus)
    assert found.evidence.layer == LayerFinding(number=4, text="Dense 64, ReLU", fraction=0.75)
    assert found.remedy.epoch == 0
    assert found.remedy.changed == (("learning_rate", 0.003, 0.001),)
    assert kinds(epoch(1, health=relus(("dense", 0.49))), spec=spec) == []


def test_learning_rate_of_a_remedy_has_three_digits():
    found = only(epoch(1, health=relus(("dense", 0.9))))
    assert found.remedy.changed == (("learning_rate", 0.001, 0.000333),)


def test_dead_relus_are_why_a_network_guesses():
    found = only(read(0.1, health=relus(("dense", 1.0))), config=dataclasses.replace(CONFIG, learning_rate=0.006))
    assert found.kind == "dead_relus"
    assert found.remedy.changed == (("learning_rate", 0.006, 0.002),)


def test_dead_relus_in_a_network_that_reads_most_digits_are_slowed_down_to_a_tenth():
    found = only(read(0.9, health=relus(("dense", 0.6))), config=dataclasses.replace(CONFIG, learning_rate=0.05))
    assert (found.kind, found.evidence.cause) == ("dead_relus", "high_rate")
    assert found.remedy.changed == (("learning_rate", 0.05, 0.005),)


def test_dead_relus_behind_bytes_get_scaled_inputs():
    found = only(epoch(1, health=relus(("dense", 0.9))), config=dataclasses.replace(CONFIG, pixel_scale="bytes"))
    assert found.remedy.changed == (("pixel_scale", "bytes", "unit"),)


def test_dead_relus_that_began_unsuited_begin_otherwise_in_a_new_run():
    spec = mlp(hidden=(64,), dropout=0, initializer="random_normal")
    found = only(epoch(1, health=relus(("dense", 0.9))), spec=spec)
    assert found.remedy.epoch is None
    assert ("initializer", "random_normal", "he_normal") in found.remedy.changed


@pytest.mark.parametrize(
    ("settings", "at", "changed"),
    [
        pytest.param({}, None, ("activation", "sigmoid", "relu"), id="ReLU"),
        pytest.param({"learning_rate": 0.05}, 0, ("learning_rate", 0.05, 0.005), id="too fast"),
        pytest.param({"pixel_scale": "bytes"}, 0, ("pixel_scale", "bytes", "unit"), id="bytes"),
    ],
)
def test_saturated_hidden_layer_gets_what_its_settings_suggest(settings, at, changed):
    health = squashed(("dense", 0.9), ("dense_1", 0.2))
    found = only(epoch(1, health=health), spec=SIGMOID, config=dataclasses.replace(CONFIG, **settings))
    assert found.kind == "saturated"
    assert found.evidence.layer == LayerFinding(number=1, text="Dense 64, sigmoid", fraction=0.9)
    assert (found.remedy.epoch, found.remedy.changed) == (at, (changed,))
    assert found.remedy.spec.layers[-1] == SIGMOID.layers[-1]


def test_layer_that_is_hardly_saturated_is_nothing():
    assert kinds(epoch(1, health=squashed(("dense", 0.69))), spec=SIGMOID) == []


@pytest.mark.parametrize(
    ("mistakes", "sure", "expected"),
    [(60, 30, ["saturated"]), (60, 29, []), (62, 30, []), (0, 40, [])],
    ids=["half and thirty", "too few", "less than half", "no matrix"],
)
def test_sure_mistakes_count_where_they_are_many_and_most(mistakes, sure, expected):
    matrix = confusion(mistakes) if mistakes else ()
    assert kinds(epoch(1, confusion=matrix, sure_mistakes=sure)) == expected


def test_sure_mistakes_behind_bytes_get_scaled_inputs_and_others_a_tenth():
    last = epoch(1, confusion=confusion(60), sure_mistakes=50)
    found = only(last)
    assert found.evidence == SureMistakes(epoch=1, mistakes=60, sure=50)
    assert found.remedy.changed == (("learning_rate", 0.001, 0.0001),)
    found = only(last, config=dataclasses.replace(CONFIG, pixel_scale="bytes"))
    assert found.remedy.changed == (("pixel_scale", "bytes", "unit"),)


SLOW = dataclasses.replace(CONFIG, learning_rate=5e-5)


def test_slow_run_goes_on_ten_times_as_fast_from_its_last_epoch():
    found = only(read(0.8, 1, loss=0.9), read(0.88, 2, loss=0.6), config=SLOW)
    assert found.kind == "too_slow"
    assert found.evidence == TooSlow(epoch=2, accuracy=0.88, learning_rate=5e-5, usual_rate=1e-3)
    assert (found.remedy.epoch, found.remedy.changed) == (2, (("learning_rate", 5e-5, 5e-4),))


def test_slow_run_at_its_end_gets_as_many_epochs_again():
    found = only(read(0.8, 4, loss=0.9), read(0.88, 5, loss=0.6), config=SLOW)
    assert found.remedy.epoch == 5
    assert ("epochs", 5, 10) in found.remedy.changed


def test_slow_run_of_all_epochs_there_are_begins_anew():
    config = dataclasses.replace(SLOW, epochs=MAX_EPOCHS)
    found = only(read(0.8, MAX_EPOCHS - 1, loss=0.9), read(0.88, MAX_EPOCHS, loss=0.6), config=config)
    assert found.remedy.epoch == 0


@pytest.mark.parametrize(
    ("events", "settings"),
    [
        pytest.param([read(0.93, 1, loss=0.9), read(0.93, 2, loss=0.8)], {}, id="good enough"),
        pytest.param([read(0.8, 1, loss=0.9), read(0.88, 2, loss=0.9)], {}, id="falls no more"),
        pytest.param([read(0.8, 1, loss=0.9), read(0.88, 2, loss=0.8)], {"learning_rate": 1e-4}, id="not so low"),
        pytest.param([*steps(0.9, 0.9), read(0.8)], {}, id="does not fall within its only epoch"),
        pytest.param(
            [read(0.8, 1, loss=0.9), read(0.88, 2, loss=0.8), steered("learning_rate", 1e-3)], {}, id="steered since"
        ),
    ],
)
def test_run_that_is_not_slow_for_its_learning_rate_is_left(events, settings):
    assert kinds(*events, config=dataclasses.replace(SLOW, **settings)) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"learning_rate": 0.009}, ["too_slow"]),
        ({"learning_rate": 0.01}, []),
        ({"learning_rate": 0.009, "momentum": 0.9}, []),
        ({"learning_rate": 0.0009, "momentum": 0.9}, ["too_slow"]),
    ],
)
def test_sgd_is_slow_by_its_own_measure(settings, expected):
    config = dataclasses.replace(CONFIG, optimizer="sgd", **settings)
    assert kinds(*steps(2.0, 1.0), read(0.8), config=config) == expected


def test_worst_finding_comes_first():
    slow_and_dropping = epoch(1, accuracy=0.85, validation_accuracy=0.90)
    assert kinds(*steps(2.0, 1.0), slow_and_dropping, spec=DROPPING, config=SLOW) == ["too_slow", "dropout_rests"]
