"""Browse without an engine: a network that reads every image right but for some."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.dataset import open_dataset
from core.data.selection.image_order import Readings
from core.errors import LabError
from core.serving.inference_client import InferenceClient
from pages.state.browse import pictures

SURE = 0.99


@dataclass
class Reading:
    """What the network says: of an image of a collection, by its index, an answer and how surely."""

    said: dict[tuple[str, int], tuple[int, float]] = field(default_factory=dict)
    error: LabError | None = None
    questions: int = 0

    def call(self, target: str, *args):
        self.questions += 1
        if self.error is not None:
            raise self.error
        if not target.endswith("read_stored"):
            module, function = target.split(":")
            return getattr(importlib.import_module(module), function)(*args)
        _, folder, collection, first, count = args
        labels = np.array(open_dataset(Path(folder)).arrays_of(collection)[1][first : first + count])
        answers, sureness = labels.copy(), np.full(count, SURE, np.float32)
        for (where, index), (answer, probability) in self.said.items():
            if where == collection and first <= index < first + count:
                answers[index - first], sureness[index - first] = answer, probability
        losses = np.where(answers == labels, 1 - sureness, 5 + sureness).astype(np.float32)
        return Readings(answers=answers, sureness=sureness, losses=losses)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Return what answers in the engine's place; a test sets what it says before it is asked."""
    fake = Reading()
    monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: True))
    monkeypatch.setattr(InferenceClient, "known_evaluation", lambda *_, **__: None)
    client = pictures.PicturesClient(_Asked(fake))  # type: ignore[arg-type]
    monkeypatch.setattr(pictures, "client", lambda: client)
    return fake


class _Asked:
    """The fake as a client of the engine."""

    def __init__(self, fake: Reading) -> None:
        self.call = fake.call

    def known_evaluation(self, *_: object) -> None:
        return None


@pytest.fixture
def browse(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Return a function that opens Browse as a new visitor: `browse(pictures="test.wrong")`."""
    return lambda **query: visit("browse.py", **query)
