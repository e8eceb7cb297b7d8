"""The loop event by event, on some of the digits that need no download."""

import itertools

import numpy as np
import pytest

from core.errors import ConfigError
from core.recipes import recipe
from core.training.graph.training_graph import TrainingGraph
from core.training.loop import chunk_length, loop
from core.training.record import checkpoints
from core.training.record.events import (
    EpochEnded,
    RunEnded,
    RunStarted,
    StepsEnded,
    TestEnded,
)
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.build import build
from models.cnn import cnn
from models.mlp import mlp
from models.weights import assign, variables_by_name
from tests.support.trainings import heard, of_kind

pytestmark = pytest.mark.process

SMALL_MLP = mlp(hidden=(16,), dropout=0)


SMALL_CNN = cnn(filters=(4,), dense=(), batch_normalization=True)


SMALLER_LAST = {"batch_size": 100}  # the last batch has 50 images
AUGMENTED = {"schedule": "cosine", "augmentation": Augmentation(rotation_degrees=20, shift_pixels=2, elastic_pixels=1)}


def binary(keras, from_logits):
    return keras.losses.BinaryCrossentropy(from_logits=from_logits)


def softmax(outputs):
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def sigmoid(outputs):
    return 1 / (1 + np.exp(-outputs))


LOGITS = cnn(filters=(4,), dense=(), output="linear")


def test_events_tell_the_whole_run(train, tmp_path):
    events = heard(train(epochs=2))
    assert events[0] == RunStarted(
        train_images=1350, validation_images=150, steps_per_epoch=18, threads=1, compiled=True, device="CPU"
    )
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [1, 2]
    assert type(events[-2]) is TestEnded
    assert events[-2].count == 297
    assert events[-1] == RunEnded(outcome="finished", epoch=2)
    for epoch in of_kind(events, EpochEnded):
        checkpoints.read(tmp_path / epoch.checkpoint.name, digest=epoch.checkpoint.digest)
        checkpoints.read(tmp_path / epoch.optimizer.name, digest=epoch.optimizer.digest)


def test_steps_cover_every_epoch_without_gap(train):
    steps = of_kind(heard(train(epochs=2, batch_size=100)), StepsEnded)
    assert steps[0].first_step == 1
    assert steps[-1].last_step == 28
    assert all(after.first_step == before.last_step + 1 for before, after in itertools.pairwise(steps))
    assert [step.epoch for step in steps] == sorted(step.epoch for step in steps)


def test_epoch_loss_is_the_mean_over_images_and_not_over_steps(train):
    events = heard(train(SMALL_CNN, batch_size=100))
    images = [100 * (step.last_step - step.first_step + 1) for step in of_kind(events, StepsEnded)]
    images[-1] = 1350 - sum(images[:-1])  # the last batch is smaller
    losses = [step.mean_loss for step in of_kind(events, StepsEnded)]
    assert of_kind(events, EpochEnded)[0].loss == pytest.approx(np.average(losses, weights=images), rel=1e-5)


def test_no_validation_images_give_no_validation_values(train):
    events = heard(train(validation_fraction=0.0))
    assert events[0].train_images == 1500
    ended = of_kind(events, EpochEnded)[0]
    assert ended.validation_loss is None
    assert (ended.confusion, ended.sure_mistakes) == ((), 0)
    assert [layer.name for layer in ended.health] == ["dense", "dense_1"]


def test_validation_on_the_test_images_equals_the_test(train):
    events = heard(train(validation_source="test"))
    ended, test = of_kind(events, EpochEnded)[0], of_kind(events, TestEnded)[0]
    assert events[0].validation_images == 297
    assert ended.validation_accuracy == pytest.approx(test.accuracy)
    assert ended.validation_loss == pytest.approx(test.loss)


@pytest.mark.parametrize(
    ("spec", "settings", "probabilities"),
    [
        pytest.param(SMALL_CNN, {"learning_rate": 0.1}, lambda outputs: outputs, id="probabilities"),
        pytest.param(LOGITS, {"learning_rate": 1e-6}, softmax, id="logits"),
        pytest.param(LOGITS, {"loss": "binary_crossentropy"}, sigmoid, id="logits of binary answers"),
    ],
)
def test_epoch_counts_what_each_validation_digit_was_read_as(
    small_dataset, train, tmp_path, spec, settings, probabilities
):
    settings |= {"validation_source": "test", "pixel_scale": "bytes"}  # large inputs: sure, often wrongly
    ended = of_kind(heard(train(spec, **settings)), EpochEnded)[0]
    model = build(spec, seed=0)
    assign(variables_by_name(model), checkpoints.read(tmp_path / ended.checkpoint.name))
    outputs = np.asarray(model(small_dataset.test_images.astype(np.float32)[..., np.newaxis], training=False))
    labels, answers = small_dataset.test_labels, outputs.argmax(axis=1)
    expected = np.zeros((10, 10), int)
    np.add.at(expected, (labels, answers), 1)
    is_sure = probabilities(outputs.astype(np.float64)).max(axis=1) > 0.99
    assert ended.confusion == tuple(expected.reshape(-1).tolist())
    assert ended.sure_mistakes == int((is_sure & (answers != labels)).sum())
    assert 0 < ended.sure_mistakes < (answers != labels).sum()
    assert ended.validation_accuracy == expected.trace() / 297


@pytest.mark.parametrize(
    ("spec", "settings"),
    [
        pytest.param(
            mlp(hidden=(16,), dropout=0.5),
            AUGMENTED | SMALLER_LAST,
            id="dense with dropout, augmented, with a schedule, a smaller last batch",
        ),
        pytest.param(SMALL_CNN, {}, id="batch normalisation"),  # augmented in test_single_step
    ],
)
def test_length_of_a_chunk_does_not_change_the_bits(train, tmp_path, monkeypatch, spec, settings):
    digests = set()
    for seconds in (0.0, 0.02, 10.0):
        monkeypatch.setattr(chunk_length, "CHUNK_SECONDS", seconds)
        events = heard(train(spec, epochs=2, run_folder=tmp_path / str(seconds), **settings))
        digests.add(of_kind(events, EpochEnded)[-1].checkpoint.digest)
    assert len(digests) == 1


def test_another_seed_gives_other_weights(train, tmp_path):
    first, second = (
        of_kind(heard(train(seed=seed, run_folder=tmp_path / str(seed))), EpochEnded)[0].checkpoint.digest
        for seed in (1, 2)
    )
    assert first != second


def test_batch_larger_than_the_data_is_refused(train):
    with pytest.raises(ConfigError, match="1,350"):
        next(train(batch_size=1351))


def test_images_are_trained_on_in_an_order_of_their_own_each_epoch(small_dataset):
    program = TrainingGraph(SMALL_MLP, TrainingConfig(batch_size=100), str(small_dataset.folder))
    orders = []
    for epoch in (1, 2, 1):
        program.start_epoch(epoch)
        orders.append(np.asarray(program._order))
    assert sorted(orders[0]) == list(range(1350))
    assert list(orders[0]) == list(orders[2]) != list(orders[1])


def test_recipe_for_beginners_learns_from_the_digits_that_need_no_download(bundled_dataset, tmp_path):
    quick = recipe("quick-cnn").on(bundled_dataset.validation_fraction)
    events = heard(
        loop.train(
            quick.spec, quick.config, data_folder=str(bundled_dataset.folder), run_folder=str(tmp_path), threads=1
        )
    )
    (started,), (tested,) = of_kind(events, RunStarted), of_kind(events, TestEnded)
    assert (started.train_images, started.validation_images) == (3500, 500)
    assert tested.count == 1000
    assert tested.correct > 920
