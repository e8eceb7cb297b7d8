"""A training that is told to wait, to go step by step, to change; what it was told changes no other bit."""

import dataclasses
import itertools

import numpy as np
import pytest

from core.errors import CheckpointError, ConfigError, DiskFullError
from core.training.loop import chunk_length, run_control
from core.training.record import checkpoints
from core.training.record.events import (
    BestRestored,
    EpochEnded,
    ModelKept,
    RunBranched,
    RunEnded,
    RunStarted,
    RunSteered,
    StepExplained,
    StepsEnded,
    TestEnded,
)
from core.training.record.history import History
from core.training.settings.augmentation import Augmentation
from core.training.settings.commands import Change, GoOn, OneEpoch, OneStep, Pause, Stop, changeable, check_change
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.layers import Conv2D, Dense, Dropout, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from tests.support.trainings import heard, of_kind, told, until_kind

COMPILED = mlp(hidden=(16,), dropout=0.5)  # by XLA, which takes its time
DROPOUT = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=2, kernel_size=4, strides=4, activation="relu"),
        Flatten(),
        Dropout(rate=0.5),
        Dense(units=10, activation="softmax"),
    ),
)
CONVOLUTION = cnn(filters=(4,), dense=(), batch_normalization=True)
AUGMENTED = {"schedule": "one_cycle", "augmentation": Augmentation(rotation_degrees=20, shift_pixels=2)}


@pytest.fixture
def train(train):
    """Train a network that is soon traced where a test does not name another."""
    return lambda spec=DROPOUT, **settings: train(spec, **settings)


