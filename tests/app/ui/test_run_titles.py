"""Each of a person's runs is called something of its own, the same on every page."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from core import lab
from core.recipes import recipe
from core.training.record.events import RunBranched, RunEnded, RunSteered
from pages.ui import run_titles
from tests.support.written_runs import EPOCH, FILE, STARTED, new_run

pytestmark = pytest.mark.app

ENDED = [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)]
CONFIG = recipe("quick-cnn").config


@pytest.fixture
def owner():
    return secrets.token_hex(16)


def test_equal_runs_are_numbered_and_others_keep_what_they_were_called(owner, run_of):
    runs = [run_of(owner, ENDED) for _ in range(3)]
    runs.append(run_of(owner, ENDED, name="Quick CNN (2)"))
    assert [run_titles.titles(owner)[run] for run in runs] == [
        "Quick CNN",
        "Quick CNN (2)",
        "Quick CNN (3)",
        "Quick CNN (2) (2)",
    ]


def test_labels_beside_each_other_are_counted_up_until_they_are_free():
    assert run_titles.distinct(["Tiny", "Tiny (2)", "Tiny"]) == ["Tiny", "Tiny (2)", "Tiny (3)"]
    assert run_titles.distinct(["Tiny", "Tiny", "Tiny (2)"]) == ["Tiny", "Tiny (2)", "Tiny (2) (2)"]


def test_title_follows_what_happens_to_a_run(owner, run_of):
    store = lab.current().store
    run = run_of(owner, [STARTED])
    other = run_of(owner, [STARTED])

    def titles():
        return [run_titles.titles(owner).get(identity) for identity in (run, other)]

    assert titles() == ["Quick CNN", "Quick CNN (2)"]
    store.append(other, 1, [RunSteered(action="learning_rate", epoch=1, step=9, seconds=1.0, value=0.001)])
    assert titles() == ["Quick CNN", "Quick CNN, learning rate 0.003, then 0.001"]
    store.set_name_and_note(other, name="Slower", note="")
    assert titles() == ["Quick CNN", "Slower"]
    store.delete(other)
    assert titles() == ["Quick CNN", None]
    assert run_titles.title(store.record(run)) == "Quick CNN"


@pytest.fixture
def branch_of():
    """Return a function that writes a branch of a run after its first epoch, with other settings, and gives its id."""
    made, store = [], lab.current().store

    def write(owner, parent, **settings):
        branched = RunBranched(parent=parent, epoch=1, checkpoint=FILE, optimizer=FILE)
        fields = {"recipe": "quick-cnn", "spec": recipe("quick-cnn").spec, "config": replace(CONFIG, **settings)}
        new = new_run(owner=owner, branched=branched, **fields)
        store.create([new])
        made.append(new.record.id)
        return new.record.id

    yield write
    for run in made:
        store.delete(run)


@pytest.mark.parametrize("value", [float("nan"), -1.0, 1e9])
def test_parent_with_a_setting_out_of_bounds_leaves_all_runs_their_titles(owner, run_of, branch_of, value):
    steered = RunSteered(action="learning_rate", epoch=1, step=9, seconds=1.0, value=value)
    parent = run_of(owner, [STARTED, steered, EPOCH, RunEnded(outcome="finished", epoch=1)])
    branch = branch_of(owner, parent, epochs=4)
    titles = run_titles.titles(owner)
    assert titles[branch] == f"{titles[parent]}, 3 epochs longer"


def test_branch_is_called_by_its_parent_as_that_is_called(owner, run_of, branch_of):
    store = lab.current().store
    first, second = run_of(owner, ENDED), run_of(owner, ENDED)
    branch = branch_of(owner, second, epochs=4)
    assert run_titles.titles(owner)[branch] == "Quick CNN (2), 3 epochs longer"
    store.delete(first)
    assert run_titles.titles(owner)[second] == "Quick CNN"
    store.delete(second)
    assert run_titles.titles(owner)[branch].endswith("from epoch 1 of a deleted run")


def test_branch_of_a_run_that_cannot_be_read_says_so(owner, run_of, branch_of):
    parent = run_of(owner, ENDED)
    branch = branch_of(owner, parent, epochs=4)
    with lab.current().store._database.transaction(durable=True) as writer:
        writer.execute("UPDATE runs SET spec = '{' WHERE id = ?", (parent,))
    assert run_titles.titles(owner)[branch] == "Quick CNN, 4 epochs, from epoch 1 of a damaged run"
