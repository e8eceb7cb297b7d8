"""A training whose settings are changed while it runs, or that branches from another one's epoch."""

import numpy as np
import pytest

from core.errors import CheckpointError, ConfigError
from core.training.record.events import (
    EpochEnded,
    RunBranched,
    RunStarted,
    StepExplained,
    StepsEnded,
)
from core.training.record.history import History
from core.training.settings.commands import Change, changeable, check_change
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.trainings import DROPOUT, heard, of_kind, steered, told, until_kind

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("short_chunks")]

SPEC = DROPOUT  # of `train`


def test_change_takes_effect_at_once_and_is_told(train):
    training = train(optimizer="sgd")
    until_kind(training, StepsEnded)
    change = told(training, Change(setting="learning_rate", value=0.25))
    assert (change.action, change.value, change.step) == ("learning_rate", 0.25, 2)
    told(training, "step")
    found = until_kind(training, StepExplained)[-1]
    assert found.learning_rate == 0.25


def test_changed_learning_rate_is_the_largest_of_a_schedule(train):
    training = train(optimizer="sgd", schedule="cosine", learning_rate=0.1)
    until_kind(training, StepsEnded)
    told(training, Change(setting="learning_rate", value=0.2))
    told(training, "step")
    found = until_kind(training, StepExplained)[-1]
    assert found.learning_rate == pytest.approx(0.2 * (1 + np.cos(np.pi * 2 / 18)) / 2, rel=1e-4)


def test_changed_learning_rate_is_where_a_warm_up_ends(train):
    training = train(optimizer="sgd", warmup_epochs=1, epochs=2, learning_rate=0.1)
    until_kind(training, StepsEnded)
    told(training, Change(setting="learning_rate", value=0.2))
    told(training, "step")
    found = until_kind(training, StepExplained)[-1]
    assert found.learning_rate == pytest.approx(0.2 * 2 / 18, rel=1e-4)


CHANGES = [
    pytest.param("sgd", "momentum", 0.9, id="momentum where there was none"),
    pytest.param("rmsprop", "momentum", 0.5, id="RMSprop's momentum"),
    pytest.param("adam", "dropout_rate", 0.0, id="dropout off"),
    pytest.param("adam", "learning_rate", 0.02, id="learning rate"),
]


@pytest.mark.parametrize(("optimizer", "setting", "value"), CHANGES)
def test_changes_are_met_again_at_the_same_step_after_a_resume(train, tmp_path, optimizer, setting, value):
    """The change comes in epoch 2: after a resume from before it is made anew, after one from later it is put back."""
    settings = {"optimizer": optimizer, "batch_size": 100 if optimizer == "sgd" else 75}  # of 100 the last is smaller
    training = train(DROPOUT, epochs=3, **settings)
    kept = of_kind(until_kind(training, EpochEnded), EpochEnded)
    until_kind(training, StepsEnded)
    change = told(training, Change(setting=setting, value=value))
    kept += of_kind(heard(training), EpochEnded)
    unchanged = of_kind(heard(train(DROPOUT, epochs=2, run_folder=tmp_path / "other", **settings)), EpochEnded)
    assert unchanged[0].checkpoint.digest == kept[0].checkpoint.digest
    assert unchanged[1].checkpoint.digest != kept[1].checkpoint.digest

    for epoch in (1, 2):
        known = History().extended([RunStarted(**BEGINNING), *kept[:epoch], change]).changes
        again = heard(train(DROPOUT, epochs=3, begin_from=kept[epoch - 1], changes=known, again=True, **settings))
        resumed = of_kind(again, EpochEnded)
        assert [one.checkpoint for one in resumed] == [one.checkpoint for one in kept[epoch:]]
        assert [one.optimizer for one in resumed] == [one.optimizer for one in kept[epoch:]]
        assert steered(again) == ([(setting, change.step)] if epoch == 1 else [])


BEGINNING = {
    "train_images": 1350,
    "validation_images": 150,
    "steps_per_epoch": 18,
    "threads": 1,
    "compiled": True,
    "device": "CPU",
}


@pytest.mark.parametrize(
    ("setting", "value"),
    [("learning_rate", 0.0), ("learning_rate", float("nan")), ("momentum", 1.0), ("dropout_rate", -0.1), ("rho", 0.5)],
)
def test_change_out_of_bounds_is_refused_where_it_is_made(setting, value):
    with pytest.raises(ConfigError):
        Change(setting=setting, value=value)


def test_only_what_a_run_has_can_be_changed():
    adam, descent = TrainingConfig(), TrainingConfig(optimizer="sgd")
    plain = mlp(hidden=(4,), dropout=0)
    assert changeable(plain, adam) == ("learning_rate",)
    assert changeable(DROPOUT, descent) == ("learning_rate", "momentum", "dropout_rate")
    with pytest.raises(ConfigError, match="no momentum"):
        check_change(Change(setting="momentum", value=0.5), plain, adam)
    with pytest.raises(ConfigError, match="no dropout"):
        check_change(Change(setting="dropout_rate", value=0.5), plain, adam)


def branched(epoch, *, optimizer=True):
    return RunBranched(
        parent="0" * 32,
        epoch=epoch.epoch,
        checkpoint=epoch.checkpoint,
        optimizer=epoch.optimizer if optimizer else None,
    )


def test_branch_without_a_change_is_its_parent_again(train, tmp_path):
    parent = of_kind(heard(train(DROPOUT, epochs=3)), EpochEnded)
    events = heard(train(DROPOUT, epochs=3, begin_from=branched(parent[0])))
    assert type(events[0]) is RunStarted
    assert [one.checkpoint for one in of_kind(events, EpochEnded)] == [one.checkpoint for one in parent[1:]]


def test_branch_with_another_learning_rate_learns_at_that_rate(train, tmp_path):
    parent = of_kind(heard(train(DROPOUT, epochs=1, optimizer="sgd")), EpochEnded)[0]
    training = train(DROPOUT, epochs=2, optimizer="sgd", learning_rate=0.25, begin_from=branched(parent))
    next(training)
    told(training, "step")
    assert next(training).learning_rate == 0.25


def test_branch_may_start_its_optimizer_afresh(train, tmp_path):
    parent = of_kind(heard(train(DROPOUT, epochs=1)), EpochEnded)[0]
    fresh = branched(parent, optimizer=False)
    events = heard(train(DROPOUT, epochs=2, optimizer="rmsprop", begin_from=fresh))
    assert [one.epoch for one in of_kind(events, EpochEnded)] == [2]
    with pytest.raises(CheckpointError):
        heard(train(DROPOUT, epochs=2, optimizer="rmsprop", begin_from=branched(parent)))
