"""Runs side by side: what a row says, which rows are found, and in which order they stand."""

import pytest

from core.recipes import recipe
from core.runs.log.run_record import RunRecord
from core.runs.run_table import RunRow, differing, filtered, have_one_loss, ordered, run_row
from core.training.record.events import (
    Checkpoint,
    EpochEnded,
    RunBranched,
    RunEnded,
    RunQueued,
    RunStarted,
    StepsEnded,
    TestEnded,
)
from core.training.record.history import History
from core.training.settings.config import TrainingConfig

FILE = Checkpoint(name="epoch-001.npz", digest="00", size_bytes=1)
STARTED = RunStarted(
    train_images=54_000, validation_images=6_000, steps_per_epoch=422, threads=1, compiled=False, device="CPU"
)
RECORD = RunRecord(
    id="f" * 32,
    owner="me",
    created=1000.0,
    recipe="quick-cnn",
    name="Try 1",
    spec=recipe("quick-cnn").spec,
    config=TrainingConfig(epochs=3),
    data="digest",
    note="as it was",
)


def epoch(number: int, validation_accuracy: float | None) -> EpochEnded:
    return EpochEnded(
        epoch=number,
        loss=0.2,
        accuracy=0.9,
        validation_loss=None if validation_accuracy is None else 0.1,
        validation_accuracy=validation_accuracy,
        seconds=99.0,  # since the attempt began: not what is summed
        training_seconds=4.0,
        validation_seconds=0.5,
        checkpoint=FILE,
        optimizer=FILE,
    )


def made(name: str, **values) -> RunRow:
    settings = {
        "run": name,
        "name": name,
        "note": "",
        "recipe": "quick-cnn",
        "is_own_network": False,
        "status": "finished",
        "queue_position": None,
        "best_accuracy": None,
        "best_epoch": None,
        "validation_images": 6_000,
        "correct": None,
        "count": None,
        "parameters": 100,
        "seconds": 0.0,
        "created": 0.0,
        "is_mine": True,
        "parent": None,
        "parent_epoch": None,
        "config": TrainingConfig(),
        "spec": RECORD.spec,
    }
    return RunRow(**(settings | values))


def names(rows) -> str:
    return " ".join(one.name for one in rows)


def test_row_of_a_finished_run():
    events = [STARTED, epoch(1, 0.97), epoch(2, 0.985), epoch(3, 0.985)]
    events += [TestEnded(loss=0.05, correct=9_840, count=10_000), RunEnded(outcome="finished", epoch=3)]
    found = run_row(RECORD, History().extended(events), owner="me")
    assert (found.best_accuracy, found.best_epoch, found.validation_images) == (0.985, 2, 6_000)
    assert (found.correct, found.count, found.test_accuracy) == (9_840, 10_000, 0.984)
    assert (found.seconds, found.parameters, found.created) == (13.5, 56_714, 1000.0)
    assert (found.name, found.note, found.recipe, found.is_mine) == ("Try 1", "as it was", "quick-cnn", True)
    assert (found.status, found.queue_position, found.is_active) == ("finished", None, False)


def test_row_of_a_waiting_run_has_its_place_and_nothing_else_yet():
    found = run_row(RECORD, History().extended([RunQueued()]), owner="somebody else", queue_position=2)
    assert (found.status, found.queue_position, found.is_active, found.is_mine) == ("queued", 2, True, False)
    assert (found.best_accuracy, found.best_epoch, found.test_accuracy, found.seconds) == (None, None, None, 0)


def test_place_of_a_run_that_has_left_the_line_meanwhile_is_not_kept():
    assert (
        run_row(RECORD, History().extended([RunQueued(), STARTED]), owner="me", queue_position=1).queue_position is None
    )


def test_row_without_validation_has_no_best_and_one_that_was_always_wrong_has():
    assert run_row(RECORD, History().extended([STARTED, epoch(1, None)]), owner="me").best_accuracy is None
    assert run_row(RECORD, History().extended([STARTED, epoch(1, 0.0)]), owner="me").best_accuracy == 0.0


