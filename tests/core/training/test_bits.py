"""Same seed, same bits: in two processes, in one that has worked before, and for a run that was killed and resumed."""

from __future__ import annotations

import dataclasses
import os
import signal

import pytest

from core.engine.engine import Engine
from core.errors import EngineDiedError
from core.training.config import TrainingConfig
from core.training.events import EpochEnded, StepsEnded
from models.cnn import cnn
from models.mlp import mlp

NETWORKS = {
    "MLP with dropout": mlp(hidden=(32,), dropout=0.3),
    "CNN with batch normalisation": cnn(filters=(8, 8), dense=(), batch_normalization=True),
}
CONFIG = TrainingConfig(epochs=3, batch_size=50, learning_rate=0.003, seed=11)


def keras_engine(folder, name):
    return Engine(name, log_folder=folder, preload="keras", threads=2)


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """Two processes with Keras; the tests use the first again and again."""
    folder = tmp_path_factory.mktemp("engines")
    engines = [keras_engine(folder, "first"), keras_engine(folder, "second")]
    for engine in engines:
        engine.start()
    yield engines
    for engine in engines:
        engine.close()


def stream(engine, spec, folder, dataset, config=CONFIG, **extra):
    return engine.stream(
        "core.training.loop:train",
        spec,
        config,
        data_folder=str(dataset.folder),
        run_folder=str(folder),
        threads=engine.threads,
        **extra,
    )


def epochs_of(events):
    return [event for event in events if isinstance(event, EpochEnded)]


def bits(epochs):
    return [(epoch.checkpoint.digest, epoch.optimizer.digest, epoch.loss, epoch.validation_loss) for epoch in epochs]


@pytest.mark.parametrize("name", NETWORKS)
def test_same_seed_gives_the_same_bits_in_another_process_and_in_a_used_one(engines, tmp_path, small_dataset, name):
    spec = NETWORKS[name]
    first, second = engines
    one, other, used = (
        bits(epochs_of(stream(engine, spec, tmp_path / folder, small_dataset)))
        for engine, folder in ((first, "one"), (second, "other"), (first, "used"))
    )
    assert len(one) == 3
    assert one == other == used


@pytest.mark.parametrize("name", NETWORKS)
def test_run_that_was_killed_and_resumed_has_the_bits_of_one_that_was_not(engines, tmp_path, small_dataset, name):
    spec = NETWORKS[name]
    first, second = engines
    whole = bits(epochs_of(stream(second, spec, tmp_path / "whole", small_dataset)))

    events = []
    longer = dataclasses.replace(CONFIG, epochs=100)  # whatever holds this test up, it is not over when it is killed
    training = stream(first, spec, tmp_path / "cut", small_dataset, config=longer)
    for event in training:
        events.append(event)
        if isinstance(event, StepsEnded) and event.epoch == 2:
            break
    os.kill(first.pid, signal.SIGKILL)
    with pytest.raises(EngineDiedError):
        list(training)
    kept = epochs_of(events)
    assert [epoch.epoch for epoch in kept] == [1]

    rest = epochs_of(stream(first, spec, tmp_path / "cut", small_dataset, resume=kept[0], again=True))
    assert bits([*kept, *rest]) == whole
