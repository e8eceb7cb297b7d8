"""Reasons that older versions wrote as sentences: those that the program asks something of get their fields."""

from __future__ import annotations

import json

import pytest

from core.messages.message import Message, verbatim
from core.messages.runs import endings
from core.training.record.event_json import from_text, to_text
from core.training.record.events import RowDamaged, RunEnded, RunSteered
from core.training.record.older_reasons import reason_of

RECOGNISED = [
    endings.ended_early(epoch=4, best_epoch=2, restored=True),
    endings.ended_early(epoch=4, best_epoch=2, restored=False),
    endings.diverged(epoch=1, step=7, every_epoch_kept=False),
    endings.diverged(epoch=2, step=7, every_epoch_kept=False),
    endings.diverged(epoch=4, step=1234, every_epoch_kept=True),
    endings.diverged(epoch=4, step=1234, every_epoch_kept=False),
]


@pytest.mark.parametrize("message", RECOGNISED, ids=str)
def test_sentence_that_the_program_asks_something_of_gets_its_fields(message):
    assert reason_of(str(message)) == message


@pytest.mark.parametrize(
    "text",
    [
        "It was taken off the queue.",
        "Ended early after epoch 4: the weights are back after epoch 2.",
        "The loss left the range of numbers in epoch 2, step 3: nobody knows why.",
        f"{RECOGNISED[0]} And more.",
        f"Ended early after epoch {'9' * 5000}: validation loss was lowest after epoch 2.",
    ],
    ids=range(5),
)
def test_any_other_sentence_stays_as_it_is(text):
    assert reason_of(text) == verbatim(text=text)


def test_empty_sentence_is_no_reason():
    assert reason_of("") is None


def older(kind: str, **fields: object) -> RunEnded | RunSteered:
    event = from_text(kind, json.dumps(fields))
    assert isinstance(event, RunEnded | RunSteered)
    return event


def test_rows_of_older_versions_are_read():
    ended = older("RunEnded", outcome="finished", message=str(RECOGNISED[0]), epoch=4, step=0)
    assert ended == RunEnded(outcome="finished", reason=RECOGNISED[0], epoch=4)
    steered = older("RunSteered", action="pause", epoch=1, step=3, seconds=1.0, value=None, reason="No room.")
    assert steered.reason == verbatim(text="No room.")
    assert older("RunEnded", outcome="stopped", message="", epoch=1, step=0).reason is None


@pytest.mark.parametrize("reason", [3, ["x"], {"kind": 3}, {"kind": "x.y", "fields": {}, "more": 1}], ids=str)
@pytest.mark.parametrize("name", ["message", "reason"])
def test_reason_that_is_none_is_damage(name, reason):
    assert from_text("RunEnded", json.dumps({"outcome": "stopped", name: reason})) == RowDamaged(kind="RunEnded")


@pytest.mark.parametrize("message", [*RECOGNISED, endings.not_foreseen()], ids=str)
def test_no_sentence_is_written_into_the_log(message):
    kind, text = to_text(RunEnded(outcome="finished", reason=message))
    assert json.loads(text)["reason"] == {"kind": message.kind, "fields": dict(message.fields)}
    assert from_text(kind, text) == RunEnded(outcome="finished", reason=message)


@pytest.mark.parametrize(
    ("reason", "is_said"),
    [
        (endings.ended_early(epoch=4, best_epoch=2, restored=True), True),
        (endings.ended_early(epoch=4, best_epoch=2, restored=False), False),
        (Message(kind="runs.endings.ended_early", fields={}), False),  # of a later version
        (endings.stopped_model_not_kept(), False),
        (None, False),
    ],
    ids=["restored", "not restored", "other fields", "another", "none"],
)
def test_end_says_itself_whether_the_best_weights_are_back(reason, is_said):
    assert RunEnded(outcome="finished", reason=reason).says_restored is is_said
