"""An inference engine without a process: it answers what a test tells it to, and counts."""

from __future__ import annotations

import numpy as np

from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from models.mlp import mlp

NETWORK = StoredNetwork(spec=mlp(hidden=(4,), dropout=0.0), path="weights.npz", digest="d" * 64)


class FakeEngine:
    """Answers what a test tells it to; counts."""

    status = "ready"

    def __init__(self, *outcomes) -> None:
        self.outcomes = list(outcomes)
        self.calls: list[tuple] = []
        self.patience: list[bool] = []  # of each call, whether it waits for a start

    def call(self, target, *args, timeout_seconds, waits_for_start=True):
        self.calls.append((target, *args))
        self.patience.append(waits_for_start)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        if target.endswith("predict_stored"):
            *_, first, count = args
            scores = np.eye(10, dtype=np.float32)[np.arange(first, first + count) % 10]
            return Predictions(logits=scores, probabilities=scores)
        return outcome
