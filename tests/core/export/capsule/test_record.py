"""Which part of a run's history a network came out of."""

from dataclasses import replace

import pytest

from core.errors import ExportError
from core.export.capsule.document import CapsuleHistory, to_bytes
from core.export.capsule.record import training_record
from core.messages.message import verbatim
from core.training.record.events import (
    BestRestored,
    Checkpoint,
    ModelKept,
    RowDamaged,
    RunBranched,
    RunEnded,
    RunResumed,
    RunSteered,
)
from core.training.record.history import History
from tests.support.written_runs import EPOCH, STARTED, TAUGHT, TEST

pytestmark = pytest.mark.process

SPE = STARTED.steps_per_epoch
FILE = Checkpoint(name="epoch-001.npz", digest="1" * 64, size_bytes=9)


def ended(number):
    return replace(EPOCH, epoch=number, checkpoint=replace(FILE, digest=f"{number}" * 64))


def changed(step, value=0.01):
    return RunSteered(action="learning_rate", epoch=1 + (step - 1) // SPE, step=step, seconds=1.0, value=value)


FINISHED = (STARTED, ended(1), ended(2), ended(3), TEST, RunEnded(outcome="finished", epoch=3))
KEPT = ModelKept(epoch=3, step=2 * SPE + 5, checkpoint=replace(FILE, digest="f" * 64))
STOPPED = (STARTED, ended(1), ended(2), KEPT, TEST, RunEnded(outcome="stopped", epoch=3))
EARLY = (*FINISHED[:4], BestRestored(epoch=2), *FINISHED[4:])


def of(events, epoch):
    return training_record(History().extended(events), data="digest", epoch=epoch)


@pytest.mark.parametrize(
    ("events", "epoch", "trained", "is_tested"),
    [
        (FINISHED, 3, [1, 2, 3], True),
        (FINISHED, 2, [1, 2], False),
        (FINISHED[:-1], 3, [1, 2, 3], False),
        (STOPPED, None, [1, 2], True),
        (STOPPED, 2, [1, 2], False),
        (EARLY, 2, [1, 2, 3], True),
        (EARLY, 3, [1, 2, 3], False),
        ((*FINISHED[:3], TEST, RunEnded(outcome="stopped", epoch=2)), 2, [1, 2], True),
        (
            (*FINISHED[:3], TEST, RunEnded(outcome="stopped", epoch=3, reason=verbatim(text="no room"))),
            2,
            [1, 2],
            False,
        ),
    ],
    ids=[
        "last",
        "earlier",
        "not ended yet",
        "stopped within",
        "before the stop",
        "best that is back",
        "last before it",
        "stopped between epochs",
        "stopped within an epoch that found no room",
    ],
)
def test_capsule_holds_the_epochs_and_the_test_of_its_network(events, epoch, trained, is_tested):
    training, history = of(events, epoch)
    assert [one.epoch for one in history.epochs] == trained
    assert [one.weights for one in history.epochs] == [f"{number}" * 64 for number in trained]
    assert history.test == (TEST if is_tested else None)
    assert (training.epoch, training.step) == ((epoch, None) if epoch else (3, KEPT.step))


def test_changes_that_the_weights_have_not_seen_are_left_out():
    changes = [changed(step) for step in (3, SPE, SPE + 1, 2 * SPE + 4, 2 * SPE + 5)]
    events = [*STOPPED[:3], *changes, *STOPPED[3:]]
    assert [one.step for one in of(events, 1)[0].changes] == [3]
    assert [one.step for one in of(events, 2)[0].changes] == [3, SPE, SPE + 1]
    assert [one.step for one in of(events, None)[0].changes] == [3, SPE, SPE + 1, 2 * SPE + 4]


def test_changes_that_a_resumed_run_is_still_to_meet_count_where_it_has_met_them():
    again = RunResumed(from_epoch=1, **{name: getattr(STARTED, name) for name in STARTED.__dataclass_fields__})
    late = changed(SPE + 9)
    training, _ = of([STARTED, ended(1), late, again, late, ended(2)], 2)
    assert training.changes == (late,)
    assert training.started == STARTED


def test_branch_names_no_run():
    begun = RunBranched(parent="a" * 32, epoch=1, checkpoint=FILE, optimizer=None)
    training, history = of([begun, STARTED, ended(2)], 2)
    assert training.begun_from == replace(begun, parent="")
    assert [one.epoch for one in history.epochs] == [2]


@pytest.mark.parametrize(
    ("events", "epoch", "words"),
    [
        ([*FINISHED, RowDamaged(kind="RunSteered")], 3, "log is damaged"),
        (FINISHED[1:], 3, "does not say how it began"),
        ((STARTED, ended(1), ended(3)), 3, "does not hold every epoch"),
        (FINISHED, None, "was not stopped within an epoch"),
        ((RunBranched(parent="a", epoch=1, checkpoint=FILE, optimizer=None), STARTED, ended(2)), 1, "another run"),
    ],
    ids=["damaged row", "no beginning", "gap", "not stopped", "where a branch began"],
)
def test_network_whose_making_is_not_known_is_refused(events, epoch, words):
    with pytest.raises(ExportError, match=words):
        of(events, epoch)


def test_history_is_read_as_it_was_written():
    step = RunSteered(action="pause", epoch=1, step=4, seconds=0.5, reason=verbatim(text="No room."))
    _, history = of([*STOPPED[:2], step, *STOPPED[2:]], None)
    assert CapsuleHistory.from_bytes(to_bytes(history.to_json())) == history
    assert history.steered == (step,)


def test_network_that_learned_from_own_drawings_has_no_capsule():
    with pytest.raises(ExportError, match="own drawings"):
        of((TAUGHT, *FINISHED), 3)
