"""What a damaged network still reads, and which filter it can spare: asked in pieces of well under a second.

What was asked is kept, so that work that was left half-way goes on where it stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.data.dataset import Dataset
from core.inference.cost import MAX_REQUEST_COST, image_cost, images_per_request
from core.inference.damage.code import filters_of
from core.inference.evaluation import DIGITS, DigitScore
from core.inference.loaded_networks import StoredNetwork
from core.lru import Lru
from core.serving.inference_client import MAX_IMAGES_PER_CALL, InferenceClient
from models.spec import NetworkSpec

Progress = Callable[[float], None]  # is told the share that is done, to 1

COUNTED = 2000  # test images that tell what is left of a damaged network; of fewer, all
LEAST_COUNTED = 100  # of them, where the network computes long for each
COUNTED_COST = 100_000_000_000  # multiply-adds of all of them: a few seconds
RANKED = (500, 1000, 2000)  # how many may judge a filter
RANKED_PER_CALL = 250  # in one question about filters
KEPT_READINGS = 512  # networks, of 4 KB each
KEPT_RANKINGS = 64  # of 16 KB at most


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What a network read in the first N test images."""

    answers: np.ndarray  # (N,) uint8, 0 to 9
    labels: np.ndarray  # (N,) uint8
    is_finite: bool  # every one of its scores is a number

    @property
    def count(self) -> int:
        """Number of images."""
        return len(self.labels)

    @cached_property
    def correct(self) -> int:
        """Number of images that were read right."""
        return int(np.count_nonzero(self.answers == self.labels))

    @cached_property
    def by_digit(self) -> tuple[DigitScore, ...]:
        """How often each digit was read right, 0 to 9."""
        counts = np.bincount(self.labels, minlength=DIGITS).tolist()
        right = np.bincount(self.labels[self.answers == self.labels], minlength=DIGITS).tolist()
        return tuple(DigitScore(digit=digit, count=counts[digit], correct=right[digit]) for digit in range(DIGITS))

    def hurt_most(self, before: Answers) -> int | None:
        """Return the digit that lost the largest share of its images; None where none lost any."""
        lost = [
            (then.correct - now.correct) / then.count if then.count else 0.0
            for then, now in zip(before.by_digit, self.by_digit, strict=True)
        ]
        return int(np.argmax(lost)) if max(lost) > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Reading:
    """What a network read in the first test images, as far as it is read."""

    answers: np.ndarray  # (n,) uint8, 0 to 9
    is_finite: np.ndarray  # (n,) bool: all scores for an image are numbers


