"""Which epochs a run keeps: by size before it begins, by its log afterwards, and the files that go."""

import dataclasses

import pytest

from core.runs.branching import epochs_to_branch_from
from core.training.record.checkpoints import optimizer_name, weights_name
from core.training.record.event_json import from_text, to_text
from core.training.record.events import Checkpoint, RunEnded, RunQueued, RunResumed
from core.training.record.history import History
from core.training.record.kept_epochs import (
    BUDGET_BYTES,
    CheckpointRetention,
    checkpoint_retention,
    keeps_optimizer,
    remove_dropped,
)
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.written_runs import EPOCH, STARTED

SMALL = mlp(hidden=(32,), dropout=0)  # 25,450 parameters
LARGE = mlp(hidden=(4096, 4000), dropout=0)


def started(keep_every):
    return dataclasses.replace(STARTED, keep_every=keep_every)


def epochs(*losses):
    """Epochs with these validation losses."""
    return [
        dataclasses.replace(
            EPOCH,
            epoch=number,
            validation_loss=loss,
            checkpoint=Checkpoint(name=weights_name(number), digest="0", size_bytes=1),
            optimizer=Checkpoint(name=optimizer_name(number), digest="0", size_bytes=1),
        )
        for number, loss in enumerate(losses, start=1)
    ]


def numbers(history):
    return [epoch.epoch for epoch in history.kept_epochs]


def test_small_run_keeps_every_epoch_and_says_its_size():
    kept = checkpoint_retention(SMALL, TrainingConfig(epochs=30))
    weights, adam = 4 * 25_450, 8 * 25_450
    size = 30 * weights + (3 + 2) * adam  # of the last three epochs, of the 10th and the 20th
    assert kept == CheckpointRetention(every=1, size_bytes=size, whole_size_bytes=size)


def test_plain_descent_has_no_state_to_keep():
    kept = checkpoint_retention(SMALL, TrainingConfig(epochs=2, optimizer="sgd"))
    assert kept.size_bytes == 2 * 4 * 25_450


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("count", [1, 7, 8, 20, 57, 200])
def test_largest_network_stays_within_the_budget(count, optimizer):
    assert 19_000_000 < LARGE.parameters <= 20_000_000
    kept = checkpoint_retention(LARGE, TrainingConfig(epochs=count, optimizer=optimizer))
    assert kept.size_bytes <= BUDGET_BYTES
    assert kept.every <= count
    assert kept.every == 1 or kept.whole_size_bytes > BUDGET_BYTES


def test_best_last_and_every_nth_are_kept_at_every_moment():
    losses = epochs(0.5, 0.2, 0.3, 0.2, 0.4, 0.1, 0.3)
    history, seen = History().extended([started(3)]), []
    for epoch in losses:
        history = history.extended([epoch])
        seen.append(numbers(history))
    assert seen == [[1], [2], [2, 3], [2, 3, 4], [2, 3, 5], [3, 6], [3, 6, 7]]
    assert epochs_to_branch_from(history) == (0, 3, 6, 7)
    assert [keeps_optimizer(history, epoch) for epoch in (3, 6, 7)] == [False, False, True]


def test_without_validation_there_is_no_best():
    assert numbers(History().extended([started(2), *epochs(None, None, None)])) == [2, 3]


def test_run_of_an_older_version_keeps_all_also_where_this_one_resumes_it():
    kind, text = to_text(STARTED)
    old = from_text(kind, text.replace(', "keep_every": 1', ""))
    beginning = {field.name: getattr(STARTED, field.name) for field in dataclasses.fields(STARTED)}
    history = History().extended([old, *epochs(0.3, 0.2, 0.4), RunEnded(outcome="interrupted"), RunQueued()])
    assert numbers(history) == [1, 2, 3]
    resumed = RunResumed(from_epoch=3, **beginning | {"keep_every": 3})
    assert numbers(history.extended([resumed])) == [1, 2, 3]


def test_files_of_what_is_not_kept_go_and_nothing_else(tmp_path):
    whole = epochs(0.5, 0.2, 0.3, 0.4, 0.4)
    others = ["stopped.npz", weights_name(6), optimizer_name(6)]  # the next epoch's row is not written yet
    for name in [*others, *(file.name for epoch in whole for file in (epoch.checkpoint, epoch.optimizer))]:
        (tmp_path / name).write_bytes(b"1")
    history = History().extended([started(3), *whole])
    for _ in range(2):
        remove_dropped(tmp_path, history)
        left = {path.name for path in tmp_path.iterdir()}
        assert left == {*others, *(weights_name(number) for number in (2, 3, 5)), optimizer_name(5)}


def test_nothing_goes_where_every_epoch_is_kept(tmp_path):
    (tmp_path / optimizer_name(1)).write_bytes(b"1")
    remove_dropped(tmp_path, History().extended([started(1), *epochs(0.5, 0.2)]))
    assert [path.name for path in tmp_path.iterdir()] == [optimizer_name(1)]
