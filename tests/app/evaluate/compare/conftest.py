"""Models that misread what a test says, on the tab that compares them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from core import lab
from core.inference.evaluation import Evaluation
from core.serving.inference_client import InferenceClient
from core.training.settings.config import TrainingConfig
from pages.state.evaluate import rights
from tests.support.brought_models import keep
from tests.support.compared_models import OWNER, after_test


@pytest.fixture(autouse=True)
def _nothing_read_before() -> None:
    rights._rights.clear()


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch, answering) -> dict[str, list[int]]:
    """Return which test images each network misreads, by a part of the path of its weights; others have read none."""
    misread: dict[str, list[int]] = {}

    def known(_, network, dataset, images=None) -> Evaluation | None:
        places = next((misread[part] for part in misread if part in network.path), None)
        if places is None:
            return None
        labels = np.asarray(dataset.test_labels)
        answering.mistakes = {place: ((int(labels[place]) + 1) % 10, 0.6 + place / 1e5) for place in places}
        return answering.evaluate(labels)

    monkeypatch.setattr(InferenceClient, "known_evaluation", known)
    return misread


@pytest.fixture
def compare(visit, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Return a function that opens the tab as OWNER: `compare(model=..., against=...)`."""
    monkeypatch.setattr("pages.state.visitor.owner", lambda: OWNER)

    def opened(**query: str):
        app = visit("evaluate.py", show="Compare", **query)
        assert not app.exception
        return app

    return opened


@pytest.fixture
def brought() -> Iterator[Callable[[str], str]]:
    """Return a function that brings in a model of OWNER's from a file and returns its id; it is gone after the test."""
    models, kept = lab.current().imported_models, []

    def bring(name: str) -> str:
        kept.append(keep(models, owner=OWNER, name=name))
        return kept[-1].id

    yield bring
    for one in kept:
        models.delete(one.id, owner=OWNER)


@pytest.fixture
def seeds(run_of) -> list[str]:
    """Return finished runs of one recipe with three seeds."""
    return [
        run_of(OWNER, after_test(correct), name=f"seed {seed}", config=TrainingConfig(seed=seed))
        for seed, correct in enumerate((9850, 9890, 9870))
    ]
