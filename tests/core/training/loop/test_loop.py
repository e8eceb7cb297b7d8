"""The loop against Keras's own fit, and its behaviour event by event, on some of the digits that need no download."""

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest

from core.errors import CheckpointError, ConfigError
from core.recipes import recipe
from core.training.graph.training_graph import TrainingGraph
from core.training.loop import chunk_length, loop
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
from core.training.record.live_snapshot import GLIMPSE_NAME
from core.training.settings.augmentation import Augmentation
from core.training.settings.commands import Stop
from core.training.settings.config import TrainingConfig
from models.build import build
from models.cnn import cnn
from models.mlp import mlp
from models.weights import assign, variables_by_name
from tests.support.trainings import heard, of_kind, until_kind

SMALL_MLP = mlp(hidden=(16,), dropout=0)
SMALL_CNN = cnn(filters=(4,), dense=(), batch_normalization=True)
AUGMENTED = {"schedule": "cosine", "augmentation": Augmentation(rotation_degrees=20, shift_pixels=2, elastic_pixels=1)}


def adam(**parameters):
    return lambda keras: keras.optimizers.Adam(1e-3, **parameters)


def sparse(keras, from_logits):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)


def categorical(keras, from_logits):
    return keras.losses.CategoricalCrossentropy(from_logits=from_logits)


def binary(keras, from_logits):
    return keras.losses.BinaryCrossentropy(from_logits=from_logits)


def squared(keras, _):
    return keras.losses.MeanSquaredError()


def squared_of_logits(keras, _):
    return lambda labels, outputs: keras.losses.mean_squared_error(labels, keras.ops.softmax(outputs))


def softmax(outputs):
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def sigmoid(outputs):
    return 1 / (1 + np.exp(-outputs))


LOGITS = cnn(filters=(4,), dense=(), output="linear")


@pytest.mark.parametrize(
    ("spec", "settings", "optimizer", "loss"),
    [
        pytest.param(
            SMALL_MLP,
            {"optimizer": "rmsprop", "loss": "categorical_crossentropy"},
            lambda keras: keras.optimizers.RMSprop(1e-3),
            categorical,
            id="dense, RMSprop",
        ),
        pytest.param(
            SMALL_MLP,
            {"optimizer": "rmsprop", "rho": 0.8, "momentum": 0.5, "epsilon": 1e-4},
            lambda keras: keras.optimizers.RMSprop(1e-3, rho=0.8, momentum=0.5, epsilon=1e-4),
            sparse,
            id="RMSprop with momentum",
        ),
        pytest.param(SMALL_MLP, {"loss": "binary_crossentropy"}, adam(), binary, id="dense, binary cross-entropy"),
        pytest.param(SMALL_CNN, {}, adam(), sparse, id="convolution with batch normalisation, Adam"),
        pytest.param(
            SMALL_MLP,
            {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-3},
            adam(beta_1=0.8, beta_2=0.99, epsilon=1e-3),
            sparse,
            id="Adam with other parameters",
        ),
        pytest.param(LOGITS, {"optimizer": "sgd"}, lambda keras: keras.optimizers.SGD(1e-3), sparse, id="logits, SGD"),
        pytest.param(
            SMALL_MLP,
            {"optimizer": "sgd", "momentum": 0.9, "nesterov": True},
            lambda keras: keras.optimizers.SGD(1e-3, momentum=0.9, nesterov=True),
            sparse,
            id="SGD with Nesterov's momentum",
        ),
        pytest.param(SMALL_MLP, {"loss": "mean_squared_error"}, adam(), squared, id="mean squared error"),
        pytest.param(
            LOGITS, {"loss": "mean_squared_error"}, adam(), squared_of_logits, id="mean squared error of logits"
        ),
        pytest.param(LOGITS, {"loss": "binary_crossentropy"}, adam(), binary, id="binary cross-entropy of logits"),
    ],
)
def test_one_epoch_equals_keras_fit(small_dataset, train, tmp_path, spec, settings, optimizer, loss):
    import keras

    events = heard(train(spec, **settings))
    ended = of_kind(events, EpochEnded)[0]

    model = build(spec, seed=0)
    is_sparse = loss is sparse
    model.compile(
        optimizer=optimizer(keras),
        loss=loss(keras, spec.from_logits),
        metrics=["sparse_categorical_accuracy" if is_sparse else "categorical_accuracy"],
    )
    images = (small_dataset.train_images / np.float32(255)).reshape(-1, *spec.input_shape)
    labels = small_dataset.train_labels if is_sparse else np.eye(10, dtype=np.float32)[small_dataset.train_labels]
    order = np.random.default_rng([0, 1, 1]).permutation(1350)
    history = model.fit(
        images[order],
        labels[order],
        batch_size=100,
        epochs=1,
        shuffle=False,
        verbose=0,
        validation_data=(images[1350:], labels[1350:]),
    ).history

    ours = checkpoints.read(tmp_path / ended.checkpoint.name)
    for layer in model.layers:
        for weight in layer.weights:
            np.testing.assert_allclose(ours[f"{layer.name}/{weight.name}"], weight.numpy(), rtol=2e-4, atol=2e-5)
    accuracy = next(name for name in history if name.endswith("accuracy") and not name.startswith("val"))
    assert ended.loss == pytest.approx(history["loss"][0], rel=1e-4)
    assert ended.accuracy == pytest.approx(history[accuracy][0])
    assert ended.validation_loss == pytest.approx(history["val_loss"][0], rel=1e-4)
    assert ended.validation_accuracy == pytest.approx(history[f"val_{accuracy}"][0])


