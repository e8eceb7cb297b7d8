"""Rows of the log that are damaged: what is told of them, and what is known of a run that has some."""

import dataclasses
import json
from typing import get_args

import pytest

from core.messages import engine
from core.messages.runs import endings
from core.training.record.event_json import from_text, to_text
from core.training.record.events import (
    BestRestored,
    Checkpoint,
    EpochEnded,
    Event,
    LayerHealth,
    ModelKept,
    RowDamaged,
    RunBranched,
    RunEnded,
    RunQueued,
    RunResumed,
    RunSteered,
)
from core.training.record.history import History, is_paused_after
from tests.support.written_runs import EPOCH, EXPLAINED, FILE, HAND, STARTED, STEPS, TAUGHT, TEST

HEALTH = LayerHealth(name="dense", weight_size=0.1, gradient_size=None, dead_fraction=0.25, saturated_fraction=None)
STEER = RunSteered(action="momentum", epoch=1, step=3, seconds=1.0, value=0.9)
EVENTS = [
    RunQueued(),
    RunBranched(parent="b" * 32, epoch=1, checkpoint=FILE, optimizer=None),
    TAUGHT,
    STARTED,
    RunResumed(**{name: getattr(STARTED, name) for name in STARTED.__dataclass_fields__}, from_epoch=1),
    STEPS,
    EXPLAINED,
    EPOCH,
    EpochEnded(**{name: getattr(EPOCH, name) for name in EPOCH.__dataclass_fields__} | {"health": (HEALTH,)}),
    STEER,
    ModelKept(epoch=2, step=3, checkpoint=FILE),
    BestRestored(epoch=1),
    TEST,
    HAND,
    RunEnded(outcome="finished"),
    dataclasses.replace(STEER, action="pause", reason=endings.waits_for_room(epoch=1)),
    RunEnded(
        outcome="interrupted",
        reason=endings.trainer_died(
            cause=engine.crashed(signal="SIGSEGV"),
            remedy=None,
            moment="during",
            epoch=2,
            kept_epoch=1,
            every_epoch_kept=True,
        ),
    ),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_event_survives_as_text(event):
    assert from_text(*to_text(event)) == event


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"', "[" * 100_000, "\ufffd"])
@pytest.mark.parametrize("kind", ["RunStarted", "StepsEnded", "EpochEnded", "RunEnded"])
def test_row_that_is_no_table_of_fields_is_told_as_damaged(kind, text):
    assert from_text(kind, text) == RowDamaged(kind=kind)


@pytest.mark.parametrize("value", [None, "a text", [1], {"a": 1}, True, 1.5])
@pytest.mark.parametrize(
    ("event", "name"),
    [
        (STEPS, "last_step"),
        (EPOCH, "checkpoint"),
        (RunEnded(outcome="finished"), "outcome"),
        (STEER, "action"),
        (TEST, "correct"),
        (STARTED, "steps_per_epoch"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_field_of_another_type_is_damage(event, name, value):
    kind, text = to_text(event)
    assert from_text(kind, json.dumps(json.loads(text) | {name: value})) == RowDamaged(kind=kind)


def test_number_beyond_all_numbers_is_damage():
    kind, text = to_text(STEPS)
    assert from_text(kind, text.replace('"mean_loss": 0.2', f'"mean_loss": {"9" * 400}')) == RowDamaged(kind=kind)


def test_field_that_is_missing_is_damage():
    kind, text = to_text(STEPS)
    without = {name: value for name, value in json.loads(text).items() if name != "epoch"}
    assert from_text(kind, json.dumps(without)) == RowDamaged(kind=kind)


def test_whole_number_stands_for_a_fraction_and_nothing_for_what_may_be_missing():
    kind, text = to_text(EPOCH)
    read = from_text(kind, json.dumps(json.loads(text) | {"loss": 1, "validation_loss": None}))
    assert isinstance(read, EpochEnded)
    assert (read.loss, read.validation_loss) == (1.0, None)
    assert isinstance(read.checkpoint, Checkpoint)


def folded(*events):
    return History().extended([RunQueued(), STARTED, *events])


def test_damaged_row_is_counted_and_the_rest_is_known():
    history = folded(RowDamaged(kind="StepsEnded"), STEPS, EPOCH, TEST, RunEnded(outcome="finished"))
    assert history.damaged_rows == 1
    assert (history.status, history.steps, history.epochs) == ("finished", (STEPS,), (EPOCH,))


@pytest.mark.parametrize(
    ("kind", "status"), [("RunEnded", "interrupted"), ("RunQueued", "queued"), ("RunResumed", "running")]
)
def test_damaged_row_still_says_where_the_run_stands(kind, status):
    assert folded(STEPS, RowDamaged(kind=kind)).status == status


def test_run_whose_beginning_is_damaged_is_known_to_have_begun():
    history = History().extended([RunQueued(), RowDamaged(kind="RunStarted"), STEPS])
    assert (history.status, history.started, history.steps) == ("running", None, (STEPS,))


def test_epoch_that_comes_again_takes_the_place_of_the_first():
    """Where the row that a run was resumed is damaged, its epochs come twice."""
    history = folded(EPOCH, RowDamaged(kind="RunResumed"), EPOCH)
    assert history.epochs == (EPOCH,)


def test_best_epoch_whose_row_is_damaged_gives_way_to_the_last():
    history = folded(EPOCH, RowDamaged(kind="EpochEnded"), BestRestored(epoch=2))
    assert history.checkpoint == FILE


@pytest.mark.parametrize(
    ("action", "was_paused", "is_paused"),
    [
        ("pause", False, True),
        ("pause", True, True),
        ("go_on", True, False),
        ("step", True, False),
        ("epoch", True, False),
        ("stop", True, False),
        ("learning_rate", True, True),
        ("learning_rate", False, False),
        ("dropout_rate", True, True),
    ],
)
def test_setting_that_is_changed_in_a_pause_lets_the_run_wait_on(action, was_paused, is_paused):
    event = RunSteered(action=action, epoch=1, step=1, seconds=0.0, value=0.1)
    assert is_paused_after(event, was_paused=was_paused) is is_paused


def test_every_kind_of_event_is_tried():
    assert {type(event) for event in EVENTS} | {RowDamaged} == set(get_args(Event))
