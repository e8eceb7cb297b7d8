"""The doctor on histories written by hand: each rule fires, and just does not; each remedy can be followed."""

import dataclasses
import math

import pytest

from core.runs.branching import check_branch, epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.training.diagnosis.findings import (
    DeadRelus,
    Diverged,
    Guessing,
    LayerFound,
    Overfitting,
    SureMistakes,
    TooSlow,
)
from core.training.diagnosis.rules import diagnoses
from core.training.record.events import (
    BestRestored,
    LayerHealth,
    RunBranched,
    RunEnded,
    RunSteered,
    StepsEnded,
)
from core.training.record.history import History
from core.training.settings.augmentation import GENTLE, Augmentation
from core.training.settings.config import MAX_EPOCHS, MIN_LEARNING_RATE, TrainingConfig
from models.cnn import cnn
from models.layers import Activation, BatchNormalization, Dense, Dropout
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec
from tests.support.written_runs import EPOCH, FILE, STARTED

MLP = mlp(hidden=(64,), dropout=0)
DROPPING = mlp(hidden=(64,), dropout=0.2)
SIGMOID = mlp(hidden=(64, 32), dropout=0, activation="sigmoid")
CONFIG = TrainingConfig(epochs=5)


def epoch(number=1, **values):
    return dataclasses.replace(EPOCH, epoch=number, **values)


def read(accuracy, number=1, **values):
    """An epoch after which so many are read right, in training and validation alike."""
    return epoch(number, accuracy=accuracy, validation_accuracy=accuracy, **values)


def steps(*losses, of=1, each=10, before=0):
    """Steps of an epoch, `each` of them for every mean loss."""
    return [
        StepsEnded(
            epoch=of,
            first_step=before + place * each + 1,
            last_step=before + (place + 1) * each,
            mean_loss=loss,
            accuracy=0.1,
            seconds=1.0,
        )
        for place, loss in enumerate(losses)
    ]


def history_of(*events):
    return History().extended([STARTED, *events])


def losses(*pairs):
    """Epochs with these training and validation losses."""
    return [epoch(number, loss=train, validation_loss=held) for number, (train, held) in enumerate(pairs, start=1)]


def relus(*fractions):
    return tuple(
        LayerHealth(name=name, weight_size=0.1, gradient_size=0.1, dead_fraction=fraction, saturated_fraction=None)
        for name, fraction in fractions
    )


def squashed(*fractions):
    return tuple(
        LayerHealth(name=name, weight_size=0.1, gradient_size=0.1, dead_fraction=None, saturated_fraction=fraction)
        for name, fraction in fractions
    )


def steered(action, value):
    return RunSteered(action=action, epoch=1, step=100, seconds=1.0, value=value)


def confusion(mistakes):
    """Validation images of which so many were read wrong."""
    return (5000, mistakes, *[0] * 98)


def kinds(*events, spec=MLP, config=CONFIG):
    return [found.kind for found in diagnoses(spec, config, history_of(*events))]


def only(*events, spec=MLP, config=CONFIG):
    """Return the one finding; its remedy was tried on the rules of a branch."""
    history = history_of(*events)
    [found] = diagnoses(spec, config, history)
    follow(found.remedy, spec, config, history)
    return found


def follow(remedy, spec, config, history):
    assert remedy.changed
    assert remedy.config.epochs > (remedy.epoch or 0)
    if remedy.epoch is None:
        assert remedy.spec != spec
        return
    record = RunRecord(id="a" * 32, owner="me", created=0.0, recipe="", name="", spec=spec, config=config, data="")
    check_branch(record, remedy.epoch, remedy.spec, remedy.config)
    assert remedy.epoch in epochs_to_branch_from(history)
    assert (remedy.spec, remedy.config) != (spec, config)


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


@pytest.mark.parametrize(("activation", "expected"), [("relu", "he_normal"), ("sigmoid", "glorot_uniform")])
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
            MLP, {"learning_rate": 0.05}, "high_rate", 0, ("learning_rate", 0.05, 0.005), id="far too fast: a tenth"
        ),
        pytest.param(
            MLP, {"learning_rate": 10.0}, "high_rate", 0, ("learning_rate", 10.0, 0.001), id="much too fast: as usual"
        ),
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


def test_dead_relus_name_the_worst_layer_and_slow_the_run_down():
    spec = cnn(filters=(16,), dense=(64,))
    health = relus(("conv2d", 0.25), ("dense", 0.75))
    found = only(epoch(1, health=health), spec=spec, config=dataclasses.replace(CONFIG, learning_rate=0.003))
    assert found.kind == "dead_relus"
    assert isinstance(found.evidence, DeadRelus)
    assert found.evidence.layer == LayerFound(place=4, text="Dense 64, ReLU", fraction=0.75)
    assert found.remedy.epoch == 0
    assert found.remedy.changed == (("learning_rate", 0.003, 0.001),)
    assert kinds(epoch(1, health=relus(("dense", 0.49))), spec=spec) == []


def test_learning_rate_of_a_remedy_has_three_digits():
    found = only(epoch(1, health=relus(("dense", 0.9))))
    assert found.remedy.changed == (("learning_rate", 0.001, 0.000333),)


