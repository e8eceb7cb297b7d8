"""The inference engine as the pages know it: questions about networks, asked once more where the engine died of one.

Long questions are asked in pieces of well under a second, so that thirty people's drawings pass between them: the more
computing a network takes, the fewer pictures are a piece.
"""

from __future__ import annotations

import contextlib
import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.drawing.numbers.segmentation import PreparedDrawing
from core.drawing.photo.photos import PreparedPhoto
from core.engine.engine import Engine
from core.errors import EngineDiedError
from core.inference.activations import Activations
from core.inference.cost import images_per_request
from core.inference.evaluation import Evaluation
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions, join_predictions
from core.inference.reader.answers import Answers, join_answers
from core.lru import Lru
from core.training.settings.augmentation import Augmentation

MAX_IMAGES_PER_CALL = 500  # pictures in one question, and fewer of a network that takes long for one
MAX_JUDGED_PER_CALL = 100  # the same of the judge, who sees each in five views: a drawing waits for no more
KEPT_EVALUATIONS = 16  # of 10,000 pictures about 0.8 MB each
ANSWER_SECONDS = 60.0


@dataclass(slots=True)
class _PendingEvaluation:
    """An evaluation that is being made, or waited for."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    callers: int = 0


class InferenceClient:
    """Asks the inference engine; shared by all sessions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._evaluations: Lru[tuple[str, str], Evaluation] = Lru(KEPT_EVALUATIONS)
        self._pending: dict[tuple[str, str], _PendingEvaluation] = {}
        self._waits_for_start = True

    @property
    def at_once(self) -> InferenceClient:
        """The same for who can say that the engine starts: no question waits for that or is asked a second time.

        What it raises beside what a question raises: EngineStartingError, and EngineDiedError the first time already.
        """
        client = copy.copy(self)  # what is remembered is shared
        client._waits_for_start = False
        return client

    @property
    def is_awake(self) -> bool:
        """True once an answer takes no start of the engine."""
        return self._engine.status in ("ready", "busy")

    @property
    def waking_seconds(self) -> float:
        """For how long the engine has been starting; 0 where it does not."""
        return self._engine.starting_seconds

    def wake(self) -> None:
        """Start the engine where it is not, and another one where it has stopped to answer.

        Raises:
            EngineDiedError: it cannot be started; ask again later.
        """
        self._engine.kill_if_silent()
        self._engine.start()

    def call(self, target: str, *args: Any, **named: Any) -> Any:
        """Return what a function returns in the engine, asked once more where the engine died of another question.

        Args:
            target: its name, "package.module:function"; it should take well under a second.
            args: what it is called with, as `named`.

        Raises:
            LabError: what the function raised, or the engine does not answer.
        """
        if not self._waits_for_start:
            return self._engine.call(target, *args, timeout_seconds=ANSWER_SECONDS, waits_for_start=False, **named)
        try:
            return self._engine.call(target, *args, timeout_seconds=ANSWER_SECONDS, **named)
        except EngineDiedError:  # of somebody else's question, or killed: a new one is starting
            return self._engine.call(target, *args, timeout_seconds=ANSWER_SECONDS, **named)

    def predict(self, network: StoredNetwork, images: np.ndarray) -> Predictions:
        """Return what a network says of (N, 28, 28) uint8 pictures; see `core.inference.predict`.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        size, target = images_per_request(network.spec, most=MAX_IMAGES_PER_CALL), "core.inference.predict:predict"
        if len(images) <= size:
            return self.call(target, network, images)
        starts = range(0, len(images), size)
        return join_predictions([self.call(target, network, images[first : first + size]) for first in starts])

    def answer(self, network: StoredNetwork, images: np.ndarray) -> Answers:
        """Return what a network says of (N, 28, 28) uint8 pictures, and the judge; see `core.inference.reader.answers`.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        size, target = (
            images_per_request(network.spec, most=MAX_IMAGES_PER_CALL),
            "core.inference.reader.answers:answer",
        )
        starts = range(0, len(images), size)
        return join_answers([self.call(target, network, images[first : first + size]) for first in starts])

    def layer_outputs(self, network: StoredNetwork, image: np.ndarray) -> Activations:
        """Return what every layer gives for a (28, 28) uint8 picture; see `core.inference.activations`.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        return self.call("core.inference.activations:layer_outputs", network, image)

    def prepare_photo(self, data: bytes) -> PreparedPhoto:
        """Return the digits of a picture file; see `core.inference.reader.prepare`. Not decoded in the web server.

        Raises:
            DrawingError: it cannot be read, or holds no digit.
        """
        return self.call("core.inference.reader.prepare:prepare_photo", data)

    def prepare_strokes(self, strokes: Sequence[np.ndarray]) -> PreparedDrawing:
        """Return the digits of a drawing on the canvas; see `core.inference.reader.prepare`.

        Raises:
            EmptyDrawingError: there is no digit.
        """
        return self.call("core.inference.reader.prepare:prepare_strokes", list(strokes))

    def prepare_pixels(self, ink: np.ndarray) -> PreparedDrawing:
        """Return the digits of (28, 28) uint8 painted pixels; see `core.inference.reader.prepare`.

        Raises:
            EmptyDrawingError: there is no digit.
        """
        return self.call("core.inference.reader.prepare:prepare_pixels", ink)

    def digit_probabilities(self, images: np.ndarray) -> np.ndarray:
        """Return how likely each of (N, 28, 28) uint8 pictures is a digit at all; see `core.inference.reader.doubt`.

        Raises:
            LabError: the engine does not answer.
        """
        target, found = "core.inference.reader.doubt:digit_probabilities", [np.zeros(0, np.float32)]
        for first in range(0, len(images), MAX_JUDGED_PER_CALL):
            found.append(self.call(target, np.array(images[first : first + MAX_JUDGED_PER_CALL])))
        return np.concatenate(found)

    def distorted(self, images: np.ndarray, augmentation: Augmentation, *, seed: int) -> np.ndarray:
        """Return (N, 28, 28) uint8 pictures changed at random as in training; see `core.training.graph.distortion`.

        Raises:
            LabError: the engine does not answer.
        """
        return self.call("core.training.graph.distortion:distorted", images, augmentation, seed=seed)

    def known_evaluation(self, network: StoredNetwork, dataset: Dataset) -> Evaluation | None:
        """Return the evaluation if somebody has asked for it already."""
        with self._lock:
            return self._evaluations.get((network.identity, dataset.digest))

    def evaluate(
        self,
        network: StoredNetwork,
        dataset: Dataset,
        *,
        on_progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Evaluation:
        """Return a network's answers to all test pictures, read once and then remembered.

        Whoever asks for the same meanwhile waits for this answer; where it fails, the next of them tries anew.

        Args:
            network: the network.
            dataset: whose pictures.
            on_progress: is told how many pictures have been read, and of how many.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        key = (network.identity, dataset.digest)
        with self._one_at_a_time(key):
            evaluation = self.known_evaluation(network, dataset)
            if evaluation is None:
                evaluation = self._evaluate_all(network, dataset, on_progress)
            with self._lock:
                self._evaluations[key] = evaluation
        return evaluation

    @contextlib.contextmanager
    def _one_at_a_time(self, key: tuple[str, str]) -> Iterator[None]:
        with self._lock:
            pending = self._pending.setdefault(key, _PendingEvaluation())
            pending.callers += 1
        try:
            with pending.lock:
                yield
        finally:
            with self._lock:
                pending.callers -= 1
                if not pending.callers:
                    del self._pending[key]

    def _evaluate_all(
        self, network: StoredNetwork, dataset: Dataset, on_progress: Callable[[int, int], None]
    ) -> Evaluation:
        labels, folder, parts = dataset.test_labels, str(dataset.folder), []
        size = images_per_request(network.spec, most=MAX_IMAGES_PER_CALL)
        for first in range(0, len(labels), size):
            count = min(size, len(labels) - first)
            parts.append(self.call("core.inference.predict:predict_stored", network, folder, "test", first, count))
            on_progress(first + count, len(labels))
        answers = join_predictions(parts)
        return Evaluation(logits=answers.logits, probabilities=answers.probabilities, labels=np.asarray(labels))
