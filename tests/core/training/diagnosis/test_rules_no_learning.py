"""The rules for runs that do not learn, on histories written by hand; each fires, and just does not."""

import dataclasses
import math

import pytest

from core.training.diagnosis.findings import (
    Diverged,
    Guessing,
)
from core.training.record.events import (
    RunBranched,
    RunEnded,
)
from core.training.settings.config import MIN_LEARNING_RATE
from models.layers import Activation, BatchNormalization, Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec
from tests.support.diagnosed_runs import (
    CONFIG,
    MLP,
    SIGMOID,
    epoch,
    kinds,
    only,
    read,
    steered,
    steps,
)
from tests.support.written_runs import FILE


def test_run_that_diverged_is_tried_with_a_tenth_from_its_last_epoch():
    found = only(epoch(1), RunEnded(outcome="diverged", epoch=2, step=31))
    assert (found.kind, found.remedy.epoch) == ("diverged", 1)
    assert found.evidence == Diverged(epoch=2, loss=None, blind_loss=math.log(10), learning_rate=0.001)
    assert found.remedy.changed == (("learning_rate", 0.001, 0.0001),)


def test_tenth_is_of_the_learning_rate_as_it_was_steered():
    found = only(steered("learning_rate", 0.03), RunEnded(outcome="diverged", epoch=1))
    assert found.remedy.changed == (("learning_rate", 0.03, 0.003),)
    assert found.remedy.epoch == 0


def test_run_that_diverged_at_the_smallest_learning_rate_has_no_remedy():
    config = dataclasses.replace(CONFIG, learning_rate=MIN_LEARNING_RATE)
    assert kinds(RunEnded(outcome="diverged", epoch=1), config=config) == []


@pytest.mark.parametrize(
    ("taken", "config", "expected"),
    [
        pytest.param(steps(3.0, 4.0, 5.0, 6.0, 7.0), {}, ["diverged"], id="rising above twice that of guessing"),
        pytest.param(steps(3.0, 4.0, 4.5, 4.5, 4.6), {}, [], id="just below twice that of guessing"),
        pytest.param(steps(60.0, 9.0, 8.0, 7.0, 6.0), {}, [], id="falling from a high beginning"),
        pytest.param(steps(3.0, 7.0, 7.0), {}, [], id="after too few steps to say"),
        pytest.param(
            steps(0.3, 0.6, 0.7, 0.8, 0.9), {"loss": "binary_crossentropy"}, ["diverged"], id="binary cross-entropy"
        ),
        pytest.param(
            steps(0.1, 0.19, 0.19, 0.19, 0.19),
            {"loss": "mean_squared_error"},
            [],
            id="an error that cannot grow further",
        ),
    ],
)
def test_loss_of_the_newest_steps_tells_a_run_that_diverges_in_its_first_epoch(taken, config, expected):
    assert kinds(*taken, config=dataclasses.replace(CONFIG, **config)) == expected


def test_loss_that_stays_high_for_an_epoch_has_diverged_though_it_falls():
    found = only(epoch(1), epoch(2, loss=50.0, validation_loss=40.0), *steps(40.0, 30.0, of=3))
    assert found.kind == "diverged"
    assert found.evidence.loss == 35.0
    assert found.remedy.epoch == 1  # the last one before


def test_loss_that_came_down_again_is_no_trouble():
    assert kinds(epoch(1, loss=50.0, validation_loss=1.0), *steps(1.0, 0.9, of=2)) == []


def test_run_of_a_branch_that_runs_away_goes_back_to_where_it_left():
    branched = RunBranched(parent="b" * 32, epoch=3, checkpoint=FILE, optimizer=None)
    assert only(branched, RunEnded(outcome="diverged", epoch=4)).remedy.epoch == 3