def test_dead_relus_are_why_a_network_guesses():
    found = only(read(0.1, health=relus(("dense", 1.0))), config=dataclasses.replace(CONFIG, learning_rate=0.05))
    assert found.kind == "dead_relus"
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
    assert found.evidence.layer == LayerFound(place=1, text="Dense 64, sigmoid", fraction=0.9)
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


RISING = losses((0.20, 0.15), (0.10, 0.10), (0.07, 0.105), (0.05, 0.115))


def test_overfitting_goes_back_to_the_best_epoch_with_changed_images():
    found = only(*RISING)
    assert found.kind == "overfitting"
    assert found.evidence == Overfitting(best_epoch=2, lowest=0.10, epoch=4, now=0.115, train_then=0.10, train_now=0.05)
    assert found.remedy.epoch == 2
    assert found.remedy.changed == (("augmentation", Augmentation(), GENTLE),)


def test_overfitting_with_dropout_gets_more_of_it_and_then_other_images_and_then_a_penalty():
    found = only(*RISING, spec=DROPPING)
    assert found.remedy.changed == (("dropout_rate", 0.2, 0.5),)
    strong = mlp(hidden=(64,), dropout=0.5)
    assert only(*RISING, spec=strong).remedy.changed[0][0] == "augmentation"
    distorted = dataclasses.replace(CONFIG, augmentation=GENTLE)
    assert only(*RISING, spec=strong, config=distorted).remedy.changed == (("l2", 0.0, 1e-4),)
    assert kinds(*RISING, spec=strong, config=dataclasses.replace(distorted, l2=0.01)) == []


def test_dropout_that_was_steered_up_is_not_asked_for_again():
    found = only(*RISING, steered("dropout_rate", 0.6), spec=DROPPING)
    assert found.remedy.changed == (("augmentation", Augmentation(), GENTLE),)
    assert found.remedy.spec.dropout_rate == 0.6


@pytest.mark.parametrize(
    "epochs",
    [
        pytest.param(losses((0.2, 0.1), (0.1, 0.12)), id="one epoch"),
        pytest.param(losses((0.2, 0.1), (0.1, 0.104), (0.05, 0.109)), id="by less than a tenth"),
        pytest.param(losses((0.2, 0.1), (0.1, 0.13), (0.05, 0.12)), id="coming down again"),
        pytest.param(losses((0.2, 0.1), (0.3, 0.13), (0.4, 0.15)), id="training loss too"),
        pytest.param(losses((0.2, None), (0.1, None), (0.05, None)), id="no validation"),
        pytest.param([*RISING, BestRestored(epoch=2)], id="the best weights are back"),
    ],
)
def test_validation_loss_that_is_not_clearly_worse_is_not_overfitting(epochs):
    assert kinds(*epochs) == []


def test_overfitting_is_still_said_when_validation_loss_moves_up_there():
    assert kinds(*losses((0.2, 0.1), (0.1, 0.13), (0.05, 0.12), (0.04, 0.125), (0.03, 0.122))) == ["overfitting"]


def test_sure_mistakes_of_a_network_that_overfits_are_not_said_as_well():
    *first, last = RISING
    assert kinds(*first, dataclasses.replace(last, confusion=confusion(60), sure_mistakes=50)) == ["overfitting"]


def test_validation_above_training_is_explained_by_dropout():
    found = only(epoch(1, accuracy=0.90, validation_accuracy=0.95), spec=DROPPING)
    assert found.kind == "dropout_rests"
    assert found.remedy.epoch == 0
    assert found.remedy.changed == (("dropout_rate", 0.2, 0.0),)


@pytest.mark.parametrize(
    ("spec", "settings", "last"),
    [
        pytest.param(MLP, {}, epoch(1, accuracy=0.90, validation_accuracy=0.95), id="no dropout"),
        pytest.param(DROPPING, {}, epoch(1, accuracy=0.95, validation_accuracy=0.95), id="not above"),
        pytest.param(DROPPING, {}, epoch(4, accuracy=0.95, validation_accuracy=0.96), id="later"),
        pytest.param(
            DROPPING,
            {"augmentation": GENTLE},
            epoch(1, accuracy=0.9, validation_accuracy=0.95),
            id="changed images are harder too",
        ),
    ],
)
def test_dropout_is_not_named_where_it_is_not_why(spec, settings, last):
    assert kinds(last, spec=spec, config=dataclasses.replace(CONFIG, **settings)) == []


def test_dropout_of_rate_0_rests_always():
    spec = NetworkSpec(input_shape=FLAT, layers=(Dropout(rate=0.0), Dense(units=10, activation="softmax")))
    assert kinds(epoch(1, accuracy=0.90, validation_accuracy=0.95), spec=spec) == []


def test_worst_finding_comes_first():
    slow_and_dropping = epoch(1, accuracy=0.85, validation_accuracy=0.90)
    assert kinds(*steps(2.0, 1.0), slow_and_dropping, spec=DROPPING, config=SLOW) == ["too_slow", "dropout_rests"]
