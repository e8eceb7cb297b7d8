"""One step of a training in numbers; explaining it changes no bit."""

import numpy as np
import pytest

from core.training.record.events import (
    EpochEnded,
    RunSteered,
    StepExplained,
    StepsEnded,
)
from core.training.settings.augmentation import Augmentation
from models.cnn import cnn
from models.mlp import mlp
from tests.support.trainings import DROPOUT, heard, of_kind, told, until_kind

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("short_chunks")]

SPEC = DROPOUT  # of `train`


COMPILED = mlp(hidden=(16,), dropout=0.5)  # by XLA, which takes its time


CONVOLUTION = cnn(filters=(4,), dense=(), batch_normalization=True)


SMALLER_LAST = {"batch_size": 100}  # the last batch has 50 images
AUGMENTED = {"schedule": "one_cycle", "augmentation": Augmentation(rotation_degrees=20, shift_pixels=2)}


def test_one_step_is_taken_told_in_numbers_and_then_the_run_waits(train):
    training = train()
    until_kind(training, StepsEnded)
    told(training, "pause")
    assert told(training, "step").action == "step"
    explained, step, paused = next(training), next(training), next(training)
    assert isinstance(explained, StepExplained)
    assert (step.first_step, step.last_step) == (3, 3)
    assert (paused.action, paused.step) == ("pause", 3)
    assert next(training) is None
    assert told(training, "step").step == 3  # also while it waits after a step


def test_command_that_comes_with_the_told_step_is_not_lost(train):
    training = train()
    next(training)
    told(training, "step")
    assert isinstance(next(training), StepExplained)
    assert type(training.send("stop")) is StepsEnded
    assert heard(training)[-1].outcome == "stopped"


@pytest.mark.parametrize(
    ("spec", "settings"),
    [
        pytest.param(COMPILED, {}, id="MLP with dropout"),
        pytest.param(
            CONVOLUTION, AUGMENTED | SMALLER_LAST, id="CNN with batch normalisation, augmented, with a schedule"
        ),
    ],
)
def test_pauses_and_explained_steps_change_no_bit(train, tmp_path, spec, settings):
    whole = of_kind(heard(train(spec, epochs=2, run_folder=tmp_path / "whole", **settings)), EpochEnded)
    training = train(spec, epochs=2, run_folder=tmp_path / "steered", **settings)
    events = until_kind(training, StepsEnded)
    for command in ("pause", "step", "step", "epoch", "step", "go_on"):
        events.append(told(training, command))
        if command in ("step", "epoch"):
            events += until_kind(training, RunSteered)
    events += heard(training)
    assert [one.checkpoint for one in of_kind(events, EpochEnded)] == [one.checkpoint for one in whole]
    assert [one.optimizer for one in of_kind(events, EpochEnded)] == [one.optimizer for one in whole]
    assert len(of_kind(events, StepExplained)) == 3


def test_explained_step_of_plain_descent_is_learning_rate_times_gradient(train, small_dataset):
    training = train(DROPOUT, optimizer="sgd", learning_rate=0.5)
    next(training)
    told(training, "step")
    found = next(training)
    assert found.learning_rate == 0.5
    assert found.new == pytest.approx(found.old - 0.5 * found.gradient, rel=1e-5)
    assert found.gradient != 0
    assert found.weight == "dense/kernel"
    assert len(found.place) == 2
    assert len(found.images) == len(found.labels) == len(found.before) == len(found.after) == 16
    assert list(found.labels) == small_dataset.train_labels[list(found.images)].tolist()
    order = np.random.default_rng([0, 1, 1]).permutation(1350)
    assert list(found.images) == order[:16].tolist()
    assert found.loss_before == pytest.approx(np.log(10), rel=0.2)
    assert found.loss_after < found.loss_before


def test_explained_step_tells_of_labels_that_are_wrong_on_purpose(train, small_dataset):
    training = train(wrong_label_fraction=1.0)
    next(training)
    told(training, "step")
    found = next(training)
    assert all(found.labels != small_dataset.train_labels[list(found.images)])


@pytest.mark.parametrize("clip_norm", [0.0, 0.1], ids=["as they are", "shortened gradients"])
def test_explained_step_has_what_the_optimizer_remembers_of_the_weight(train, clip_norm):
    training = train(optimizer="adam", clip_norm=clip_norm, l2=0.01)
    until_kind(training, StepsEnded)
    told(training, "step")
    found = next(training)
    gradient = found.gradient if found.clipped is None else found.clipped
    assert (found.clipped is None) == (clip_norm == 0)
    assert abs(gradient) <= abs(found.gradient)
    assert found.mean_before != 0
    assert found.mean_after == pytest.approx(0.9 * found.mean_before + 0.1 * gradient, rel=1e-3)
    assert found.square_after == pytest.approx(0.999 * found.square_before + 0.001 * gradient**2, rel=1e-3)
    assert (found.carried, found.decay) == (None, 0.0)