@pytest.mark.parametrize(
    ("activation", "expected"),
    [("relu", "he_normal"), ("leaky_relu", "he_normal"), ("gelu", "he_normal"), ("sigmoid", "glorot_uniform")],
)
def test_hidden_zeros_are_replaced_by_what_suits_the_activation(activation, expected):
    spec = mlp(hidden=(64, 32), dropout=0, activation=activation, initializer="zeros")
    found = only(read(0.11), spec=spec)
    assert found.kind == "wrong_initialisation"
    assert (found.evidence.initializer, found.evidence.layers) == ("zeros", 2)
    assert found.remedy.epoch is None
    assert [layer.initializer for layer in found.remedy.spec.layers] == [expected, expected, "glorot_uniform"]


def test_activation_that_comes_later_decides_which_initialiser_suits():
    spec = NetworkSpec(
        input_shape=FLAT,
        layers=(
            Dense(units=8, initializer="zeros"),
            BatchNormalization(),
            Activation(function="relu"),
            Dense(units=10, activation="softmax"),
        ),
    )
    assert only(read(0.11), spec=spec).remedy.changed == (("initializer", "zeros", "he_normal"),)


def test_zeros_in_a_network_that_learns_are_left():
    assert kinds(read(0.6), spec=mlp(hidden=(64,), dropout=0, activation="sigmoid", initializer="zeros")) == []


def test_zeros_in_the_last_layer_alone_are_harmless():
    layers = (Dense(units=8, activation="relu"), Dense(units=10, activation="softmax", initializer="zeros"))
    assert kinds(read(0.5), spec=NetworkSpec(input_shape=FLAT, layers=layers)) == []


def test_deep_network_of_equally_small_kernels_that_only_guesses_gets_others():
    deep = mlp(hidden=(64,) * 8, dropout=0, initializer="random_normal")
    found = only(read(0.11), spec=deep)
    assert found.kind == "wrong_initialisation"
    assert ("initializer", "random_normal", "he_normal") in found.remedy.changed
    assert kinds(read(0.5), spec=deep) == []


@pytest.mark.parametrize(
    ("spec", "settings", "cause", "at", "changed"),
    [
        pytest.param(
            MLP, {"learning_rate": 2e-5}, "low_rate", 1, ("learning_rate", 2e-5, 2e-4), id="too slow: ten times"
        ),
        pytest.param(
            MLP, {"learning_rate": 1e-6}, "low_rate", 1, ("learning_rate", 1e-6, 1e-3), id="much too slow: as usual"
        ),
        pytest.param(MLP, {"pixel_scale": "bytes"}, "byte_pixels", 0, ("pixel_scale", "bytes", "unit"), id="bytes"),
        pytest.param(SIGMOID, {}, "sigmoid", None, ("activation", "sigmoid", "relu"), id="sigmoid"),
        pytest.param(
            MLP,
            {"wrong_label_fraction": 1.0},
            "wrong_labels",
            0,
            ("wrong_label_fraction", 1.0, 0.0),
            id="wrong labels",
        ),
        pytest.param(MLP, {}, "unknown", 0, ("learning_rate", 0.001, 0.0001), id="nothing else: a tenth"),
    ],
)
def test_network_that_only_guesses_gets_what_its_settings_suggest(spec, settings, cause, at, changed):
    found = only(read(0.15), spec=spec, config=dataclasses.replace(CONFIG, **settings))
    assert found.kind == "guessing"
    assert isinstance(found.evidence, Guessing)
    assert (found.evidence.cause, found.evidence.accuracy, found.remedy.epoch) == (cause, 0.15, at)
    assert found.remedy.changed == (changed,)


@pytest.mark.parametrize(
    ("accuracy", "validation"),
    [pytest.param(0.7, 0.1, id="normalisation comes late"), pytest.param(0.15, 0.5, id="an epoch of few steps")],
)
def test_one_low_accuracy_beside_a_good_one_is_not_guessing(accuracy, validation):
    assert kinds(epoch(1, accuracy=accuracy, validation_accuracy=validation)) == []


def test_without_validation_the_training_accuracy_decides():
    unvalidated = {"validation_loss": None, "validation_accuracy": None}
    assert kinds(epoch(1, accuracy=0.19, **unvalidated)) == ["guessing"]
    assert kinds(epoch(1, accuracy=0.2, **unvalidated)) == []
