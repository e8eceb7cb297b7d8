"""What networks say of whole splits: read in pieces, remembered, and kept on disk for the next start of the server."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.data.splits import ImageRange
from core.inference.cost import images_per_request
from core.inference.evaluation import Evaluation
from core.inference.loaded_networks import StoredNetwork, probabilities_of
from core.inference.predict import Predictions, join_predictions
from core.lru import Lru
from core.results.result_files import ResultFiles
from core.serving.kept_pieces import Kept, OnProgress, joining

MAX_IMAGES_PER_CALL = 500  # pictures in one question, and fewer of a network that takes long for one
KEPT_EVALUATIONS = 24  # in memory: of 10,000 images about 0.8 MB each
VERSION = 1  # of the computation: another one lets no older answer be taken for a new one
Call = Callable[..., Any]  # asks the engine: a target, and what it is called with
_Key = tuple[str, str, str, ImageRange]


def all_test_images(dataset: Dataset) -> ImageRange:
    """Return where the test images stand."""
    return ImageRange(collection="test", first=0, end=dataset.test_count)


class Evaluations:
    """Evaluations by network, data set and images; shared by all visitors. Any thread may call."""

    def __init__(self, *, files: ResultFiles | None = None) -> None:
        """Begin with what the files hold; without them nothing outlives the process."""
        self._files = files
        self._lock = threading.Lock()
        self._finished: Lru[_Key, Evaluation] = Lru(KEPT_EVALUATIONS)
        self._read = Kept(KEPT_EVALUATIONS)

    def known(self, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> Evaluation | None:
        """Return an evaluation that is in memory or on disk; None where it is not whole."""
        key = _key(network, dataset, images)
        with self._lock:
            evaluation = self._finished.get(key)
        if evaluation is None and self._files is not None:
            arrays = self._files.read(_file_name(key))
            if arrays is not None and arrays["logits"].shape == (images.count, 10):
                logits = arrays["logits"]
                probabilities = probabilities_of(logits, network.output_function)
                evaluation = self._finish(key, dataset, Predictions(logits=logits, probabilities=probabilities))
        return evaluation

    def evaluate(
        self, call: Call, network: StoredNetwork, dataset: Dataset, images: ImageRange, *, on_progress: OnProgress
    ) -> Evaluation:
        """Return an evaluation; what is read already is not asked again. See `InferenceClient.evaluate`."""
        key, pieces = _key(network, dataset, images), _pieces(network, images)
        evaluation = self.known(network, dataset, images)
        if evaluation is not None:
            return evaluation
        predictions = self._read.folded(
            key,
            pieces,
            _step(call, network, dataset),
            lambda done, _: on_progress(_images_in(pieces[:done]), images.count),
        )
        return self._keep(key, dataset, predictions)

    def read_further(self, call: Call, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> int:
        """Read the next piece and return how many images are read by now."""
        if self.known(network, dataset, images) is not None:
            return images.count
        key, pieces = _key(network, dataset, images), _pieces(network, images)
        upto = pieces[: self._read.so_far(key)[0] + 1]
        predictions = self._read.folded(key, upto, _step(call, network, dataset), _tell_nobody)
        if len(upto) == len(pieces):
            self._keep(key, dataset, predictions)
        return _images_in(upto)

    def count_read(self, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> int:
        """Return how many of the images are read by now."""
        if self.known(network, dataset, images) is not None:
            return images.count
        done, _ = self._read.so_far(_key(network, dataset, images))
        return _images_in(_pieces(network, images)[:done])

    def _keep(self, key: _Key, dataset: Dataset, predictions: Predictions) -> Evaluation:
        with self._lock:
            evaluation = self._finished.get(key)
        if evaluation is not None:  # whoever asked for the same was first
            return evaluation
        if self._files is not None:
            with contextlib.suppress(OSError):  # no room: it is remembered all the same
                self._files.write(_file_name(key), {"logits": np.array(predictions.logits)})
        return self._finish(key, dataset, predictions)

    def _finish(self, key: _Key, dataset: Dataset, predictions: Predictions) -> Evaluation:
        images = key[-1]
        _, labels = dataset.arrays_of(images.collection)
        evaluation = Evaluation(
            logits=predictions.logits,
            probabilities=predictions.probabilities,
            labels=np.asarray(labels[images.first : images.end]),
        )
        with self._lock:
            return self._finished.setdefault(key, evaluation)


def _step(
    call: Call, network: StoredNetwork, dataset: Dataset
) -> Callable[[Predictions | None, tuple[str, int, int]], Predictions]:
    return joining(
        lambda piece: call("core.inference.predict:predict_stored", network, str(dataset.folder), *piece),
        lambda before, further: join_predictions([before, further]),
    )


def _tell_nobody(_done: int, _of: int) -> None:
    """Tell nobody how far it is: whoever asks again sees that."""


def _key(network: StoredNetwork, dataset: Dataset, images: ImageRange) -> _Key:
    return network.identity, json.dumps(network.spec.to_json(), sort_keys=True), dataset.digest, images


def _file_name(key: _Key) -> str:
    identity, spec, data, images = key
    text = json.dumps([VERSION, identity, spec, data, images.collection, images.first, images.end])
    return f"evaluation-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _pieces(network: StoredNetwork, images: ImageRange) -> list[tuple[str, int, int]]:
    """Return the questions: collection, first image and number of images of each."""
    size = images_per_request(network.spec, most=MAX_IMAGES_PER_CALL)
    return [
        (images.collection, first, min(size, images.end - first)) for first in range(images.first, images.end, size)
    ]


def _images_in(pieces: list[tuple[str, int, int]]) -> int:
    return sum(count for *_, count in pieces)
