"""Where a run goes on from another's epoch: which settings fit, which files come along."""

import dataclasses

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.errors import CheckpointError, RunStateError, SpecError
from core.runs.branching import check_branch, copy_branch_point, epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.runs.teaching.method import teaching_config
from core.training.record import checkpoints
from core.training.record.events import RunBranched
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.written_runs import EPOCH, TAUGHT

PARENT = RunRecord(
    id="a" * 32,
    owner="me",
    created=0.0,
    recipe="",
    name="",
    spec=mlp(hidden=(4,), dropout=0.2),
    config=TrainingConfig(epochs=3),
    data="digest",
)
STATE = {f"{index:03d}": np.full(2, index) for index in range(2 + 2 * 4)}  # Adam's, for two dense layers


@pytest.fixture
def history(tmp_path):
    """A parent of two epochs, the first without its optimizer."""
    epochs = []
    for epoch in (1, 2):
        weights = checkpoints.write(
            tmp_path / PARENT.id / checkpoints.weights_name(epoch), {"dense/kernel": np.full(3, epoch)}
        )
        state = checkpoints.write(tmp_path / PARENT.id / checkpoints.optimizer_name(epoch), STATE)
        epochs.append(dataclasses.replace(EPOCH, epoch=epoch, checkpoint=weights, optimizer=state))
    (tmp_path / PARENT.id / checkpoints.optimizer_name(1)).unlink()
    return History().extended(epochs)


def branch(tmp_path, history, epoch, config=PARENT.config):
    return copy_branch_point(PARENT, history, epoch, config, runs_folder=tmp_path, run="b" * 32)


def test_branch_has_its_own_copy_of_weights_and_optimizer(tmp_path, history):
    branched = branch(tmp_path, history, 2)
    assert (branched.parent, branched.epoch) == (PARENT.id, 2)
    assert branched.checkpoint == history.epochs[1].checkpoint
    assert branched.optimizer == history.epochs[1].optimizer
    for path in (tmp_path / PARENT.id).iterdir():
        path.unlink()
    for file in (branched.checkpoint, branched.optimizer):
        checkpoints.read(tmp_path / ("b" * 32) / file.name, digest=file.digest)


def test_optimizer_starts_afresh_where_it_is_not_kept_or_another_is_used(tmp_path, history):
    assert branch(tmp_path, history, 1).optimizer is None
    for other in ({"optimizer": "rmsprop"}, {"optimizer": "sgd", "momentum": 0.9}):
        assert branch(tmp_path, history, 2, dataclasses.replace(PARENT.config, **other)).optimizer is None
    changed = dataclasses.replace(PARENT.config, learning_rate=0.5, batch_size=32)
    assert branch(tmp_path, history, 2, changed).optimizer is not None


def test_branch_from_the_initial_weights_copies_nothing(tmp_path, history):
    expected = RunBranched(parent=PARENT.id, epoch=0, checkpoint=None, optimizer=None)
    assert branch(tmp_path, history, 0) == expected
    assert not (tmp_path / ("b" * 32)).exists()


def test_branch_of_a_branch_may_go_back_to_where_that_one_began(tmp_path, history):
    origin = RunBranched(
        parent="c" * 32, epoch=2, checkpoint=history.epochs[1].checkpoint, optimizer=history.epochs[1].optimizer
    )
    of_branch = History().extended([origin, dataclasses.replace(history.epochs[1], epoch=3)])
    assert epochs_to_branch_from(of_branch) == (0, 2, 3)
    assert branch(tmp_path, of_branch, 2).checkpoint == origin.checkpoint


def test_epoch_that_is_not_kept_is_refused(tmp_path, history):
    assert epochs_to_branch_from(history) == (0, 1, 2)
    with pytest.raises(RunStateError, match="keeps no epoch 3"):
        branch(tmp_path, history, 3)


def test_damaged_weights_are_refused(tmp_path, history):
    (tmp_path / PARENT.id / checkpoints.weights_name(2)).write_bytes(b"damaged")
    with pytest.raises(CheckpointError, match="damaged"):
        branch(tmp_path, history, 2)


def test_run_that_taught_has_no_initial_weights_to_go_back_to(history):
    assert epochs_to_branch_from(dataclasses.replace(history, taught=TAUGHT)) == (1, 2)
    assert epochs_to_branch_from(History(taught=TAUGHT)) == ()


@pytest.mark.parametrize(
    ("pixels", "scale"),
    [
        (Pixels(), "unit"),
        (Pixels(divisor=1.0), "bytes"),
        (Pixels(offset=33.2, divisor=78.5), None),
        (Pixels(offset=255.0, divisor=-255.0), None),
        (Pixels(offset=127.5, divisor=255.0), None),
    ],
    ids=["unit", "bytes", "standard", "dark on light", "centred"],
)
def test_run_that_taught_a_model_of_other_inputs_is_no_parent(history, pixels, scale):
    taught = dataclasses.replace(history, taught=dataclasses.replace(TAUGHT, pixels=pixels))
    assert epochs_to_branch_from(taught) == (() if scale is None else (1, 2))
    config = teaching_config(loss="sparse_categorical_crossentropy", pixels=pixels, train_count=60_000)
    assert config.pixel_scale == (scale or "standard")


def test_only_dropout_rates_of_the_network_may_differ():
    check_branch(PARENT, 1, mlp(hidden=(4,), dropout=0.7), PARENT.config)
    with pytest.raises(SpecError, match="keeps its parent's network"):
        check_branch(PARENT, 1, mlp(hidden=(5,), dropout=0.2), PARENT.config)


def test_branch_needs_an_epoch_to_train_and_the_seed_of_its_initial_weights():
    with pytest.raises(RunStateError, match="needs more epochs"):
        check_branch(PARENT, 3, PARENT.spec, PARENT.config)
    with pytest.raises(RunStateError, match="the same seed, 0; got 5"):
        check_branch(PARENT, 0, PARENT.spec, dataclasses.replace(PARENT.config, seed=5))
    check_branch(PARENT, 1, PARENT.spec, dataclasses.replace(PARENT.config, seed=5))
