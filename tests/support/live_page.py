"""Live snapshots and epochs as a trainer leaves them, and which pictures of them the page offers."""

from __future__ import annotations

import dataclasses

import numpy as np

from core import lab
from core.training.record.events import RunEnded
from core.training.record.live_snapshot import LiveSnapshot
from tests.support.written_runs import EPOCH

DIGITS = np.repeat(np.arange(10), 2)
FINISHED = RunEnded(outcome="finished", epoch=1)


def probabilities_for(answers, sureness: float = 0.91) -> np.ndarray:
    """Return (n, 10) probabilities that give each of these answers this sureness."""
    probabilities = np.full((len(answers), 10), (1 - sureness) / 9, np.float32)
    probabilities[np.arange(len(answers)), answers] = sureness
    return probabilities


def snapshot(**changes) -> LiveSnapshot:
    """Return a snapshot in which 20 digits are read right, with changes."""
    fields = {
        "epoch": 3,
        "step": 1204,
        "split": "test",
        "indices": np.arange(20),
        "labels": DIGITS,
        "probabilities": probabilities_for(DIGITS),
        "drawing": None,
        "drawing_probabilities": None,
        "kernels": np.full((16, 3, 3), 0.25, np.float32),
        "layers": ("conv2d", "dense"),
        "weight_sizes": np.array([0.25, 0.125], np.float32),
        "gradient_sizes": np.array([0.5, 0.25], np.float32),
    }
    return LiveSnapshot(**fields | changes)


def confusion_with(**mistakes: int) -> tuple[int, ...]:
    """Return the counts of 590 right images and of mistakes, `confusion_with(a4_read_as_9=17)`."""
    confusion = np.diag(np.full(10, 59))
    for name, number in mistakes.items():
        confusion[int(name[1]), int(name[-1])] = number
    return tuple(confusion.reshape(-1).tolist())


def epoch_ended(number: int, confusion=(), health=()):
    return dataclasses.replace(EPOCH, epoch=number, confusion=confusion, health=health)


def folder_of(run: str):
    return lab.current().home / "runs" / run


def selected_run(app) -> str:
    (run,) = app.query_params["run"] if isinstance(app.query_params["run"], list) else [app.query_params["run"]]
    return run


def switch(app):
    (found,) = [group for group in app.get("button_group") if group.proto.id.endswith("-train-pictures")]
    return found


def offered(app) -> list[str]:
    return [option.content for option in switch(app).proto.options]
