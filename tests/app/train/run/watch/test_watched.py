"""When the page of a run that trains must be drawn anew, and when what is on it follows by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core import lab
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import RunEnded, RunSteered
from core.training.record.live_snapshot import write_snapshot
from pages.parts.train.run.watch.watched import Detail, Shown, Watched
from tests.support.live_page import folder_of, snapshot
from tests.support.written_runs import EPOCH, EXPLAINED, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

EARLY = replace(STEPS, last_step=40)
LATER = replace(STEPS, first_step=41, last_step=80)
SECOND = replace(STEPS, epoch=2, first_step=423, last_step=440, seconds=5.0)
BEGUN = [STARTED, EARLY, LATER]
CHANGE = RunSteered(action="learning_rate", epoch=1, step=80, seconds=1.0, value=0.01)


@pytest.fixture
def watched(run_of) -> Callable[..., Watched]:
    """Return a function that gives a run with these events as its page sees it."""

    def now(*events, picture: str = "digits", detail: Detail = "", owner: str = "me") -> Watched:
        shown = Shown(scale="accuracy", picture=picture, detail=detail)
        return Watched.now(run_of("me", events), is_owner=lambda record: record.owner == owner, shown=shown)

    return now


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([STARTED, EARLY], BEGUN),
        ([*BEGUN, EPOCH], [*BEGUN, EPOCH, SECOND]),
        ([*BEGUN, EPOCH, SECOND], [*BEGUN, EPOCH, SECOND, replace(EPOCH, epoch=2, validation_loss=0.05)]),
    ],
    ids=["steps", "steps of the next epoch", "the second epoch"],
)
def test_steps_and_epochs_are_followed(watched, before, after) -> None:
    assert watched(*before).structure == watched(*after).structure
    assert watched(*before).details == watched(*after).details


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [STARTED]),
        ([STARTED], [STARTED, EARLY]),
        (BEGUN, [*BEGUN, EPOCH]),
        (BEGUN, [*BEGUN, CHANGE]),
        (BEGUN, [*BEGUN, replace(CHANGE, action="pause", value=None)]),
        ([*BEGUN, EXPLAINED], [*BEGUN, STEPS, EXPLAINED]),
        (BEGUN, [*BEGUN, replace(LATER, last_step=120, mean_loss=30.0)]),
        ([*BEGUN, EPOCH], [*BEGUN, EPOCH, replace(EPOCH, epoch=3)]),
        ([*BEGUN, EPOCH, TEST], [*BEGUN, EPOCH, TEST, RunEnded(outcome="finished", epoch=3)]),
    ],
    ids=["begun", "first steps", "first epoch", "changed", "paused", "explained", "diagnosis", "last epoch", "ended"],
)
def test_whatever_else_is_other_is_drawn(watched, before, after) -> None:
    assert watched(*before).structure != watched(*after).structure


def test_numbers_of_a_diagnosis_are_drawn_beat_by_beat(watched) -> None:
    high = replace(LATER, mean_loss=30.0)
    one, other = (watched(STARTED, EARLY, replace(high, last_step=step, mean_loss=float(step))) for step in (120, 130))
    assert one.structure == other.structure
    assert one.details != other.details


@pytest.mark.parametrize(
    "status",
    [
        TrainerStatus(position=1),
        TrainerStatus(is_waking=True),
        TrainerStatus(is_silent=True),
        TrainerStatus(has_no_room=True),
        TrainerStatus(is_slow_to_stop=True),
    ],
    ids=["in line", "waking", "silent", "no room", "slow to stop"],
)
def test_other_trainer_is_drawn(watched, status) -> None:
    one = watched(*BEGUN)
    assert replace(one, status=status).structure != one.structure


def test_trainer_that_wakes_up_for_longer_is_followed(watched) -> None:
    one = replace(watched(), status=TrainerStatus(is_waking=True, waking_seconds=3.0))
    assert replace(one, status=replace(one.status, waking_seconds=4.0)).structure == one.structure


@pytest.mark.parametrize(
    ("shown", "of_epochs", "of_steps"),
    [
        ({}, False, False),
        ({"picture": "kernels"}, False, False),
        ({"picture": "mix_ups"}, True, False),
        ({"picture": "log"}, True, False),
        ({"detail": "epochs"}, True, False),
        ({"detail": "steps"}, True, True),
    ],
    ids=str,
)
def test_what_a_person_has_opened_is_drawn_after_each_epoch_or_each_step(watched, shown, of_epochs, of_steps) -> None:
    def differs(before: list, after: list) -> bool:
        one, other = (watched(*events, **shown) for events in (before, after))
        assert one.structure == other.structure
        return one.details != other.details

    epochs = [*BEGUN, EPOCH]
    assert differs(epochs, [*epochs, replace(EPOCH, epoch=2)]) == of_epochs
    assert differs([STARTED, EARLY], BEGUN) == of_steps


def test_first_picture_and_ones_own_drawing_are_drawn(run_of) -> None:
    run = run_of("me", BEGUN)

    def structure(owner: str = "me") -> str:
        shown = Shown(scale="accuracy", picture="digits")
        return Watched.now(run, is_owner=lambda record: record.owner == owner, shown=shown).structure

    seen = [structure()]
    write_snapshot(folder_of(run), snapshot())
    seen.append(structure())
    stranger = structure("somebody")
    drawn = snapshot(step=1300)
    write_snapshot(folder_of(run), drawn)
    assert structure() == seen[1]
    digit = {"drawing": np.zeros((28, 28), np.uint8)}
    write_snapshot(folder_of(run), snapshot(**digit, drawing_probabilities=drawn.probabilities[0]))
    seen.append(structure())
    write_snapshot(
        folder_of(run), snapshot(drawing=np.eye(28, dtype=np.uint8), drawing_probabilities=drawn.probabilities[0])
    )
    seen.append(structure())  # another drawing
    assert len(set(seen)) == 4
    assert structure("somebody") == stranger  # who is not shown it
    assert lab.current().live_snapshots.of(run).drawing is not None