_UNREAD = _Reading(answers=np.zeros(0, np.uint8), is_finite=np.zeros(0, bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How many test images are read right while one filter is off, as far as it is known."""

    right: np.ndarray  # (filters,) int64; -1 where it is not known yet
    count: int  # of test images

    @property
    def known(self) -> int:
        """Number of filters that were tried."""
        return int(np.count_nonzero(self.right >= 0))

    @property
    def is_whole(self) -> bool:
        """Whether every filter was tried."""
        return self.known == len(self.right)

    @property
    def order(self) -> list[int]:
        """The filters that were tried, the one that is missed most first."""
        order = np.argsort(self.right, kind="stable")
        return [int(number) for number in order if self.right[number] >= 0]


class DamageClient:
    """Asks about damaged networks; shared by all sessions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readings: Lru[tuple[object, ...], _Reading] = Lru(KEPT_READINGS)
        self._rankings: Lru[tuple[object, ...], np.ndarray] = Lru(KEPT_RANKINGS)

    def known_answers(self, network: StoredNetwork, dataset: Dataset, *, most: int) -> Answers | None:
        """Return what a network read, where all of it is known; of the first `most` test images."""
        return _answers(self._reading(network, dataset), dataset, min(most, dataset.test_count))

    def read(
        self,
        inference: InferenceClient,
        network: StoredNetwork,
        dataset: Dataset,
        *,
        most: int,
        on_progress: Progress = lambda _done: None,
    ) -> Answers:
        """Return what a network reads in the first `most` test images; what is known of them is not asked again.

        Args:
            inference: who is asked, piece by piece.
            network: the network.
            dataset: whose test images.
            most: of them, the first ones.
            on_progress: is told after each piece; what it raises ends the reading, and the pieces are kept.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        count = min(most, dataset.test_count)
        size = images_per_request(network.spec, most=MAX_IMAGES_PER_CALL)
        reading = self._reading(network, dataset)
        while (answers := _answers(reading, dataset, count)) is None:
            first = len(reading.answers)
            reading = self._read_on(inference, network, dataset, reading, min(size, count - first))
            on_progress(min(len(reading.answers) / count, 1.0))
            reading = _longer(self._reading(network, dataset), reading)  # somebody else may have read on
        return answers

    def _read_on(
        self, inference: InferenceClient, network: StoredNetwork, dataset: Dataset, reading: _Reading, size: int
    ) -> _Reading:
        """Return a reading with `size` images more, or the one that somebody else took further meanwhile."""
        where = (str(dataset.folder), "test", len(reading.answers), size)
        said = inference.call("core.inference.predict:predict_stored", network, *where)
        further = _Reading(
            answers=np.concatenate([reading.answers, said.predicted_digits.astype(np.uint8)]),
            is_finite=np.concatenate([reading.is_finite, np.isfinite(said.logits).all(axis=1)]),
        )
        with self._lock:
            key = _key(network, dataset)
            further = _longer(self._readings.get(key, _UNREAD), further)
            self._readings[key] = further
        return further

    def ranking(self, network: StoredNetwork, dataset: Dataset, layer: int, most: int) -> Ranking:
        """Return what is known of a layer's filters, judged by the first `most` test images."""
        with self._lock:
            return Ranking(right=self._right(network, dataset, layer, most), count=min(most, dataset.test_count))

    def rank(
        self, inference: InferenceClient, network: StoredNetwork, dataset: Dataset, layer: int, most: int
    ) -> Iterator[float]:
        """Try every filter of a layer that is not tried yet; yields the share that is done, to 1.

        Args:
            inference: who is asked.
            network: the network.
            dataset: whose test images.
            layer: index of a layer with a kernel, from 0.
            most: of the test images, the first ones.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        count, filters = min(most, dataset.test_count), filters_of(network.spec, layer)
        images = min(images_per_request(network.spec, most=RANKED_PER_CALL), count)
        together = max(MAX_REQUEST_COST // (image_cost(network.spec, first=layer + 1) * images), 1)
        waiting = np.flatnonzero(self.ranking(network, dataset, layer, most).right < 0).tolist()
        target = "core.inference.damage.filter_ranking:count_right_without"
        for start in range(0, len(waiting), together):
            tried = waiting[start : start + together]
            right, done = np.zeros(len(tried), np.int64), 0.0
            for first in range(0, count, images):
                size = min(images, count - first)
                right += inference.call(target, network, layer, tried, str(dataset.folder), first, size)
                done = filters - len(waiting) + start + len(tried) * (first + size) / count
                if first + size < count:
                    yield done / filters
            with self._lock:
                known = self._right(network, dataset, layer, most).copy()
                known[tried] = right
                self._rankings[_key(network, dataset, layer, most)] = known
            yield done / filters

    def _right(self, network: StoredNetwork, dataset: Dataset, layer: int, most: int) -> np.ndarray:
        known = self._rankings.get(_key(network, dataset, layer, most))
        return np.full(filters_of(network.spec, layer), -1, np.int64) if known is None else known

    def _reading(self, network: StoredNetwork, dataset: Dataset) -> _Reading:
        with self._lock:
            return self._readings.get(_key(network, dataset), _UNREAD)


def counted_images(spec: NetworkSpec, dataset: Dataset) -> int:
    """Return how many test images tell what is left of a network: fewer where it computes long for each."""
    affordable = max(COUNTED_COST // image_cost(spec), LEAST_COUNTED)
    return min(COUNTED, affordable, dataset.test_count)


def _longer(first: _Reading, second: _Reading) -> _Reading:
    return first if len(first.answers) >= len(second.answers) else second


def _answers(reading: _Reading, dataset: Dataset, count: int) -> Answers | None:
    """Return what was read in the first `count` test images; None where they are not all read."""
    if len(reading.answers) < count:
        return None
    return Answers(
        answers=reading.answers[:count],
        labels=np.asarray(dataset.test_labels[:count]),
        is_finite=bool(reading.is_finite[:count].all()),
    )


def _key(network: StoredNetwork, dataset: Dataset, *rest: int) -> tuple[object, ...]:
    return (network.identity, network.spec, dataset.digest, *rest)
