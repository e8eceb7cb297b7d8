"""Runs of one owner and what they misread, for tests of models that are compared; and what the page then draws."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core.training.record.events import EpochEnded, Event, RunEnded, TestEnded
from tests.support.written_runs import EPOCH, STARTED

OWNER = "c0" * 16
PRETRAINED = "pretrained"  # a part of the path of its weights


def epoch(number: int) -> EpochEnded:
    """Return the end of an epoch whose weights are no other one's."""
    return replace(EPOCH, epoch=number, checkpoint=replace(EPOCH.checkpoint, digest=secrets.token_hex(8)))


def ended() -> list[Event]:
    """Return the events of a finished run of one epoch, whose weights are no other one's."""
    return [STARTED, epoch(1), RunEnded(outcome="finished", epoch=1)]


def after_test(correct: int) -> list[Event]:
    """Return the same of one that has been tested on 10,000 images."""
    *before, end = ended()
    return [*before, TestEnded(loss=0.1, correct=correct, count=10_000), end]


def components(app: AppTest, part: str) -> list[dict]:
    """Return what those components were given that have a part in it, such as "tiles"."""
    found = [json.loads(element.proto.json or "{}") for element in app.get("bidi_component")]
    return [data for one in found if part in (data := json.loads(one["json"]) if "json" in one else one)]


def cells(app: AppTest, column: str) -> list[str]:
    """Return what the table of all models says in a column."""
    (table,) = (one for one in components(app, "columns") if one["name"].startswith("Table of your models"))
    place = [head["key"] for head in table["columns"]].index(column)
    return [row["cells"][place] for row in table["rows"]]
