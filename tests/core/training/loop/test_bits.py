"""Same seed, same bits: in two processes, in one that has worked before, and for a run that was killed and resumed."""

from __future__ import annotations

import dataclasses
import os
import signal

import pytest

from core.engine.engine import Engine
from core.errors import EngineDiedError
from core.training.record.events import EpochEnded, StepsEnded
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp

pytestmark = pytest.mark.process

EPOCHS = 3  # that are compared
# of many more, and taken no further: whatever holds a test up, the run is not over when it is killed
CONFIG = TrainingConfig(epochs=100, batch_size=50, learning_rate=0.003, seed=11)
AUGMENTED = dataclasses.replace(
    CONFIG,
    schedule="one_cycle",
    augmentation=Augmentation(
        shift_pixels=2, rotation_degrees=20, zoom_fraction=0.2, shear_degrees=10, elastic_pixels=1
    ),
)
MLP = mlp(hidden=(32,), dropout=0.3)
CNN = cnn(filters=(8, 8), dense=(), batch_normalization=True, dropout=0.3)
EVERYTHING = "CNN with batch normalisation and dropout, augmented, with a schedule"
RUNS = {"MLP with dropout": (MLP, CONFIG), EVERYTHING: (CNN, AUGMENTED)}


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


def stream(engine, run, folder, dataset, **extra):
    spec, config = RUNS[run]
    return engine.stream(
        "core.training.loop.loop:train",
        spec,
        config,
        data_folder=str(dataset.folder),
        run_folder=str(folder),
        threads=engine.threads,
        **extra,
    )


def first_epochs(training):
    """Return the first epochs of a training, up to epoch 3, and end it."""
    epochs = []
    for event in training:
        if isinstance(event, EpochEnded):
            epochs.append(event)
            if event.epoch == EPOCHS:
                break
    training.close()
    return epochs


def bits(epochs):
    return [(epoch.checkpoint.digest, epoch.optimizer.digest, epoch.loss, epoch.validation_loss) for epoch in epochs]


@pytest.fixture(scope="module", params=RUNS)
def run(request):
    return request.param


@pytest.fixture(scope="module")
def whole(engines, tmp_path_factory, small_dataset, run):
    """Give the bits of a run's first epochs, trained in one go by the second process."""
    return bits(first_epochs(stream(engines[1], run, tmp_path_factory.mktemp("whole"), small_dataset)))


def test_same_seed_gives_the_same_bits_in_another_process_and_in_a_used_one(
    engines, tmp_path, small_dataset, run, whole
):
    first, _ = engines
    one, used = (bits(first_epochs(stream(first, run, tmp_path / name, small_dataset))) for name in ("one", "used"))
    assert len(whole) == EPOCHS
    assert one == used == whole


@pytest.mark.parametrize("run", [EVERYTHING], indirect=True)  # all that is drawn at random, and kept
def test_run_that_was_killed_and_resumed_has_the_bits_of_one_that_was_not(engines, tmp_path, small_dataset, run, whole):
    first, _ = engines
    events = []
    training = stream(first, run, tmp_path, small_dataset)
    for event in training:
        events.append(event)
        if isinstance(event, StepsEnded) and event.epoch == 2:
            break
    os.kill(first.pid, signal.SIGKILL)
    with pytest.raises(EngineDiedError):
        list(training)
    kept = [event for event in events if isinstance(event, EpochEnded)]
    assert [epoch.epoch for epoch in kept] == [1]

    rest = first_epochs(stream(first, run, tmp_path, small_dataset, begin_from=kept[0], again=True))
    assert bits([*kept, *rest]) == whole
