"""The doctor's words: short, with numbers as people write them."""

from __future__ import annotations

import dataclasses

import pytest

from core.recipes import recipe
from core.training.diagnosis.findings import (
    DeadRelus,
    Diverged,
    DropoutRests,
    Guessing,
    LayerFinding,
    Overfitting,
    RateTooHigh,
    Saturated,
    SureMistakes,
    TooSlow,
    WrongInitialisation,
)
from core.training.diagnosis.rules import diagnoses
from core.training.record.history import History
from core.training.settings.augmentation import GENTLE
from models.mlp import mlp
from pages.text.doctor import Doctor
from tests.support.doctor_histories import CONFIG, OVERFITTED, READ_HALF, SLOW
from tests.support.written_runs import STARTED, STEPS

pytestmark = pytest.mark.app


LAYER = LayerFinding(number=12, text="Conv 512, 3\u00a0×\u00a03, stride 2, same padding, sigmoid", fraction=0.7531)
RATES = {"learning_rate": 0.000001, "usual_rate": 0.001}
FAST = {"epoch": 1, "blind_loss": 2.302585, "accuracy": 0.1, "optimizer": "sgd", "usual_rate": 0.1}
EVIDENCES = [
    RateTooHigh(loss=10412.04, has_leapt=True, learning_rate=100.0, **FAST),
    RateTooHigh(loss=None, has_leapt=True, learning_rate=100.0, steered_to=0.001, **FAST),
    RateTooHigh(loss=None, has_leapt=False, learning_rate=1.0, steered_to=0.001, **FAST),
    WrongInitialisation(initializer="zeros", layers=2, epoch=1, accuracy=0.1, step=30),
    Diverged(epoch=2, loss=None, blind_loss=2.302585, learning_rate=0.003),
    Diverged(epoch=2, loss=35.04, blind_loss=2.302585, learning_rate=0.003),
    *[WrongInitialisation(initializer=name, layers=8, epoch=1, accuracy=0.113) for name in ("zeros", "random_normal")],
    *[
        Guessing(epoch=1, accuracy=0.1, cause=cause, **RATES)
        for cause in ("byte_pixels", "low_rate", "sigmoid", "wrong_labels", "unknown")
    ],
    *[
        kind(epoch=1, layer=LAYER, cause=cause, learning_rate=0.03)
        for kind in (DeadRelus, Saturated)
        for cause in ("high_rate", "byte_pixels", "unknown")
    ],
    SureMistakes(epoch=3, mistakes=342, sure=200),
    TooSlow(epoch=2, accuracy=0.88, **RATES),
    Overfitting(best_epoch=4, lowest=0.0712, epoch=199, now=0.1042, train_then=0.05, train_now=0.001),
    DropoutRests(epoch=1, accuracy=0.9, validation_accuracy=0.955, rate=0.5),
]


@pytest.mark.parametrize("evidence", EVIDENCES, ids=lambda evidence: type(evidence).__name__)
def test_a_finding_takes_at_most_sixty_words(evidence):
    said = f"{Doctor.title(evidence)} {Doctor.evidence(evidence)}"
    assert len(said.split()) <= 60
    assert not set(said) & set("!_*")


def test_numbers_are_given_as_people_write_them():
    said = Doctor.evidence(DeadRelus(epoch=1, layer=LAYER, cause="high_rate", learning_rate=0.000001))
    assert said.startswith(
        "In layer 12 (Conv 512, 3\u00a0×\u00a03, stride 2, same padding, sigmoid) 75.3 % of its outputs give 0"
    )
    assert said.endswith("the learning rate is high for this optimizer, 0.000001.")


def test_rate_that_is_far_too_high_is_the_title_and_its_number_stands_beside_the_usual_one():
    assert Doctor.title(EVIDENCES[0]) == "The learning rate is far too high"
    assert Doctor.evidence(EVIDENCES[0]) == (
        "The loss leapt to 10,412 and does not come down again; blind guessing has 2.303. The learning rate, 100, "
        "is about 1,000 times what SGD usually takes (0.1): each correction overshoots by far."
    )
    assert "The learning rate then, 100 (0.001 now), was about 1,000 times" in Doctor.evidence(EVIDENCES[1])
    assert Doctor.evidence(EVIDENCES[2]).startswith("It reads 10.0 % right; guessing reads about 10 %. ")
    assert Doctor.evidence(EVIDENCES[3]).startswith("After 30 steps it reads 10.0 % right. The weights of 2 hidden")


def test_rate_of_then_is_told_in_the_past_with_the_one_now():
    said = Doctor.evidence(DeadRelus(epoch=1, layer=LAYER, cause="high_rate", learning_rate=0.03, steered_to=0.001))
    assert said.endswith("the learning rate was high for this optimizer, 0.03 (0.001 now).")


@pytest.mark.parametrize(
    ("settings", "spec", "said", "label"),
    [
        ({}, mlp(hidden=(8,), dropout=0.2), "a dropout rate of 0.5.", "Use more dropout"),
        ({}, mlp(hidden=(8,), dropout=0), "shifted, turned and stretched a little", "Change the images a little"),
        ({"augmentation": GENTLE}, mlp(hidden=(8,), dropout=0), "an L2 penalty of 0.0001.", "Keep the weights small"),
    ],
)
def test_remedy_and_label_say_what_changes(settings, spec, said, label):
    history = History().extended([STARTED, *OVERFITTED])
    found = diagnoses(spec, dataclasses.replace(CONFIG, **settings), history)[0]
    assert Doctor.remedy(found.remedy).startswith("Go back to epoch 1, with ")
    assert said in Doctor.remedy(found.remedy)
    assert Doctor.button(found) == label


def test_learning_rate_of_a_schedule_is_called_its_largest():
    config = dataclasses.replace(SLOW, schedule="cosine")
    history = History().extended([STARTED, STEPS, READ_HALF, dataclasses.replace(READ_HALF, epoch=3, loss=1.0)])
    [found] = diagnoses(recipe("quick-cnn").spec, config, history)
    assert "a largest learning rate of 0.0005" in Doctor.remedy(found.remedy)