def test_events_tell_the_whole_run(train, tmp_path):
    events = heard(train(epochs=2))
    assert events[0] == RunStarted(
        train_images=1350, validation_images=150, steps_per_epoch=14, threads=1, compiled=True, device="CPU"
    )
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [1, 2]
    assert type(events[-2]) is TestEnded
    assert events[-2].count == 297
    assert events[-1] == RunEnded(outcome="finished", epoch=2)
    for epoch in of_kind(events, EpochEnded):
        checkpoints.read(tmp_path / epoch.checkpoint.name, digest=epoch.checkpoint.digest)
        checkpoints.read(tmp_path / epoch.optimizer.name, digest=epoch.optimizer.digest)


def test_steps_cover_every_epoch_without_gap(train):
    steps = of_kind(heard(train(epochs=2)), StepsEnded)
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
        pytest.param(mlp(hidden=(16,), dropout=0.5), {}, id="dropout"),
        pytest.param(SMALL_CNN, {}, id="batch normalisation"),
        pytest.param(SMALL_CNN, AUGMENTED, id="augmented, with a schedule"),
        pytest.param(SMALL_MLP, AUGMENTED, id="dense, augmented, with a schedule"),
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


def test_resumed_run_ends_with_the_same_bits(train):
    spec = mlp(hidden=(16,), dropout=0.5)
    whole = of_kind(heard(train(spec, epochs=3)), EpochEnded)
    for kept in whole[:2]:
        events = heard(train(spec, epochs=3, begin_from=kept, again=True))
        assert type(events[0]) is RunResumed
        assert events[0].from_epoch == kept.epoch
        resumed, rest = of_kind(events, EpochEnded), whole[kept.epoch :]
        assert [epoch.checkpoint for epoch in resumed] == [epoch.checkpoint for epoch in rest]
        assert [epoch.optimizer for epoch in resumed] == [epoch.optimizer for epoch in rest]
        assert [epoch.validation_loss for epoch in resumed] == [epoch.validation_loss for epoch in rest]
        assert of_kind(events, StepsEnded)[0].first_step == 14 * kept.epoch + 1


