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
from core.lru import Lru
from core.results.result_files import ResultFiles
from core.serving.in_turn import MOST_ASKERS
from core.serving.kept_pieces import Kept, OnProgress, joining

MAX_IMAGES_PER_CALL = 500  # pictures in one question, and fewer of a network that takes long for one
KEPT_EVALUATIONS = 40  # in memory: of 10,000 images about 0.8 MB each
MOST_UNFINISHED = MOST_ASKERS  # that are being read: were there fewer, those that take turns would end none
MOST_UNFINISHED_BYTES = 128 * 2**20  # of them all; of 10,000 images 0.4 MB each
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
        self._read = Kept(MOST_UNFINISHED, most_bytes=MOST_UNFINISHED_BYTES)  # logits, (n, 10) float32

    def known(self, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> Evaluation | None:
        """Return an evaluation that is in memory or on disk; None where it is not whole."""
        key = _key(network, dataset, images)
        evaluation = self._in_memory(key)
        if evaluation is None and self._files is not None:
            arrays = self._files.read(_file_name(key))
            if arrays is not None and arrays["logits"].shape == (images.count, 10):
                evaluation = self._finish(key, network, dataset, arrays["logits"])
        return evaluation

    def evaluate(
        self, call: Call, network: StoredNetwork, dataset: Dataset, images: ImageRange, *, on_progress: OnProgress
    ) -> Evaluation:
        """Return an evaluation; what is read already is not asked again. See `InferenceClient.evaluate`."""
        key, pieces = _key(network, dataset, images), _pieces(network, images)
        evaluation = self.known(network, dataset, images)
        if evaluation is not None:
            return evaluation
        logits = self._read.folded(
            key,
            pieces,
            self._step(call, key, network, dataset),
            lambda done, _: on_progress(_images_in(pieces[:done]), images.count),
        )
        return self._keep(key, network, dataset, logits)

    def read_further(self, call: Call, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> int:
        """Read the next piece and return how many images are read by now."""
        if self.known(network, dataset, images) is not None:
            return images.count
        key, pieces = _key(network, dataset, images), _pieces(network, images)
        upto = pieces[: self._read.so_far(key)[0] + 1]
        logits = self._read.folded(key, upto, self._step(call, key, network, dataset), _tell_nobody)
        if len(upto) == len(pieces):
            self._keep(key, network, dataset, logits)
        return _images_in(upto)

    def count_read(self, network: StoredNetwork, dataset: Dataset, images: ImageRange) -> int:
        """Return how many of the images are read by now."""
        if self.known(network, dataset, images) is not None:
            return images.count
        done, _ = self._read.so_far(_key(network, dataset, images))
        return _images_in(_pieces(network, images)[:done])

    def _in_memory(self, key: _Key) -> Evaluation | None:
        with self._lock:
            return self._finished.get(key)

    def _step(
        self, call: Call, key: _Key, network: StoredNetwork, dataset: Dataset
    ) -> Callable[[np.ndarray | None, tuple[str, int, int]], np.ndarray]:
        """Return what reads a piece and joins it to those before."""

        def ask(piece: tuple[str, int, int]) -> np.ndarray:
            finished = self._in_memory(key)
            if finished is not None:  # by somebody else, while this one waited for them
                first = piece[1] - key[-1].first
                return finished.logits[first : first + piece[2]]
            return call("core.inference.predict:predict_stored", network, str(dataset.folder), *piece).logits

        return joining(ask, lambda before, further: np.concatenate([before, further]))

    def _keep(self, key: _Key, network: StoredNetwork, dataset: Dataset, logits: np.ndarray) -> Evaluation:
        evaluation = self._in_memory(key)
        if evaluation is not None:  # whoever asked for the same was first
            self._read.forget(key)
            return evaluation
        if self._files is not None:
            with contextlib.suppress(OSError):  # no room: it is remembered all the same
                self._files.write(_file_name(key), {"logits": np.array(logits)})
        evaluation = self._finish(key, network, dataset, logits)
        self._read.forget(key)
        return evaluation

    def _finish(self, key: _Key, network: StoredNetwork, dataset: Dataset, logits: np.ndarray) -> Evaluation:
        images = key[-1]
        _, labels = dataset.arrays_of(images.collection)
        evaluation = Evaluation(
            logits=logits,
            probabilities=probabilities_of(logits, network.output_function),
            labels=np.asarray(labels[images.first : images.end]),
        )
        with self._lock:
            return self._finished.setdefault(key, evaluation)


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
