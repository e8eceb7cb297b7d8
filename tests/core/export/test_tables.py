"""Tables as CSV and a history as JSON: literal in, literal out, and the same numbers when read back."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import numpy as np
import pytest

from core.export.history_document import history_json
from core.export.tables import (
    EPOCH_COLUMNS,
    confusion_csv,
    csv_text,
    histories_csv,
    history_csv,
    predictions_csv,
)
from core.inference.evaluation import Evaluation
from core.inference.pretrained import pretrained, pretrained_history
from core.training.record.events import RunBranched, RunEnded, RunSteered
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from models.spec import NetworkSpec
from tests.support.written_runs import EPOCH, HAND, STARTED, STEPS, TAUGHT, TEST

CONFIG = TrainingConfig(epochs=3, learning_rate=0.5, seed=7)
SPEC = mlp(hidden=(2,), dropout=0)
SECOND = dataclasses.replace(EPOCH, epoch=2, loss=0.1, validation_loss=None, validation_accuracy=None)
HISTORY = History().extended([STARTED, STEPS, EPOCH, SECOND, TEST, RunEnded(outcome="finished", epoch=2)])


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def changed(step: int, value: float) -> RunSteered:
    return RunSteered(action="learning_rate", epoch=1, step=step, seconds=1.0, value=value)


def test_history_has_a_row_for_each_epoch() -> None:
    assert history_csv(HISTORY, CONFIG) == (
        '"epoch","loss","accuracy","validation_loss","validation_accuracy","learning_rate","seconds"\n'
        "1,0.2016,0.9392,0.0594,0.9827,0.5,4.4\n"
        '2,0.1,0.9392,"","",0.5,4.4\n'
    )


def test_history_without_an_epoch_has_its_header_alone() -> None:
    assert read(history_csv(History(), CONFIG)) == [list(EPOCH_COLUMNS)]


@pytest.mark.parametrize(
    ("steered", "rates"),
    [
        ([], ["0.5", "0.5"]),
        ([changed(100, 0.25)], ["0.25", "0.25"]),  # within the first epoch
        ([changed(422, 0.25)], ["0.5", "0.25"]),  # after its last step
        ([changed(100, 0.25), changed(500, 0.125)], ["0.25", "0.125"]),
        ([RunSteered(action="pause", epoch=1, step=100, seconds=1.0)], ["0.5", "0.5"]),
    ],
    ids=["never", "within an epoch", "after an epoch", "twice", "a pause changes none"],
)
def test_learning_rate_is_that_of_the_epochs_last_step(steered: list[RunSteered], rates: list[str]) -> None:
    rows = read(history_csv(HISTORY.extended(steered), CONFIG))
    assert [row[EPOCH_COLUMNS.index("learning_rate")] for row in rows[1:]] == rates


def test_learning_rate_follows_the_schedule_and_is_empty_where_the_log_lost_the_beginning() -> None:
    config = TrainingConfig(epochs=3, learning_rate=0.5, schedule="step", step_epochs=1, step_factor=0.5)
    place = EPOCH_COLUMNS.index("learning_rate")
    assert [row[place] for row in read(history_csv(HISTORY, config))[1:]] == ["0.5", "0.25"]
    lost = dataclasses.replace(HISTORY, started=None)
    assert [row[place] for row in read(history_csv(lost, config))[1:]] == ["", ""]


def test_several_runs_stand_below_each_other_with_their_names() -> None:
    short = History().extended([STARTED, EPOCH])
    text = histories_csv([("=cmd()", short, CONFIG), ("b, c", short, CONFIG)])
    assert [row[:2] for row in read(text)] == [["run", "epoch"], ["'=cmd()", "1"], ["b, c", "1"]]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_compute_is_quoted(first: str) -> None:
    assert csv_text(["a"], [[f'{first}cmd("x")']]) == f'"a"\n"\'{first}cmd(""x"")"\n'


def test_numbers_stay_numbers() -> None:
    assert csv_text(["a", "b", "c"], [[-1, -0.5, np.float32(-1e-10)]]) == '"a","b","c"\n-1,-0.5,-1e-10\n'


@pytest.fixture
def evaluation() -> Evaluation:
    logits = np.random.default_rng(3).normal(scale=20, size=(50, 10)).astype(np.float32)
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return Evaluation(
        logits=logits,
        probabilities=shares / shares.sum(axis=1, keepdims=True),
        labels=np.arange(50, dtype=np.uint8) % 10,
    )


def test_predictions_are_read_back_as_the_same_numbers(evaluation: Evaluation) -> None:
    header, *rows = read(predictions_csv(evaluation))
    names = [f"logit_{digit}" for digit in range(10)] + [f"probability_{digit}" for digit in range(10)]
    assert header == ["index", "label", "answer", *names]
    assert [int(row[0]) for row in rows] == list(range(50))
    assert [int(row[1]) for row in rows] == evaluation.labels.tolist()
    assert [int(row[2]) for row in rows] == evaluation.predicted_digits.tolist()
    numbers = np.array([row[3:] for row in rows]).astype(np.float32)
    np.testing.assert_array_equal(numbers[:, :10], evaluation.logits)
    np.testing.assert_array_equal(numbers[:, 10:], evaluation.probabilities)


def test_predictions_are_as_short_as_can_be() -> None:
    logits = np.zeros((1, 10), np.float32)
    logits[0, 3] = 0.1
    found = Evaluation(logits=logits, probabilities=np.full((1, 10), 0.1, np.float32), labels=np.array([4], np.uint8))
    assert predictions_csv(found).splitlines()[1] == "0,4,3,0.0,0.0,0.0,0.1" + ",0.0" * 6 + ",0.1" * 10


def test_confusion_has_what_a_digit_is_in_rows_and_what_it_was_read_as_in_columns() -> None:
    logits = np.zeros((3, 10), np.float32)
    logits[[0, 1, 2], [4, 9, 9]] = 1
    found = Evaluation(logits=logits, probabilities=logits, labels=np.array([4, 4, 9], np.uint8))
    header, *rows = read(confusion_csv(found))
    assert header == ["is", *(f"read as {digit}" for digit in range(10))]
    assert rows[4] == ["4", *"0000100001"]
    assert rows[9] == ["9", *"0000000001"]
    assert sum(int(cell) for row in rows for cell in row[1:]) == 3


def test_document_holds_the_run_and_can_be_read_back() -> None:
    history = HISTORY.extended([changed(500, 0.25)])
    text = history_json(
        history, spec=SPEC, config=CONFIG, recipe="quick-cnn", name="=a <b>", note="n", created="2026-11-20", data="d"
    )
    found = json.loads(text)
    assert NetworkSpec.from_json(found["network"]) == SPEC
    assert TrainingConfig.from_json(found["settings"]) == CONFIG
    assert (found["name"], found["note"], found["recipe"], found["data"]) == ("=a <b>", "n", "quick-cnn", "d")
    assert (found["status"], found["created"]) == ("finished", "2026-11-20")
    assert [epoch["loss"] for epoch in found["epochs"]] == [0.2016, 0.1]
    assert [epoch["learning_rate"] for epoch in found["epochs"]] == [0.5, 0.25]
    assert found["epochs"][1]["validation_loss"] is None
    assert found["steps"] == [{"last_step": 422, "mean_loss": 0.2, "accuracy": 0.94}]
    assert found["changes"] == [{"step": 500, "action": "learning_rate", "value": 0.25, "reason": ""}]
    assert found["test"] == {"loss": 0.0351, "correct": 9876, "count": 10_000}
    assert found["began"]["steps_per_epoch"] == 422
    assert {"python", "keras", "numpy"} <= set(found["written_with"])
    assert len(text.splitlines()) < 60


def test_document_of_a_branch_names_no_other_run_and_no_file() -> None:
    branched = RunBranched(parent="parents-id", epoch=2, checkpoint=EPOCH.checkpoint, optimizer=None)
    text = history_json(HISTORY.extended([branched]), spec=SPEC, config=CONFIG)
    assert json.loads(text)["branched_from_epoch"] == 2
    assert "parents-id" not in text
    assert EPOCH.checkpoint.name not in text


def test_what_json_cannot_hold_is_null() -> None:
    ran_away = History().extended(
        [STARTED, dataclasses.replace(EPOCH, loss=float("nan"), validation_loss=float("inf"))]
    )
    text = history_json(ran_away, spec=SPEC, config=CONFIG)
    epoch = json.loads(text, parse_constant=pytest.fail)["epochs"][0]
    assert (epoch["loss"], epoch["validation_loss"]) == (None, None)


def test_pretrained_networks_history_is_a_history_like_any_other() -> None:
    found, history = pretrained(), pretrained_history()
    document = json.loads(history_json(history, spec=found.network.spec, config=found.config))
    rows = read(history_csv(history, found.config))
    assert len(rows) - 1 == len(document["epochs"]) == found.config.epochs
    score = found.score
    assert document["test"] == {"loss": score["loss"], "correct": score["correct"], "count": score["images"]}
    assert document["steps"][-1]["last_step"] <= found.config.epochs * document["began"]["steps_per_epoch"]


def test_document_of_a_run_that_taught_counts_the_drawings_and_holds_none() -> None:
    text = history_json(HISTORY.extended([TAUGHT, HAND]), spec=SPEC, config=CONFIG)
    told = json.loads(text)["own_digits"]
    assert (told["taught"], told["held_out"], told["judged"]["after"]) == (30, 14, [1, 7])
    assert TAUGHT.digits.name not in json.dumps(told)
