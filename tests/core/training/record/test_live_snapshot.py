"""What a run leaves in its folder while it trains: the file, what it shows, and that looking changes no weight."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.training.loop import chunk_length, snapshot_writer
from core.training.loop.snapshot_writer import first_of_each_digit, kernel_images
from core.training.record import checkpoints, live_snapshot
from core.training.record.events import EpochEnded, RunStarted, RunSteered, StepsEnded
from core.training.record.live_snapshot import LiveSnapshot, read_drawing, read_snapshot, write_drawing, write_snapshot
from models.build import build
from models.layers import Conv2D, Dense, Dropout, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from models.weights import assign, variables_by_name
from tests.support.trainings import heard, of_kind, told, until_kind

pytestmark = pytest.mark.process

SOON_TRACED = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=3, kernel_size=4, strides=4, activation="relu"),
        Flatten(),
        Dropout(rate=0.5),
        Dense(units=10, activation="softmax"),
    ),
)
ONE = np.zeros((28, 28), np.uint8)
ONE[4:24, 13:16] = 255
SEEN = LiveSnapshot(
    epoch=2,
    step=17,
    split="test",
    indices=np.array([3, 10]),
    labels=np.array([0, 7]),
    probabilities=np.full((2, 10), 0.1, np.float32),
    drawing=ONE,
    drawing_probabilities=np.full(10, 0.1, np.float32),
    kernels=np.ones((2, 3, 3), np.float32),
    layers=("conv2d", "dense"),
    weight_sizes=np.float32([0.1, 0.2]),
    gradient_sizes=np.float32([0.01, np.inf]),
)


@pytest.fixture
def train(train):
    return lambda spec=SOON_TRACED, **settings: train(spec, **settings)


def assert_same(one, other):
    for field in dataclasses.fields(LiveSnapshot):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        assert type(mine) is type(theirs), field.name
        np.testing.assert_array_equal(mine, theirs, err_msg=field.name)


@pytest.mark.parametrize("drawn", [{}, {"drawing": None, "drawing_probabilities": None}], ids=["drawing", "without"])
def test_snapshot_is_read_as_it_was_written(tmp_path, drawn):
    written = dataclasses.replace(SEEN, **drawn)
    write_snapshot(tmp_path / "new", written)
    assert_same(read_snapshot(tmp_path / "new"), written)
    assert [path.name for path in (tmp_path / "new").iterdir()] == [live_snapshot.SNAPSHOT_NAME]


def test_later_snapshot_takes_the_place_of_the_one_before(tmp_path):
    write_snapshot(tmp_path, SEEN)
    write_snapshot(tmp_path, dataclasses.replace(SEEN, step=18))
    assert read_snapshot(tmp_path).step == 18


@pytest.mark.parametrize("content", [None, b"", b"nothing of that kind", "cut short"])
def test_snapshot_that_cannot_be_read_is_none(tmp_path, content):
    write_snapshot(tmp_path, SEEN)
    path = tmp_path / live_snapshot.SNAPSHOT_NAME
    whole = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes(whole[: len(whole) // 2] if content == "cut short" else content)
    assert read_snapshot(tmp_path) is None


def test_snapshot_that_cannot_be_written_is_left_out(tmp_path):
    (tmp_path / "file").touch()
    write_snapshot(tmp_path / "file", SEEN)
    (tmp_path / live_snapshot.SNAPSHOT_NAME).mkdir()
    write_snapshot(tmp_path, SEEN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", live_snapshot.SNAPSHOT_NAME]


def test_drawing_is_handed_over_and_replaced(tmp_path):
    folder = tmp_path / "run"
    assert read_drawing(folder) is None
    for pixels in (ONE, 255 - ONE):
        write_drawing(folder, pixels)
        np.testing.assert_array_equal(read_drawing(folder), pixels)
    assert [path.name for path in folder.iterdir()] == [live_snapshot.DRAWING_NAME]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(ONE[:27], id="shape"),
        pytest.param(ONE.astype(np.float32), id="type"),
        pytest.param(np.zeros((280, 280), np.uint8), id="too large"),
    ],
)
def test_drawing_of_another_kind_is_none(tmp_path, wrong):
    write_drawing(tmp_path, wrong)
    assert read_drawing(tmp_path) is None


def test_damaged_drawing_is_none_and_no_object_is_read(tmp_path):
    path = tmp_path / live_snapshot.DRAWING_NAME
    np.save(path, np.array([{"an": "object"}]), allow_pickle=True)
    assert read_drawing(tmp_path) is None
    write_drawing(tmp_path, ONE)
    path.write_bytes(path.read_bytes()[:-1])
    assert read_drawing(tmp_path) is None


def test_digits_are_the_first_two_of_each_as_far_as_there_are_any():
    assert first_of_each_digit(np.array([1, 0, 1, 9, 1, 0, 0])).tolist() == [1, 5, 0, 2, 3]


def test_first_kernels_are_pictures():
    kernel = np.arange(3 * 3 * 1 * 40, dtype=np.float32).reshape(3, 3, 1, 40)
    pictures = kernel_images(kernel, shuffled=False)
    assert pictures.shape == (32, 3, 3)
    np.testing.assert_array_equal(pictures[5], kernel[:, :, 0, 5])
    assert kernel_images(np.zeros((1, 4), np.float32), shuffled=False).shape == (0, 28, 28)


@pytest.mark.parametrize("shuffled", [False, True])
def test_units_are_pictures_whose_every_weight_lies_at_its_pixel(shuffled):
    kernel = np.random.default_rng(0).standard_normal((784, 40)).astype(np.float32)
    pictures = kernel_images(kernel, shuffled=shuffled)
    assert pictures.shape == (32, 28, 28)
    inputs = Pixels(shuffled=shuffled).permute_pixels(ONE[np.newaxis].astype(np.float32)).reshape(784)
    np.testing.assert_allclose((pictures * ONE).sum(axis=(1, 2)), inputs @ kernel[:, :32], rtol=1e-4, atol=0.05)


def predicted(spec, folder, checkpoint, images):
    """Return what Keras predicts with the weights of a checkpoint."""
    model = build(spec, seed=0)
    if checkpoint is not None:
        assign(variables_by_name(model), checkpoints.read(folder / checkpoint.name))
    return np.asarray(model((images / np.float32(255)).reshape(-1, *spec.input_shape), training=False))


def test_first_snapshot_is_of_the_untrained_network(train, tmp_path, small_dataset, monkeypatch):
    monkeypatch.setattr(snapshot_writer, "PAUSE_SECONDS", 1000.0)  # the next one is late
    training = train(epochs=2)
    until_kind(training, RunStarted)
    until_kind(training, StepsEnded)
    assert read_snapshot(tmp_path) is None  # a person waits for the first point
    next(training)
    seen = read_snapshot(tmp_path)
    assert (seen.epoch, seen.step, seen.split) == (0, 0, "train")
    assert seen.labels.tolist() == [digit for digit in range(10) for _ in range(2)]
    assert seen.indices.min() >= 1350  # they validate
    np.testing.assert_array_equal(small_dataset.train_labels[seen.indices], seen.labels)
    said = predicted(SOON_TRACED, tmp_path, None, small_dataset.train_images[seen.indices])
    np.testing.assert_allclose(seen.probabilities, said, atol=1e-5)
    assert seen.drawing is None
    assert seen.drawing_probabilities is None


def test_snapshot_after_an_epoch_shows_its_checkpoint_and_its_health(train, tmp_path, small_dataset):
    write_drawing(tmp_path, ONE)
    training = train(validation_source="test", epochs=2)
    until_kind(training, EpochEnded)
    ended = until_kind(training, EpochEnded)[-1]
    seen = read_snapshot(tmp_path)
    assert (seen.epoch, seen.step, seen.split) == (2, 40, "test")
    pictures = np.concatenate([small_dataset.test_images[seen.indices], ONE[np.newaxis]])
    said = predicted(SOON_TRACED, tmp_path, ended.checkpoint, pictures)
    np.testing.assert_allclose(seen.probabilities, said[:-1], atol=1e-5)
    np.testing.assert_array_equal(seen.drawing, ONE)
    np.testing.assert_allclose(seen.drawing_probabilities, said[-1], atol=1e-5)
    kernel = checkpoints.read(tmp_path / ended.checkpoint.name)["conv2d/kernel"]
    np.testing.assert_array_equal(seen.kernels, kernel[:, :, 0].transpose(2, 0, 1))
    assert seen.layers == ("conv2d", "dense")
    np.testing.assert_array_equal(seen.weight_sizes, [layer.weight_size for layer in ended.health])
    np.testing.assert_array_equal(seen.gradient_sizes, [layer.gradient_size for layer in ended.health])


def test_without_validation_digits_that_train_are_shown_with_their_right_labels(train, tmp_path, small_dataset):
    training = train(validation_fraction=0.0, wrong_label_fraction=1.0)
    until_kind(training, StepsEnded)
    next(training)
    seen = read_snapshot(tmp_path)
    assert seen.split == "train"
    np.testing.assert_array_equal(seen.indices, first_of_each_digit(np.asarray(small_dataset.train_labels)))
    np.testing.assert_array_equal(small_dataset.train_labels[seen.indices], seen.labels)


def test_snapshots_follow_the_steps_at_their_pace(train, tmp_path, monkeypatch):
    monkeypatch.setattr(chunk_length, "CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(snapshot_writer, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(snapshot_writer, "PAUSE_LENGTHS", 0.0)
    training = train(epochs=2)
    until_kind(training, StepsEnded)
    until_kind(training, StepsEnded)
    assert read_snapshot(tmp_path).step == 2  # the second chunk has just been told
    monkeypatch.setattr(snapshot_writer, "PAUSE_SECONDS", 1e6)
    until_kind(training, StepsEnded)
    until_kind(training, StepsEnded)
    write_drawing(tmp_path, ONE)
    until_kind(training, StepsEnded)
    assert read_snapshot(tmp_path).step == 3
    assert read_snapshot(tmp_path).drawing is None
    until_kind(training, EpochEnded)
    assert read_snapshot(tmp_path).step == 18
    assert read_snapshot(tmp_path).drawing is not None


def test_step_that_was_asked_for_is_seen_before_the_run_waits(train, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot_writer, "PAUSE_SECONDS", 1e6)
    training = train()
    next(training)
    told(training, "step")
    until_kind(training, RunSteered)
    assert read_snapshot(tmp_path).step == 1


@pytest.mark.parametrize("spec", [SOON_TRACED, mlp(hidden=(8,), dropout=0.5)], ids=["convolution", "dense"])
def test_looking_often_at_a_drawing_changes_no_bit(train, tmp_path, monkeypatch, spec):
    monkeypatch.setattr(chunk_length, "CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(snapshot_writer, "PAUSE_SECONDS", 1e6)
    rarely = of_kind(heard(train(spec, epochs=2, run_folder=tmp_path / "rarely")), EpochEnded)
    monkeypatch.setattr(snapshot_writer, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(snapshot_writer, "PAUSE_LENGTHS", 0.0)
    write_drawing(tmp_path / "often", ONE)
    often = of_kind(heard(train(spec, epochs=2, run_folder=tmp_path / "often")), EpochEnded)
    assert [epoch.checkpoint for epoch in often] == [epoch.checkpoint for epoch in rarely]
    assert [epoch.optimizer for epoch in often] == [epoch.optimizer for epoch in rarely]
    assert [epoch.health for epoch in often] == [epoch.health for epoch in rarely]
