"""One Lab for all page tests, in a home of its own; real data where DIGITLAB_DATA names them."""

from __future__ import annotations

import functools
import gc
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from core import lab
from core.data.dataset import Dataset
from core.inference.evaluation import Evaluation
from core.inference.predict import Predictions
from core.inference.reader.answers import Answers
from core.recipes import recipe
from core.runs.log.run_record import NewRun, RunRecord
from core.serving.inference_client import InferenceClient
from tests.support.clothes import at_hand
from tests.support.prepared_drawings import prepared_pixels, prepared_strokes
from tests.support.waiting import SCRIPT_SECONDS

NAVIGATION = Path(__file__).resolve().parents[2] / "pages" / "navigation.py"


@pytest.fixture(scope="session", autouse=True)
def _packages_looked_through_once() -> Iterator[None]:
    """Spare each visitor that Streamlit looks through every installed package for components; they stay the same."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session", autouse=True)
def _lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITLAB_HOME", str(tmp_path_factory.mktemp("home")))
        yield
        lab.close()


@pytest.fixture(scope="module", autouse=True)
def _quick_collections() -> None:
    """Spare Streamlit, which collects garbage after each run of a page, what is there already, such as TensorFlow.

    What was once left out stays left out: to take it in again and look through all of it costs 0.4 s a module.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def visit() -> Callable[..., AppTest]:
    """Return a function that opens a page, `visit("browse.py", digit="test-0")`, as a new visitor."""

    def opened(page: str | None = None, **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(NAVIGATION), default_timeout=SCRIPT_SECONDS)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page is not None:
            app.switch_page(page).run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def run_of():
    """Return a function that writes a run into the log: `run_of("somebody", EVENTS)` gives its id."""
    made = []

    def write(
        owner: str,
        events,
        recipe_key="quick-cnn",
        name="",
        data: str | None = None,
        spec=None,
        config=None,
        guess=None,
    ) -> str:
        found = recipe("quick-cnn")
        record = RunRecord(
            id=secrets.token_hex(16),
            owner=owner,
            created=time.time(),
            recipe=recipe_key,
            name=name,
            spec=spec or (recipe(recipe_key) or found).spec,
            config=config or found.config,
            data=lab.current().dataset().digest if data is None else data,
            guess=guess,
        )
        store = lab.current().store
        store.create([NewRun(record=record, nonce=record.id)])
        store.append(record.id, 1, events)
        made.append(record.id)
        return record.id

    yield write
    for run in made:
        lab.current().store.delete(run)


@dataclass
class Answering:
    """A predictor without Keras: says one digit of every picture, and of a collection's the label save for mistakes."""

    digit: int = 2
    sureness: float = 0.998  # of every answer that is not one of the mistakes
    mistakes: dict[int, tuple[int, float]] = field(default_factory=dict)  # index of a test image: answer, sureness
    digit_probability: float = 1.0  # of every picture, that it is a digit at all
    is_awake: bool = True
    is_read: bool = True  # whole splits have been read by somebody before
    waking_seconds: float = 0.0
    questions: int = 0  # asked so far, about pictures

    def predict(self, images: np.ndarray) -> Predictions:
        self.questions += 1
        return self._said([(self.digit, self.sureness)] * len(images))

    def answer(self, images: np.ndarray) -> Answers:
        return Answers(predictions=self.predict(images), digit_probabilities=self.judge(images))

    def judge(self, images: np.ndarray) -> np.ndarray:
        return np.full(len(images), self.digit_probability, np.float32)

    def evaluate(self, labels: np.ndarray) -> Evaluation:
        said = self._said([self.mistakes.get(place, (int(label), self.sureness)) for place, label in enumerate(labels)])
        return Evaluation(logits=said.logits, probabilities=said.probabilities, labels=np.asarray(labels))

    def _said(self, answers: list[tuple[int, float]]) -> Predictions:
        digits, sureness = (np.array(values) for values in zip(*answers, strict=True))
        probabilities = np.repeat((1 - sureness[:, None]) / 9, 10, axis=1).astype(np.float32)
        probabilities[np.arange(len(digits)), digits] = sureness
        return Predictions(logits=np.log(probabilities), probabilities=probabilities)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Return what answers in the inference engine's place; a test sets what it says."""
    fake = Answering()

    def evaluate(_, network, dataset, images=None, *, on_progress=None):
        return fake.evaluate(labels_of(dataset, images))

    def known_evaluation(_, network, dataset, images=None):
        return fake.evaluate(labels_of(dataset, images)) if fake.is_awake and fake.is_read else None

    def labels_of(dataset, images):
        _, labels = dataset.arrays_of(images.collection if images else "test")
        return labels[images.first : images.end] if images else labels

    monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: fake.is_awake))
    monkeypatch.setattr(InferenceClient, "waking_seconds", property(lambda _: fake.waking_seconds))
    monkeypatch.setattr(InferenceClient, "wake", lambda _: None)
    monkeypatch.setattr(InferenceClient, "predict", lambda _, network, images: fake.predict(images))
    monkeypatch.setattr(InferenceClient, "answer", lambda _, network, images: fake.answer(images))
    monkeypatch.setattr(InferenceClient, "digit_probabilities", lambda _, images: fake.judge(images))
    monkeypatch.setattr(InferenceClient, "prepare_strokes", lambda _, strokes: prepared_strokes(strokes))
    monkeypatch.setattr(InferenceClient, "prepare_pixels", lambda _, ink: prepared_pixels(ink))
    monkeypatch.setattr(InferenceClient, "evaluate", evaluate)
    monkeypatch.setattr(InferenceClient, "known_evaluation", known_evaluation)
    return fake


@pytest.fixture
def clothes(bundled_dataset: Dataset) -> Iterator[Dataset]:
    """Have the Lab hold a small data set of the identity Fashion-MNIST: 300 training and 100 test images."""
    with at_hand(lab.current().home, bundled_dataset) as dataset:
        yield dataset
