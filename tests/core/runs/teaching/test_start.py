"""Which own digits a model has learned from is known of its branches too, and where it is not, that is."""

import shutil
from dataclasses import replace
from unittest.mock import ANY

import numpy as np
import pytest

from core.inference.pretrained import pretrained
from core.runs.branching import copy_branch_point
from core.runs.log.histories import Histories
from core.runs.log.models import PRETRAINED, Model, ModelName
from core.runs.log.store import Store
from core.runs.teaching.start import learned_digits, loss_of
from core.training.record import checkpoints, taught_digits
from core.training.record.events import RunBranched
from core.training.record.taught_digits import Learned, TaughtDigits
from core.training.settings.config import TrainingConfig
from models.layers import Dense, Flatten
from models.spec import NetworkSpec
from tests.support.written_runs import EPOCH, STARTED, TAUGHT, create

LEARNED = Learned(digests=frozenset({b"a" * 32, b"b" * 32}))
UNKNOWN = Learned(is_complete=False)
IMAGES = np.full((2, 28, 28), 9, np.uint8)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "runs.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def histories(store):
    return Histories(store)


@pytest.fixture
def taught(store, tmp_path):
    """A run that taught, its files too."""
    run = create(store)
    digits = TaughtDigits(
        images=IMAGES, labels=np.zeros(2, np.uint8), is_taught=np.array([True, False]), learned=LEARNED
    )
    weights = checkpoints.write(tmp_path / run / checkpoints.weights_name(1), {"dense/kernel": np.zeros(3)})
    began = {"digits": taught_digits.write(tmp_path / run, digits)}
    store.append(run, 1, [replace(TAUGHT, **began), STARTED, replace(EPOCH, checkpoint=weights, optimizer=weights)])
    return run


@pytest.fixture
def branch(store, histories, tmp_path):
    """Return a function that writes a branch of a run's first epoch."""

    def write(parent, epoch=1):
        run = create(store)
        told = (store.record(parent), histories.outline(parent), epoch, TrainingConfig())
        event = copy_branch_point(*told, runs_folder=tmp_path, run=run)
        store.append(run, 1, [event, STARTED])
        return run

    return write


@pytest.fixture
def known_of(store, histories, tmp_path):
    def learned_of(run):
        model = Model(name=ModelName(run), network=pretrained().network, record=store.record(run))
        return learned_digits(model, histories, runs_folder=tmp_path)

    return learned_of


@pytest.fixture
def delete(store, histories, tmp_path):
    def gone(run):
        store.delete(run)
        histories.forget(run)
        shutil.rmtree(tmp_path / run)

    return gone


def test_a_branch_remembers_what_was_learned_when_its_parents_are_deleted(taught, branch, known_of, delete, tmp_path):
    child = branch(taught)
    delete(taught)
    grandchild = branch(child)
    assert known_of(child) == known_of(grandchild) == LEARNED
    files = [path for path in (tmp_path / child).iterdir() if path.suffix == ".npz"]
    assert not any(IMAGES[0].tobytes() in np.load(path)[name].tobytes() for path in files for name in np.load(path))


def test_what_cannot_be_read_is_unknown_to_a_branch_too(taught, branch, known_of, delete, tmp_path):
    (tmp_path / taught / taught_digits.NAME).write_bytes(b"damaged")
    child = branch(taught)
    assert known_of(taught) == known_of(child) == UNKNOWN
    delete(taught)
    assert known_of(child) == UNKNOWN


def test_a_run_from_initial_weights_and_one_of_an_older_log_have_learned_from_none(store, taught, branch, known_of):
    assert known_of(branch(branch(taught), 0)) == Learned()
    older = create(store)
    store.append(older, 1, [RunBranched(parent="f" * 32, epoch=1, checkpoint=EPOCH.checkpoint, optimizer=None)])
    assert known_of(older) == Learned()


def test_of_a_model_from_a_file_nobody_knows_what_it_learned_from(histories, tmp_path):
    brought = Model(name=PRETRAINED, network=pretrained().network, record=None, imported=ANY)
    assert learned_digits(brought, histories, runs_folder=tmp_path) == UNKNOWN
    bundled = Model(name=PRETRAINED, network=pretrained().network, record=None)
    assert learned_digits(bundled, histories, runs_folder=tmp_path) == Learned()


def test_a_file_of_an_older_version_is_complete(tmp_path):
    arrays = {"learned": np.frombuffer(b"c" * 32, np.uint8).reshape(1, 32)}
    file = checkpoints.write(tmp_path / taught_digits.NAME, arrays)
    assert taught_digits.read_learned(tmp_path, file) == Learned(digests=frozenset({b"c" * 32}))


@pytest.mark.parametrize(
    ("activation", "loss"), [("softmax", "sparse_categorical_crossentropy"), ("sigmoid", "binary_crossentropy")]
)
def test_a_network_from_a_file_is_taught_by_the_loss_that_its_outputs_suit(activation, loss):
    spec = NetworkSpec(input_shape=(28, 28, 1), layers=(Flatten(), Dense(units=10, activation=activation)))
    network = replace(pretrained().network, spec=spec)
    assert loss_of(Model(name=PRETRAINED, network=network, record=None)) == loss
