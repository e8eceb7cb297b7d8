"""The rules for overfitting and for dropout that rests while validating, on histories written by hand."""

import dataclasses

import pytest

from core.training.diagnosis.findings import (
    Overfitting,
)
from core.training.record.events import (
    BestRestored,
)
from core.training.settings.augmentation import GENTLE, Augmentation
from models.layers import Dense, Dropout
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec
from tests.support.diagnosed_runs import (
    CONFIG,
    DROPPING,
    MLP,
    confusion,
    epoch,
    kinds,
    losses,
    only,
    steered,
)

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
