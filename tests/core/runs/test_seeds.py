"""Which runs differ in their seed alone, and which seeds further ones get."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.runs.seeds import is_repeatable, seed_runs, with_further_seeds
from core.training.record.events import RunBranched, RunEnded, RunQueued, RunSteered
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.written_runs import EPOCH, FILE, STARTED, TAUGHT, new_run

CONFIG = TrainingConfig(epochs=1)
FINISHED = History().extended([STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)])
STOPPED = History().extended([STARTED, EPOCH, RunEnded(outcome="stopped", epoch=1)])
WAITING = History().extended([RunQueued()])
BRANCHED = History().extended([RunBranched(parent="0", epoch=1, checkpoint=FILE, optimizer=None), STARTED, EPOCH])
WAS_TAUGHT = History().extended([TAUGHT])
STEERED = FINISHED.extended([RunSteered(action="learning_rate", epoch=1, step=3, value=0.1, seconds=0.1)])


def record(run: str, seed: int, created: float = 0.0, *, spec=None, **settings):
    config = CONFIG.changed(seed=seed, **settings)
    return replace(new_run(run, config=config, **({"spec": spec} if spec else {})).record, created=created)


def found(one, outlines: dict):
    """Return the ids of the finished and the active ones, and the seeds; `outlines` by records."""
    runs = seed_runs(one, list(outlines), {other.id: outline for other, outline in outlines.items()})
    return [other.id for other in runs.finished], [other.id for other in runs.active], set(runs.seeds)


def test_runs_of_one_recipe_are_found_by_what_they_are_the_oldest_first():
    mine = record("mine", 0, 9.0)
    others = {
        mine: FINISHED,
        record("older", 7, 2.0): FINISHED,
        record("waiting", 8): WAITING,
        record("stopped", 9): STOPPED,
        record("other settings", 1, learning_rate=0.5): FINISHED,
        record("other network", 2, spec=mlp(hidden=(3,), dropout=0)): FINISHED,
        replace(record("other images", 3), data="another"): FINISHED,
    }
    assert found(mine, others) == (["older", "mine"], ["waiting"], {0, 7, 8, 9})


def test_newest_of_two_runs_with_one_seed_counts():
    mine = record("mine", 0, 1.0)
    again = record("again", 0, 2.0)
    assert found(mine, {again: FINISHED, mine: FINISHED}) == (["again"], [], {0})


@pytest.mark.parametrize(
    ("outline", "is_one"),
    [(FINISHED, True), (WAITING, True), (BRANCHED, False), (WAS_TAUGHT, False), (STEERED, False)],
    ids=["finished", "waiting", "branch", "taught", "steered"],
)
def test_run_that_its_record_does_not_describe_is_no_repetition(outline, is_one):
    assert is_repeatable(outline) == is_one
    mine, other = record("mine", 0), record("other", 1, 1.0)
    assert found(mine, {mine: FINISHED, other: outline})[2] == ({0, 1} if is_one else {0})


def test_further_seeds_are_the_smallest_that_are_free():
    configs = with_further_seeds(CONFIG.changed(seed=2), frozenset({0, 1, 4}), 3)
    assert [config.seed for config in configs] == [3, 5, 6]
    assert {replace(config, seed=2) for config in configs} == {CONFIG.changed(seed=2)}
