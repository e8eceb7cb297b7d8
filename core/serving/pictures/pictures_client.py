"""What filters and orders of images need, asked of the engine in pieces: each is well under a fifth of a second.

The engine is asked in the background, for each visitor in turn: nobody's drawing waits for 60,000 images to be read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from core.data.dataset import Dataset
from core.data.gallery import Collection, SplitName, split_bounds
from core.data.selection.image_order import PixelMeasures, Readings
from core.inference.cost import images_per_request
from core.inference.loaded_networks import StoredNetwork
from core.inference.pictures.pixel_measures import join_measures, join_sums
from core.inference.pictures.readings import join_readings, readings_of
from core.lru import Lru
from core.serving.in_turn import InTurn
from core.serving.inference_client import MAX_IMAGES_PER_CALL, InferenceClient
from core.serving.kept_pieces import Kept, joining

T = TypeVar("T")
Piece = tuple[int, int]  # the first image and the number of images
IMAGES_PER_PIECE = 5_000  # whose pixels are looked at in one question
KEPT_READINGS = 64  # of a network and a split: 9 bytes an image, 0.5 MB for 54,000
KEPT_MEASURES = 4  # of a data set and a collection: 8 bytes an image
MOST_BYTES = 16 * 2**20
_ROOM = "core.inference.pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[T]):
    """What is known by now.

    Attributes:
        done: of the images, how many were looked at.
        images: that there are to look at; those of two rounds count twice.
        seconds_left: how long the rest takes at the pace so far, while nobody else asks; None before there is one.
        result: None until all is done.
    """

    done: int
    images: int
    seconds_left: float | None = None
    result: T | None = None


class PicturesClient:
    """Asks the engine about whole splits, and keeps the answers for all visitors."""

    def __init__(self, inference: InferenceClient) -> None:
        self._inference, self._ask = inference, inference.call
        self._readings = Kept(KEPT_READINGS, most_bytes=MOST_BYTES)
        self._measures = Kept(KEPT_MEASURES, most_bytes=MOST_BYTES)
        self._sums = Kept(KEPT_MEASURES)
        self._asking = InTurn(name="pictures")
        self._lock = threading.Lock()
        self._paces: Lru[Hashable, float] = Lru(2 * KEPT_READINGS)  # seconds a piece

    def readings(
        self, network: StoredNetwork, dataset: Dataset, split: SplitName, *, asker: str | None
    ) -> Known[Readings]:
        """Return what a network says of a split, as far as it is known, and have the rest read. Ask again.

        Args:
            network: which.
            dataset: whose images.
            split: which of them.
            asker: who asks: another question takes the place of the one that it asked before; None only looks.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        if split == "test" and (said := self._inference.known_evaluation(network, dataset)) is not None:
            key = ("evaluated", network.identity, dataset.digest)
            found = self._readings.folded(
                key,
                [0],
                lambda _before, _piece: readings_of(said.logits, said.probabilities, said.labels),
                _tell_nobody,
            )
            return Known(done=said.count, images=said.count, result=found)
        first, end = split_bounds(dataset, split)
        pieces = _pieces(first, end, images_per_request(network.spec, most=MAX_IMAGES_PER_CALL))
        collection: Collection = "test" if split == "test" else "train"
        key = (network.identity, str(network.spec), dataset.digest, split)
        ask = partial(self._ask, f"{_ROOM}.readings:read_stored", network, str(dataset.folder), collection)
        done, found = self._readings.so_far(key)
        if done == len(pieces):
            self._drop(asker)
            return Known(done=end - first, images=end - first, result=found)
        if asker is not None:
            self._asking.want(asker, key, lambda: self._do_piece(self._readings, key, pieces, ask, join_readings))
        left = self._seconds(key, len(pieces) - done)
        return Known(done=_count(pieces[:done]), images=end - first, seconds_left=left)

    def measures(self, dataset: Dataset, collection: Collection, *, asker: str | None) -> Known[PixelMeasures]:
        """Return the measures of a collection, as far as they are known; arguments and errors as `readings`."""
        count = dataset.test_count if collection == "test" else dataset.train_count
        summed, measured = _pieces(0, dataset.train_count, IMAGES_PER_PIECE), _pieces(0, count, IMAGES_PER_PIECE)
        key = (dataset.digest, collection)
        sums_done, _ = self._sums.so_far(dataset.digest)
        done, found = self._measures.so_far(key)
        images = _count(summed) + _count(measured)
        if done == len(measured):
            self._drop(asker)
            return Known(done=images, images=images, result=found)
        if asker is not None:
            self._asking.want(asker, key, lambda: self._do_measure(dataset, collection, summed, measured))
        left = self._seconds(dataset.digest, len(summed) - sums_done + len(measured) - done)
        return Known(done=_count(summed[:sums_done]) + _count(measured[:done]), images=images, seconds_left=left)

    def _do_measure(
        self, dataset: Dataset, collection: Collection, summed: Sequence[Piece], measured: Sequence[Piece]
    ) -> bool:
        folder, digest = str(dataset.folder), dataset.digest
        if not self._sums.has(digest, len(summed)):
            ask = partial(self._ask, f"{_ROOM}.pixel_measures:sum_stored", folder)
            self._do_piece(self._sums, digest, summed, ask, join_sums)
            return True
        means = self._sums.known(digest, len(summed)).means
        measure = partial(self._ask, f"{_ROOM}.pixel_measures:measure_stored", folder, means, collection)
        return self._do_piece(self._measures, (digest, collection), measured, measure, join_measures)

    def _do_piece(
        self, kept: Kept, key: Hashable, pieces: Sequence[Piece], ask: Callable[..., T], join: Callable[[T, T], T]
    ) -> bool:
        """Do the piece that comes next; return whether there are more."""
        done, _ = kept.so_far(key)
        if done < len(pieces):
            began = time.monotonic()
            kept.folded(key, pieces[: done + 1], joining(lambda piece: ask(*piece), join), _tell_nobody)
            took = time.monotonic() - began
            if done:  # the first one loads the network
                with self._lock:
                    self._paces[key] = 0.8 * self._paces.get(key, took) + 0.2 * took
        return done + 1 < len(pieces)

    def _drop(self, asker: str | None) -> None:
        if asker is not None:
            self._asking.drop(asker)

    def _seconds(self, key: Hashable, pieces: int) -> float | None:
        with self._lock:
            pace = self._paces.get(key)
        return None if pace is None else pace * pieces


def _tell_nobody(_done: int, _of: int) -> None:
    """Tell nobody how far it is: whoever asks again sees that."""


def _pieces(first: int, end: int, size: int) -> list[Piece]:
    return [(start, min(size, end - start)) for start in range(first, end, size)]


def _count(pieces: Sequence[Piece]) -> int:
    return sum(count for _, count in pieces)
