"""A run that teaches: it begins from another network's weights, learns own digits beside the data, and is judged."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.data.dataset import open_dataset
from core.errors import CheckpointError
from core.training.record import checkpoints, taught_digits
from core.training.record.events import EpochEnded, HandTested, ModelKept, RunTaught, TestEnded
from core.training.record.taught_digits import TaughtDigits
from models.build import build
from models.mlp import mlp
from models.weights import variables_by_name

pytestmark = pytest.mark.process

SPEC = mlp(hidden=(16,), dropout=0)
SETTINGS = {"epochs": 3, "train_images": 150, "batch_size": 75, "learning_rate": 0.005}
OF_EACH = 4


def own_digits(dataset):
    """Return a hand that nobody can read: upside down, each digit four times."""
    labels = np.asarray(dataset.train_labels)
    chosen = np.concatenate([np.flatnonzero(labels == label)[:OF_EACH] for label in range(10)])
    images = np.ascontiguousarray(np.asarray(dataset.train_images)[chosen][:, ::-1])
    return TaughtDigits(
        images=images, labels=labels[chosen].astype(np.uint8), is_taught=np.arange(len(chosen)) % OF_EACH < 3
    )


@pytest.fixture
def taught(tmp_path, small_dataset):
    return begun_in(tmp_path, small_dataset)


def begun_in(folder, dataset, **other):
    first = {name: np.asarray(value) for name, value in variables_by_name(build(SPEC, seed=5)).items()}
    digits = own_digits(open_dataset(dataset.folder))
    usual = {
        "parent": "pretrained",
        "checkpoint": checkpoints.write(folder / taught_digits.FIRST_WEIGHTS_NAME, first),
        "digits": taught_digits.write(folder, digits),
        "taught": 30,
        "held_out": 10,
        "own_share": 0.4,
    }
    return RunTaught(**(usual | other))


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def test_it_learns_the_hand_and_says_what_was_read_before_and_after(train, taught):
    events = list(train(taught=taught, **(SETTINGS | {"epochs": 10})))
    (tested,), (test,) = of(HandTested, events), of(TestEnded, events)
    assert tested.labels == tuple(range(10))
    assert tested.count == 10
    assert tested.correct_after >= tested.correct_before + 3
    assert (tested.test_after, tested.test_count) == (test.correct, test.count)
    assert tested.test_before < tested.test_after  # the first weights had learned nothing


def test_before_is_what_the_first_weights_read(train, taught, tmp_path, small_dataset):
    (tested,) = of(HandTested, train(taught=taught, **SETTINGS))
    model, digits = build(SPEC, seed=5), own_digits(open_dataset(small_dataset.folder))
    inputs = digits.images[~digits.is_taught].astype(np.float32) / 255
    expected = np.asarray(model(inputs.reshape(-1, *SPEC.input_shape))).argmax(axis=1)
    assert tested.before == tuple(expected.tolist())


def test_a_run_that_goes_on_ends_with_the_same_bits(train, taught, tmp_path):
    whole = of(EpochEnded, train(taught=taught, **SETTINGS))
    again = of(EpochEnded, train(taught=taught, begin_from=whole[0], again=True, **SETTINGS))
    assert [epoch.checkpoint.digest for epoch in again] == [epoch.checkpoint.digest for epoch in whole[1:]]


def test_digits_that_judge_change_nothing_of_what_is_learned(train, tmp_path, small_dataset):
    digests = []
    for shade in (0, 255):
        folder = tmp_path / str(shade)
        taught = begun_in(folder, small_dataset)
        digits = taught_digits.read(folder, taught.digits)
        digits.images[~digits.is_taught] = shade
        changed = dataclasses.replace(taught, digits=taught_digits.write(folder, digits))
        (ended,) = of(EpochEnded, train(taught=changed, run_folder=folder, **(SETTINGS | {"epochs": 1})))
        digests.append(ended.checkpoint.digest)
    assert digests[0] == digests[1]


@pytest.mark.usefixtures("short_chunks")
def test_a_stop_keeps_and_judges_what_was_learned_so_far(train, taught):
    training = train(taught=taught, **SETTINGS)
    events = [next(training), training.send(None), training.send(None), training.send("stop"), *training]
    assert of(ModelKept, events)
    assert of(HandTested, events)


def test_other_digits_than_the_log_says_are_refused(train, taught, tmp_path):
    (tmp_path / taught.digits.name).write_bytes(b"")
    with pytest.raises(CheckpointError, match="damaged"):
        list(train(taught=taught, **SETTINGS))