def test_size_on_the_disk_is_known_before_and_beyond_the_budget_fewer_epochs_are_kept(train, monkeypatch):
    spec, config = mlp(hidden=(64,), dropout=0), TrainingConfig(epochs=4, batch_size=100)
    whole = heard(train(spec, epochs=4))
    assert of_kind(whole, RunStarted)[0].keep_every == 1
    epochs = of_kind(whole, EpochEnded)
    written = sum(epoch.checkpoint.size_bytes for epoch in epochs) + 3 * epochs[0].optimizer.size_bytes
    assert kept_epochs.keeping(spec, config).size_bytes == pytest.approx(written, rel=0.02)
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
    events = [training.send(Stop()), *heard(training)]
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
    events = [training.send(Stop()), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, ModelKept, TestEnded, RunEnded]
    assert events[0].step == 14


def test_stop_before_the_first_step_ends_without_a_model(train, tmp_path):
    training = train(epochs=5)
    next(training)
    events = [training.send(Stop()), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, RunEnded]
    assert list(tmp_path.iterdir()) == []


def test_stop_after_an_epoch_keeps_that_epochs_model(train):
    training = train(epochs=5)
    event = None
    while not isinstance(event, EpochEnded):
        event = next(training)
    events = [training.send(Stop()), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, TestEnded, RunEnded]


def test_loss_that_leaves_the_numbers_ends_the_run_as_diverged(train):
    spec = mlp(hidden=(16,), dropout=0, activation="linear", output="linear")
    events = heard(train(spec, optimizer="sgd", learning_rate=100.0, epochs=3))
    ended = events[-1]
    assert ended.outcome == "diverged"
    assert ended.epoch == 1
    assert ended.step >= 1
    assert "The loss left the range of numbers in epoch 1" in ended.message
    assert "learning rate is too high" in ended.message
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
    assert "Epoch 1 is kept." in events[-1].message
    checkpoints.read(tmp_path / kept.checkpoint.name, digest=kept.checkpoint.digest)


def test_weights_that_left_the_numbers_are_not_kept(train, tmp_path, monkeypatch):
    training = train(validation_fraction=0.0)
    until_kind(training, StepsEnded)
    next(training)
    monkeypatch.setattr(TrainingGraph, "weights", lambda _: {"dense/kernel": np.float32([np.nan])})
    events = heard(training)
    assert events[-1].outcome == "diverged"
    assert [path.name for path in tmp_path.iterdir()] == [GLIMPSE_NAME]


def test_batch_larger_than_the_data_is_refused(train):
    with pytest.raises(ConfigError, match="1,350"):
        next(train(batch_size=1351))


def test_weights_of_another_network_are_refused(small_dataset):
    program = TrainingGraph(SMALL_MLP, TrainingConfig(), str(small_dataset.folder))
    other = TrainingGraph(mlp(hidden=(8,), dropout=0), TrainingConfig(), str(small_dataset.folder))
    with pytest.raises(CheckpointError, match="another network"):
        program.set_weights(other.weights())
    with pytest.raises(CheckpointError, match="another network"):
        program.set_weights({})


def test_images_are_trained_on_in_an_order_of_their_own_each_epoch(small_dataset):
    program = TrainingGraph(SMALL_MLP, TrainingConfig(batch_size=100), str(small_dataset.folder))
    orders = []
    for epoch in (1, 2, 1):
        program.start_epoch(epoch)
        orders.append(np.asarray(program._order))
    assert sorted(orders[0]) == list(range(1350))
    assert list(orders[0]) == list(orders[2]) != list(orders[1])


def test_only_what_is_kept_lies_on_the_disk(train, tmp_path: Path):
    heard(train(epochs=5))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {GLIMPSE_NAME} | {f"epoch-{epoch:03d}.npz" for epoch in range(1, 6)} | {
        f"epoch-{epoch:03d}.optimizer.npz" for epoch in (3, 4, 5)
    }


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