@pytest.fixture(autouse=True)
def short_chunks_and_looks(monkeypatch):
    monkeypatch.setattr(chunk_length, "CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(run_control, "LOOK_SECONDS", 0.001)


def steered(events):
    return [(event.action, event.step) for event in of_kind(events, RunSteered)]


def test_paused_run_takes_no_step_until_it_is_told_to_go_on(train):
    training = train()
    until_kind(training, StepsEnded)
    paused = told(training, Pause())
    assert (paused.action, paused.step) == ("pause", 2)
    assert [next(training) for _ in range(5)] == [None] * 5
    assert told(training, GoOn()).action == "go_on"
    assert until_kind(training, StepsEnded)[-1].first_step == 3


def test_pausing_twice_and_going_on_without_a_pause_say_nothing(train):
    training = train()
    until_kind(training, StepsEnded)
    assert type(told(training, GoOn())) is StepsEnded
    assert told(training, Pause()).action == "pause"
    assert training.send(Pause()) is None
    assert next(training) is None


def test_time_that_a_run_waits_is_in_no_duration(train, monkeypatch):
    monkeypatch.setattr(run_control, "LOOK_SECONDS", 0.5)
    training = train()
    until_kind(training, StepsEnded)
    before = told(training, Pause())
    for _ in range(3):
        next(training)
    after = told(training, GoOn())
    assert after.seconds - before.seconds < 0.4


def test_one_step_is_taken_told_in_numbers_and_then_the_run_waits(train):
    training = train()
    until_kind(training, StepsEnded)
    told(training, Pause())
    assert told(training, OneStep()).action == "step"
    explained, step, paused = next(training), next(training), next(training)
    assert isinstance(explained, StepExplained)
    assert (step.first_step, step.last_step) == (3, 3)
    assert (paused.action, paused.step) == ("pause", 3)
    assert next(training) is None
    assert told(training, OneStep()).step == 3  # also while it waits after a step


def test_command_that_comes_with_the_told_step_is_not_lost(train):
    training = train()
    next(training)
    told(training, OneStep())
    assert isinstance(next(training), StepExplained)
    assert type(training.send(Stop())) is StepsEnded
    assert heard(training)[-1].outcome == "stopped"


def test_one_epoch_ends_with_a_pause_and_the_next_one_too(train):
    training = train(epochs=4)
    until_kind(training, StepsEnded)
    told(training, OneEpoch())
    events = until_kind(training, RunSteered)
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [1]
    assert (events[-1].action, events[-1].step) == ("pause", 14)
    told(training, OneEpoch())
    events = until_kind(training, RunSteered)
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [2]
    told(training, GoOn())
    assert [epoch.epoch for epoch in of_kind(heard(training), EpochEnded)] == [3, 4]


def test_one_epoch_during_validation_is_the_one_that_is_validated(train):
    training = train(epochs=3, validation_source="test")
    event = next(training)
    while event is not None:
        event = next(training)
    told(training, OneEpoch())
    events = until_kind(training, RunSteered)
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [1]


def test_stop_ends_a_run_that_waits(train):
    training = train(epochs=3)
    until_kind(training, StepsEnded)
    told(training, Pause())
    events = [told(training, Stop()), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, ModelKept, TestEnded, RunEnded]


@pytest.mark.parametrize(
    ("spec", "settings"),
    [
        pytest.param(COMPILED, {}, id="MLP with dropout"),
        pytest.param(CONVOLUTION, AUGMENTED, id="CNN with batch normalisation, augmented, with a schedule"),
    ],
)
def test_pauses_and_explained_steps_change_no_bit(train, tmp_path, spec, settings):
    whole = of_kind(heard(train(spec, epochs=2, run_folder=tmp_path / "whole", **settings)), EpochEnded)
    training = train(spec, epochs=2, run_folder=tmp_path / "steered", **settings)
    events = until_kind(training, StepsEnded)
    for command in (Pause(), OneStep(), OneStep(), OneEpoch(), OneStep(), GoOn()):
        events.append(told(training, command))
        if isinstance(command, OneStep | OneEpoch):
            events += until_kind(training, RunSteered)
    events += heard(training)
    assert [one.checkpoint for one in of_kind(events, EpochEnded)] == [one.checkpoint for one in whole]
    assert [one.optimizer for one in of_kind(events, EpochEnded)] == [one.optimizer for one in whole]
    assert len(of_kind(events, StepExplained)) == 3


def test_explained_step_of_plain_descent_is_learning_rate_times_gradient(train, small_dataset):
    training = train(DROPOUT, optimizer="sgd", learning_rate=0.5)
    next(training)
    told(training, OneStep())
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
    told(training, OneStep())
    found = next(training)
    assert all(found.labels != small_dataset.train_labels[list(found.images)])


def test_change_takes_effect_at_once_and_is_told(train):
    training = train(optimizer="sgd")
    until_kind(training, StepsEnded)
    change = told(training, Change(setting="learning_rate", value=0.25))
    assert (change.action, change.value, change.step) == ("learning_rate", 0.25, 2)
    told(training, OneStep())
    found = until_kind(training, StepExplained)[-1]
    assert found.learning_rate == 0.25


def test_changed_learning_rate_is_the_largest_of_a_schedule(train):
    training = train(optimizer="sgd", schedule="cosine", learning_rate=0.1)
    until_kind(training, StepsEnded)
    told(training, Change(setting="learning_rate", value=0.2))
    told(training, OneStep())
    found = until_kind(training, StepExplained)[-1]
    assert found.learning_rate == pytest.approx(0.2 * (1 + np.cos(np.pi * 2 / 14)) / 2, rel=1e-4)


CHANGES = [
    pytest.param("sgd", "momentum", 0.9, id="momentum where there was none"),
    pytest.param("rmsprop", "momentum", 0.5, id="RMSprop's momentum"),
    pytest.param("adam", "dropout_rate", 0.0, id="dropout off"),
    pytest.param("adam", "learning_rate", 0.02, id="learning rate"),
]


@pytest.mark.parametrize(("optimizer", "setting", "value"), CHANGES)
def test_changes_are_met_again_at_the_same_step_after_a_resume(train, tmp_path, optimizer, setting, value):
    """The change comes in epoch 2: after a resume from before it is made anew, after one from later it is put back."""
    training = train(DROPOUT, optimizer=optimizer, epochs=3)
    kept = of_kind(until_kind(training, EpochEnded), EpochEnded)
    until_kind(training, StepsEnded)
    change = told(training, Change(setting=setting, value=value))
    kept += of_kind(heard(training), EpochEnded)
    unchanged = of_kind(heard(train(DROPOUT, optimizer=optimizer, epochs=2, run_folder=tmp_path / "other")), EpochEnded)
    assert unchanged[0].checkpoint.digest == kept[0].checkpoint.digest
    assert unchanged[1].checkpoint.digest != kept[1].checkpoint.digest

    for epoch in (1, 2):
        known = History().extended([RunStarted(**BEGINNING), *kept[:epoch], change]).changes
        again = heard(
            train(DROPOUT, optimizer=optimizer, epochs=3, begin_from=kept[epoch - 1], changes=known, again=True)
        )
        resumed = of_kind(again, EpochEnded)
        assert [one.checkpoint for one in resumed] == [one.checkpoint for one in kept[epoch:]]
        assert [one.optimizer for one in resumed] == [one.optimizer for one in kept[epoch:]]
        assert steered(again) == ([(setting, change.step)] if epoch == 1 else [])


BEGINNING = {
    "train_images": 1350,
    "validation_images": 150,
    "steps_per_epoch": 14,
    "threads": 1,
    "compiled": True,
    "device": "CPU",
}


@pytest.mark.parametrize(
    ("setting", "value"),
    [("learning_rate", 0.0), ("learning_rate", float("nan")), ("momentum", 1.0), ("dropout_rate", -0.1), ("rho", 0.5)],
)
def test_change_out_of_bounds_is_refused_where_it_is_made(setting, value):
    with pytest.raises(ConfigError):
        Change(setting=setting, value=value)


def test_only_what_a_run_has_can_be_changed():
    adam, descent = TrainingConfig(), TrainingConfig(optimizer="sgd")
    plain = mlp(hidden=(4,), dropout=0)
    assert changeable(plain, adam) == ("learning_rate",)
    assert changeable(DROPOUT, descent) == ("learning_rate", "momentum", "dropout_rate")
    with pytest.raises(ConfigError, match="no momentum"):
        check_change(Change(setting="momentum", value=0.5), plain, adam)
    with pytest.raises(ConfigError, match="no dropout"):
        check_change(Change(setting="dropout_rate", value=0.5), plain, adam)


def test_full_disk_pauses_the_run_and_it_goes_on_by_itself(train, tmp_path, monkeypatch):
    """P9: at a checkpoint of the weights, then at one of the optimizer."""
    whole = of_kind(heard(train(epochs=2, run_folder=tmp_path / "whole")), EpochEnded)
    monkeypatch.setattr(run_control, "RETRY_SECONDS", 0.01)
    write, refused = checkpoints.write, itertools.chain([True, True, False, True], itertools.repeat(False))

    def write_if_there_is_room(path, arrays):
        if next(refused):
            raise DiskFullError("No room left to save the weights. Free some space, then go on.")
        return write(path, arrays)

    monkeypatch.setattr(checkpoints, "write", write_if_there_is_room)
    events = heard(train(epochs=2, run_folder=tmp_path / "full"))
    assert steered(events) == [("pause", 14), ("go_on", 14)] * 2
    reason = of_kind(events, RunSteered)[0].reason
    assert reason == "No room left to save epoch 1. Training is paused; free some space, and it goes on."
    assert [one.checkpoint for one in of_kind(events, EpochEnded)] == [one.checkpoint for one in whole]


def test_stop_on_a_full_disk_says_what_is_not_kept(train, monkeypatch):
    def refuse(path, arrays):
        raise DiskFullError("No room left to save the weights. Free some space, then go on.")

    monkeypatch.setattr(checkpoints, "write", refuse)
    training = train(epochs=2)
    until_kind(training, RunSteered)
    events = [told(training, Stop()), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, TestEnded, RunEnded]
    assert events[-1].outcome == "stopped"
    assert "no room left to keep the model" in events[-1].message


def rising_after(monkeypatch, best):
    """Let the validation loss fall up to an epoch, then rise."""
    from core.training.graph.training_graph import TrainingGraph

    read = TrainingGraph.read_batches
    seen = {"epoch": 0}
    start = TrainingGraph.start_epoch

    def start_epoch(self, epoch):
        seen["epoch"] = epoch
        start(self, epoch)

    def read_batches(self, part, first, count):
        tally = read(self, part, first, count)
        return dataclasses.replace(tally, loss_sum=100.0 + abs(seen["epoch"] - best)) if part == "validation" else tally

    monkeypatch.setattr(TrainingGraph, "start_epoch", start_epoch)
    monkeypatch.setattr(TrainingGraph, "read_batches", read_batches)


def test_early_stopping_ends_the_run_and_brings_the_best_weights_back(train, tmp_path, monkeypatch):
    rising_after(monkeypatch, best=2)
    events = heard(train(epochs=9, patience=2))
    epochs = of_kind(events, EpochEnded)
    assert [one.epoch for one in epochs] == [1, 2, 3, 4]
    assert of_kind(events, BestRestored) == [BestRestored(epoch=2)]
    said = "Ended early after epoch 4: validation loss was lowest after epoch 2. Its weights are back."
    assert events[-1] == RunEnded(outcome="finished", epoch=4, message=said)
    history = History().extended(events)
    assert history.checkpoint == epochs[1].checkpoint
    assert history.best == epochs[1]
    short = heard(train(epochs=2, run_folder=tmp_path / "short"))
    assert of_kind(short, EpochEnded)[1].checkpoint == epochs[1].checkpoint
    assert of_kind(events, TestEnded) == of_kind(short, TestEnded)


def test_best_weights_come_back_at_the_planned_end_too_unless_not_wanted(train, tmp_path, monkeypatch):
    rising_after(monkeypatch, best=2)
    assert of_kind(heard(train(epochs=3, patience=5)), BestRestored) == [BestRestored(epoch=2)]
    left = heard(train(epochs=9, patience=1, restore_best=False, run_folder=tmp_path / "left"))
    assert not of_kind(left, BestRestored)
    assert left[-1].message == "Ended early after epoch 3: validation loss was lowest after epoch 2."


def test_patience_counts_on_after_a_resume(train, monkeypatch):
    rising_after(monkeypatch, best=2)
    epochs = of_kind(heard(train(epochs=3)), EpochEnded)
    events = heard(train(epochs=9, patience=2, begin_from=epochs[2], best=epochs[1], again=True))
    assert [one.epoch for one in of_kind(events, EpochEnded)] == [4]
    assert of_kind(events, BestRestored) == [BestRestored(epoch=2)]


def test_patience_without_validation_is_refused():
    with pytest.raises(ConfigError, match="needs validation images") as caught:
        TrainingConfig(patience=2, validation_fraction=0.0)
    assert caught.value.fields["field"] == "patience"


def branched(epoch, *, optimizer=True):
    return RunBranched(
        parent="0" * 32,
        epoch=epoch.epoch,
        checkpoint=epoch.checkpoint,
        optimizer=epoch.optimizer if optimizer else None,
    )


def test_branch_without_a_change_is_its_parent_again(train, tmp_path):
    parent = of_kind(heard(train(DROPOUT, epochs=3)), EpochEnded)
    events = heard(train(DROPOUT, epochs=3, begin_from=branched(parent[0])))
    assert type(events[0]) is RunStarted
    assert [one.checkpoint for one in of_kind(events, EpochEnded)] == [one.checkpoint for one in parent[1:]]


def test_branch_with_another_learning_rate_learns_at_that_rate(train, tmp_path):
    parent = of_kind(heard(train(DROPOUT, epochs=1, optimizer="sgd")), EpochEnded)[0]
    training = train(DROPOUT, epochs=2, optimizer="sgd", learning_rate=0.25, begin_from=branched(parent))
    next(training)
    told(training, OneStep())
    assert next(training).learning_rate == 0.25


def test_branch_may_start_its_optimizer_afresh(train, tmp_path):
    parent = of_kind(heard(train(DROPOUT, epochs=1)), EpochEnded)[0]
    fresh = branched(parent, optimizer=False)
    events = heard(train(DROPOUT, epochs=2, optimizer="rmsprop", begin_from=fresh))
    assert [one.epoch for one in of_kind(events, EpochEnded)] == [2]
    with pytest.raises(CheckpointError):
        heard(train(DROPOUT, epochs=2, optimizer="rmsprop", begin_from=branched(parent)))
