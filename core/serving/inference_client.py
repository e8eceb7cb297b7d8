"""The inference engine as the pages know it: questions about networks, asked once more where the engine died of one.

Long questions are asked in pieces of well under a second, so that thirty people's drawings pass between them: the more
computing a network takes, the fewer pictures are a piece.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.data.splits import ImageRange
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
from core.results.result_files import ResultFiles
from core.serving.evaluation.evaluations import MAX_IMAGES_PER_CALL, Evaluations, all_test_images
from core.training.settings.augmentation import Augmentation

MAX_JUDGED_PER_CALL = 100  # the same of the judge, who sees each in five views: a drawing waits for no more
ANSWER_SECONDS = 60.0


class InferenceClient:
    """Asks the inference engine; shared by all sessions."""

    def __init__(self, engine: Engine, *, evaluations: ResultFiles | None = None) -> None:
        """Ask an engine; what networks said of whole splits is kept in `evaluations`, or in memory alone."""
        self._engine = engine
        self._evaluations = Evaluations(files=evaluations)
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

    def known_evaluation(
        self, network: StoredNetwork, dataset: Dataset, images: ImageRange | None = None
    ) -> Evaluation | None:
        """Return the evaluation if somebody has asked for it already, be it before the server started anew.

        Args:
            network: the network.
            dataset: whose images.
            images: which of them; all test images where it is not given.
        """
        return self._evaluations.known(network, dataset, images or all_test_images(dataset))

    def evaluate(
        self,
        network: StoredNetwork,
        dataset: Dataset,
        images: ImageRange | None = None,
        *,
        on_progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Evaluation:
        """Return a network's answers to all test images, or to others, read once and then remembered.

        Whoever asks for the same meanwhile waits for this answer; where it fails, the next of them tries anew.

        Args:
            network: the network.
            dataset: whose images.
            images: which of them; all test images where it is not given.
            on_progress: is told before each piece how many images have been read, and of how many; what it raises
                ends the reading, and the pieces are kept.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        images = images or all_test_images(dataset)
        return self._evaluations.evaluate(self.call, network, dataset, images, on_progress=on_progress)

    def evaluate_further(self, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> int:
        """Read the piece of these images that comes next, and return how many are read by now.

        Raises:
            LabError: as `evaluate`.
        """
        return self._evaluations.read_further(self.call, network, dataset, images)

    def evaluated_count(self, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> int:
        """Return how many of these images are read by now."""
        return self._evaluations.count_read(network, dataset, images)