def test_row_of_a_branch_names_its_parent():
    branched = RunBranched(parent="e" * 32, epoch=2, checkpoint=FILE, optimizer=None)
    found = run_row(RECORD, History().extended([branched, RunQueued()]), owner="me")
    assert (found.parent, found.parent_epoch) == ("e" * 32, 2)


def test_steps_change_nothing():
    steps = StepsEnded(epoch=1, first_step=1, last_step=9, mean_loss=1.0, accuracy=0.5, seconds=1.0)
    with_steps = History().extended([STARTED, steps, epoch(1, 0.9)])
    assert run_row(RECORD, with_steps, owner="me") == run_row(
        RECORD, History().extended([STARTED, epoch(1, 0.9)]), owner="me"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "large Small"),
        ("   ", "large Small"),
        ("small", "Small"),
        ("LARGE", "large"),
        ("quick finished", "large Small"),
        ("finished blue", "Small"),
        ("blue large", ""),
        (".*", ""),
    ],
    ids=str,
)
def test_filter_finds_rows_that_have_every_word_somewhere(text, found):
    rows = [made("large"), made("Small", note="the blue one")]
    assert names(filtered(rows, text, lambda one: (one.name, one.note, "Quick CNN", one.status))) == found


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("created", "a b c", "c b a"),
        ("name", "a b c", "c b a"),
        ("recipe", "c b a", "b a c"),
        ("validation", "c a b", "a c b"),
        ("test", "b c a", "c b a"),
        ("parameters", "c b a", "a c b"),
        ("seconds", "b a c", "a b c"),
        ("status", "c b a", "a b c"),
    ],
    ids=lambda value: value.replace(" ", ""),
)
def test_order_of_each_column_both_ways(column, up, down):
    rows = [
        made("a", created=1.0, best_accuracy=0.99, parameters=300, seconds=20.0, status="diverged", recipe="y"),
        made(
            "b",
            created=2.0,
            correct=90,
            count=100,
            parameters=200,
            seconds=3.0,
            status="queued",
            recipe="y",
            queue_position=1,
        ),
        made("c", created=3.0, best_accuracy=0.9, correct=95, count=100, status="running", recipe="x", parameters=200),
    ]
    assert (
        names(ordered(rows, column, is_descending=False, text_of=lambda one, column: getattr(one, column))),
        names(ordered(rows, column, is_descending=True, text_of=lambda one, column: getattr(one, column))),
    ) == (up, down)


def test_waiting_runs_stand_in_their_turn():
    rows = [
        made("a", status="queued", queue_position=3),
        made("b", status="queued", queue_position=1),
        made("c", status="running"),
    ]
    assert names(ordered(rows, "status", is_descending=False, text_of=lambda one, _: one.name)) == "c b a"


def test_settings_that_differ_are_named():
    first = TrainingConfig(learning_rate=0.1, batch_size=32)
    assert differing([first, TrainingConfig(learning_rate=0.1, batch_size=64, seed=3)]) == ("batch_size", "seed")
    assert differing([first, first]) == ()
    assert differing([]) == ()


@pytest.mark.parametrize(
    ("losses", "is_one"),
    [
        (["sparse_categorical_crossentropy", "categorical_crossentropy"], True),
        (["binary_crossentropy", "binary_crossentropy"], True),
        (["binary_crossentropy", "categorical_crossentropy"], False),
        (["mean_squared_error", "sparse_categorical_crossentropy"], False),
        (["mean_squared_error", "binary_crossentropy"], False),
    ],
)
def test_losses_of_different_kinds_cannot_be_compared(losses, is_one):
    assert have_one_loss([TrainingConfig(loss=loss) for loss in losses]) == is_one


def test_losses_of_labels_that_are_smoothed_otherwise_cannot_be_compared():
    smoothed = [TrainingConfig(label_smoothing=share) for share in (0.0, 0.1, 0.1)]
    assert not have_one_loss(smoothed)
    assert have_one_loss(smoothed[1:])
    assert have_one_loss([TrainingConfig(loss="mean_squared_error", label_smoothing=share) for share in (0.0, 0.1)])
