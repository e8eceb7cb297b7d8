"""A training that ends early by its validation loss, and one that finds no room for a checkpoint."""

import dataclasses
import itertools

import pytest

from core.errors import ConfigError, DiskFullError
from core.training.loop import run_control
from core.training.record import checkpoints
from core.training.record.events import (
    BestRestored,
    EpochEnded,
    RunEnded,
    RunSteered,
    TestEnded,
)
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from tests.support.trainings import DROPOUT, heard, of_kind, steered, told, until_kind

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("short_chunks")]

SPEC = DROPOUT  # of `train`


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
    assert steered(events) == [("pause", 18), ("go_on", 18)] * 2
    reason = of_kind(events, RunSteered)[0].reason
    assert str(reason) == "No room left to save epoch 1. Training is paused; free some space, and it goes on."
    assert [one.checkpoint for one in of_kind(events, EpochEnded)] == [one.checkpoint for one in whole]


def test_stop_on_a_full_disk_says_what_is_not_kept(train, monkeypatch):
    def refuse(path, arrays):
        raise DiskFullError("No room left to save the weights. Free some space, then go on.")

    monkeypatch.setattr(checkpoints, "write", refuse)
    training = train(epochs=2)
    until_kind(training, RunSteered)
    events = [told(training, "stop"), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, TestEnded, RunEnded]
    assert events[-1].outcome == "stopped"
    assert "no room left to keep the model" in str(events[-1].reason)


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
    assert events[-1] == RunEnded(outcome="finished", epoch=4, reason=events[-1].reason)
    assert str(events[-1].reason) == said
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
    assert str(left[-1].reason) == "Ended early after epoch 3: validation loss was lowest after epoch 2."


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
