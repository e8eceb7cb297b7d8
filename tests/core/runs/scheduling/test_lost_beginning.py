"""A run whose row is damaged that says with which weights it began: it never trains other ones in their place."""

from typing import Any
from unittest.mock import ANY

import pytest

from core.messages.runs import scheduling
from core.runs.log.histories import Histories
from core.runs.log.store import Store
from core.runs.scheduling.attempt import Attempt
from core.runs.scheduling.run_context import RunContext
from core.training.record.events import Event, RunBranched, RunEnded
from tests.support.written_runs import EPOCH, FILE, STARTED, TAUGHT, create, damage_beginning

BRANCHED = RunBranched(parent="b" * 32, epoch=1, checkpoint=FILE, optimizer=None)
CUT_OFF = RunEnded(outcome="interrupted")


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "runs.sqlite3")
    yield opened
    opened.close()


def damaged(store: Store, *events: Event) -> str:
    run = create(store)
    store.append(run, 1, events)
    damage_beginning(store, run)
    return run


@pytest.mark.parametrize("began", [TAUGHT, BRANCHED])
def test_an_attempt_fails_before_an_engine_is_asked(store, began):
    run = damaged(store, began)
    names = ("runs_folder", "data_folder", "make_engine", "others_wait", "on_end")
    nothing: dict[str, Any] = dict.fromkeys(names, ANY)
    context = RunContext(store=store, histories=Histories(store), trainer="", **nothing)
    ended = Attempt(run=run, owner="me", number=1, context=context).train(ANY)
    assert ended is not None
    assert ended.outcome == "failed"
    assert ended.reason == scheduling.beginning_is_lost()


def test_only_a_branch_that_has_epochs_of_its_own_can_be_resumed(store):
    def can_resume(*events: Event) -> bool:
        return Histories(store).of(damaged(store, *events, STARTED, CUT_OFF)).can_resume

    assert not can_resume(TAUGHT)
    assert not can_resume(TAUGHT, EPOCH)
    assert not can_resume(BRANCHED)
    assert can_resume(BRANCHED, EPOCH)
