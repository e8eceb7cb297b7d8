"""The tab One digit, answered in this process by a network that is known by heart."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import numpy as np
import pytest

from core.inference.predict import Predictions
from core.serving.inference_client import InferenceClient
from pages.parts.browse.one_digit import few_pixels
from pages.state import cached
from pages.state.draw import likeness
from tests.support.one_digit_page import Visit


@pytest.fixture
def one(visit: Visit, answering, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Return a function that opens the tab; the engine is this process, and its network reads 4 but for ink in row 0.

    Each full pixel there speaks for a 9 by 2; a 4 has 3.
    """

    def call(_, target: str, *args: object, **named: object) -> object:
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args, **named)

    def predict(_, network, images: np.ndarray) -> Predictions:
        logits = np.zeros((len(images), 10), np.float32)
        logits[:, 4], logits[:, 9] = 3, 2 * (images[:, 0] == 255).sum(axis=1)
        powers = np.exp(logits)
        return Predictions(logits=logits, probabilities=powers / powers.sum(axis=1, keepdims=True))

    monkeypatch.setattr(InferenceClient, "call", call)
    monkeypatch.setattr(InferenceClient, "predict", predict)
    kept = (cached.predictions, few_pixels._best_flip, likeness._client)
    for answers in kept:  # of another test's network
        answers.clear()
    yield lambda **query: visit("browse.py", browse="One digit", **query)
    for answers in kept:
        answers.clear()
