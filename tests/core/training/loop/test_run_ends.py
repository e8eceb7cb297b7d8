"""How a training ends and what it keeps: stopped, diverged, resumed, with the budget of its checkpoints."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from core.errors import CheckpointError
from core.training.graph.training_graph import TrainingGraph
from core.training.loop import chunk_length
from core.training.record import checkpoints, kept_epochs
from core.training.record.events import (
    EpochEnded,
    ModelKept,
    RunEnded,
    RunResumed,
    RunStarted,
    RunSteered,
    StepsEnded,
    TestEnded,
)
from core.training.record.live_snapshot import SNAPSHOT_NAME
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.trainings import heard, of_kind, until_kind

pytestmark = pytest.mark.process

SMALL_MLP = mlp(hidden=(16,), dropout=0)


def test_resumed_run_ends_with_the_same_bits(train):
    spec = mlp(hidden=(16,), dropout=0.5)
    settings = {"epochs": 3, "batch_size": 100}  # the last batch is smaller
    whole = of_kind(heard(train(spec, **settings)), EpochEnded)
    for kept in whole[:2]:
        events = heard(train(spec, begin_from=kept, again=True, **settings))
        assert type(events[0]) is RunResumed
        assert events[0].from_epoch == kept.epoch
        resumed, rest = of_kind(events, EpochEnded), whole[kept.epoch :]
        assert [epoch.checkpoint for epoch in resumed] == [epoch.checkpoint for epoch in rest]
        assert [epoch.optimizer for epoch in resumed] == [epoch.optimizer for epoch in rest]
        assert [epoch.validation_loss for epoch in resumed] == [epoch.validation_loss for epoch in rest]
        assert of_kind(events, StepsEnded)[0].first_step == 14 * kept.epoch + 1


def test_size_on_the_disk_is_known_before_and_beyond_the_budget_fewer_epochs_are_kept(train, monkeypatch):
    spec, config = mlp(hidden=(64,), dropout=0), TrainingConfig(epochs=4, batch_size=75)
    whole = heard(train(spec, epochs=4))
    assert of_kind(whole, RunStarted)[0].keep_every == 1
    epochs = of_kind(whole, EpochEnded)
    written = sum(epoch.checkpoint.size_bytes for epoch in epochs) + 3 * epochs[0].optimizer.size_bytes
    assert kept_epochs.checkpoint_retention(spec, config).size_bytes == pytest.approx(written, rel=0.02)
    monkeypatch.setattr(kept_epochs, "BUDGET_BYTES", written / 2)
    thinned = heard(train(spec, epochs=4))
    assert of_kind(thinned, RunStarted)[0].keep_every == kept_epochs.STRIDES[-1]
    assert [epoch.checkpoint for epoch in of_kind(thinned, EpochEnded)] == [epoch.checkpoint for epoch in epochs]


def test_resume_from_a_damaged_file_is_refused(train, tmp_path):
    kept = of_kind(heard(train()), EpochEnded)[0]
    (tmp_path / kept.optimizer.name).write_bytes(b"damaged")
    with pytest.raises(CheckpointError, match="damaged"):
        heard(train(epochs=2, begin_from=kept, again=True))


def test_stop_ends_run_between_steps_and_keeps_the_model(train, tmp_path, monkeypatch):
    monkeypatch.setattr(chunk_length, "CHUNK_SECONDS", 0.0)
    training = train(epochs=5)
    assert type(next(training)) is RunStarted
    step = next(training)
    assert step.last_step == 2
    events = [training.send("stop"), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, ModelKept, TestEnded, RunEnded]
    assert events[0].step == 2
    assert events[-1].outcome == "stopped"
    kept = checkpoints.read(tmp_path / events[1].checkpoint.name, digest=events[1].checkpoint.digest)
    assert set(kept) == {"dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"}


def test_stop_during_validation_keeps_the_model(train):
    training = train(epochs=5)
    event = next(training)
    while event is not None:  # between two chunks of the validation images there is nothing to say
        event = next(training)
    events = [training.send("stop"), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, ModelKept, TestEnded, RunEnded]
    assert events[0].step == 18


def test_stop_before_the_first_step_ends_without_a_model(train, tmp_path):
    training = train(epochs=5)
    next(training)
    events = [training.send("stop"), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, RunEnded]
    assert list(tmp_path.iterdir()) == []


def test_stop_after_an_epoch_keeps_that_epochs_model(train):
    training = train(epochs=5)
    event = None
    while not isinstance(event, EpochEnded):
        event = next(training)
    events = [training.send("stop"), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, TestEnded, RunEnded]


@pytest.mark.parametrize("yields", [0, 1], ids=["with the last epoch", "during the test"])
def test_stop_after_the_last_step_is_confirmed_and_changes_nothing(train, yields):
    training = train(epochs=1)
    until_kind(training, EpochEnded)
    for _ in range(yields):
        assert next(training) is None
    events = [event for event in [training.send("stop"), *heard(training)] if event is not None]
    assert [type(event) for event in events] == [RunSteered, TestEnded, RunEnded]
    assert events[0].action == "stop"
    assert events[-1].outcome == "finished"


def test_stopped_model_is_safe_before_anything_else_is_written(train, monkeypatch):
    def fail(*_args, **_options):
        raise MemoryError

    training = train(epochs=5)
    until_kind(training, StepsEnded)
    monkeypatch.setattr("core.training.loop.snapshot_writer.SnapshotWriter.write", fail)
    assert [type(training.send("stop")), type(next(training))] == [RunSteered, ModelKept]


def test_loss_that_leaves_the_numbers_ends_the_run_as_diverged(train):
    spec = mlp(hidden=(16,), dropout=0, activation="linear", output="linear")
    events = heard(train(spec, optimizer="sgd", learning_rate=100.0, epochs=3))
    ended = events[-1]
    assert ended.outcome == "diverged"
    assert ended.epoch == 1
    assert ended.step >= 1
    assert "The loss left the range of numbers in epoch 1" in str(ended.reason)
    assert "learning rate is too high" in str(ended.reason)
    assert not of_kind(events, EpochEnded)


def test_divergence_keeps_the_earlier_epochs(train, tmp_path):
    kept = of_kind(heard(train()), EpochEnded)[0]
    arrays = checkpoints.read(tmp_path / kept.checkpoint.name)
    exploding = checkpoints.write(
        tmp_path / "exploding.npz", {name: array * np.float32(1e38) for name, array in arrays.items()}
    )
    events = heard(train(epochs=2, begin_from=dataclasses.replace(kept, checkpoint=exploding), again=True))
    assert events[-1].outcome == "diverged"
    assert (events[-1].epoch, events[-1].step) == (2, 1)
    assert "Epoch 1 is kept." in str(events[-1].reason)
    checkpoints.read(tmp_path / kept.checkpoint.name, digest=kept.checkpoint.digest)


def test_weights_that_left_the_numbers_are_not_kept(train, tmp_path, monkeypatch):
    training = train(validation_fraction=0.0)
    until_kind(training, StepsEnded)
    next(training)
    monkeypatch.setattr(TrainingGraph, "weights", lambda _: {"dense/kernel": np.float32([np.nan])})
    events = heard(training)
    assert events[-1].outcome == "diverged"
    assert [path.name for path in tmp_path.iterdir()] == [SNAPSHOT_NAME]


def test_weights_of_another_network_are_refused(small_dataset):
    program = TrainingGraph(SMALL_MLP, TrainingConfig(), str(small_dataset.folder))
    other = TrainingGraph(mlp(hidden=(8,), dropout=0), TrainingConfig(), str(small_dataset.folder))
    with pytest.raises(CheckpointError, match="another network"):
        program.set_weights(other.weights())
    with pytest.raises(CheckpointError, match="another network"):
        program.set_weights({})


def test_only_what_is_kept_lies_on_the_disk(train, tmp_path: Path):
    heard(train(epochs=5))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {SNAPSHOT_NAME} | {f"epoch-{epoch:03d}.npz" for epoch in range(1, 6)} | {
        f"epoch-{epoch:03d}.optimizer.npz" for epoch in (3, 4, 5)
    }
