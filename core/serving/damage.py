"""What a damaged network still reads, and which filter it can spare: asked in pieces of well under a second.

What was asked is kept, so that work that was left half-way goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.data.dataset import Dataset
from core.inference.cost import MAX_REQUEST_COST, image_cost, images_per_request
from core.inference.damage.code import filters_of
from core.inference.evaluation import DIGITS, DigitScore
from core.inference.loaded_networks import StoredNetwork
from core.inference.standout import largest_digits
from core.serving.inference_client import MAX_IMAGES_PER_CALL, InferenceClient
from core.serving.kept_pieces import Kept, joining
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

    def hurt_most(self, before: Answers) -> tuple[int, ...]:
        """Return the digit that lost the largest share of its images, those that share it, or none."""
        lost = [
            (then.correct - now.correct) / then.count if then.count else 0.0
            for then, now in zip(before.by_digit, self.by_digit, strict=True)
        ]
        return largest_digits(np.array(lost)) if max(lost) > 0 else ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Reading:
    """What a network read in some test images."""

    answers: np.ndarray  # (n,) uint8, 0 to 9
    is_finite: np.ndarray  # (n,) bool: all scores for an image are numbers

    def joined(self, further: _Reading) -> _Reading:
        """Return both, one after the other."""
        return _Reading(
            answers=np.concatenate([self.answers, further.answers]),
            is_finite=np.concatenate([self.is_finite, further.is_finite]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """One piece of a ranking."""

    filters: range  # that are tried
    first: int  # of the test images, from 0
    images: int  # of them


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
        self._readings = Kept(KEPT_READINGS)
        self._rankings = Kept(KEPT_RANKINGS)

    def known_answers(self, network: StoredNetwork, dataset: Dataset, *, most: int) -> Answers | None:
        """Return what a network read, where all of it is known; of the first `most` test images."""
        pieces = _firsts(network, dataset, most)
        reading = self._readings.known(_key(network, dataset), len(pieces))
        return None if reading is None else _answers(reading, dataset, most)

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
            on_progress: is told before each piece; what it raises ends the reading, and the pieces are kept.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        firsts = _firsts(network, dataset, most)

        def ask(first: int) -> _Reading:
            where = (str(dataset.folder), "test", first, min(firsts.step, dataset.test_count - first))
            said = inference.call("core.inference.predict:predict_stored", network, *where)
            return _Reading(
                answers=said.predicted_digits.astype(np.uint8), is_finite=np.isfinite(said.logits).all(axis=1)
            )

        step = joining(ask, _Reading.joined)
        reading = self._readings.folded(_key(network, dataset), firsts, step, lambda done, of: on_progress(done / of))
        return _answers(reading, dataset, most)

    def ranking(self, network: StoredNetwork, dataset: Dataset, layer: int, most: int) -> Ranking:
        """Return what is known of a layer's filters, judged by the first `most` test images."""
        done, right = self._rankings.so_far(_key(network, dataset, layer, most))
        count, known = min(most, dataset.test_count), np.full(filters_of(network.spec, layer), -1, np.int64)
        for trial in _trials(network.spec, dataset, layer, most)[:done]:
            if trial.first + trial.images == count:
                known[list(trial.filters)] = right[list(trial.filters)]
        return Ranking(right=known, count=count)

    def rank(
        self,
        inference: InferenceClient,
        network: StoredNetwork,
        dataset: Dataset,
        layer: int,
        most: int,
        *,
        on_progress: Progress = lambda _done: None,
    ) -> Ranking:
        """Try every filter of a layer that is not tried yet.

        Args:
            inference: who is asked.
            network: the network.
            dataset: whose test images.
            layer: index of a layer with a kernel, from 0.
            most: of the test images, the first ones.
            on_progress: is told before each piece; what it raises ends it, and the pieces are kept.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """

        def ask(trial: _Trial) -> np.ndarray:
            where = (str(dataset.folder), trial.first, trial.images)
            right = np.zeros(filters_of(network.spec, layer), np.int64)
            tried = list(trial.filters)
            target = "core.inference.damage.filter_ranking:count_right_without"
            right[tried] = inference.call(target, network, layer, tried, *where)
            return right

        trials, step = _trials(network.spec, dataset, layer, most), joining(ask, np.add)
        key = _key(network, dataset, layer, most)
        self._rankings.folded(key, trials, step, lambda done, of: on_progress(done / of))
        return self.ranking(network, dataset, layer, most)


def counted_images(spec: NetworkSpec, dataset: Dataset) -> int:
    """Return how many test images tell what is left of a network: fewer where it computes long for each."""
    affordable = max(COUNTED_COST // image_cost(spec), LEAST_COUNTED)
    return min(COUNTED, affordable, dataset.test_count)


def _firsts(network: StoredNetwork, dataset: Dataset, most: int) -> range:
    """Return the first image of each piece of a reading; the pieces of fewer images begin those of more."""
    return range(0, min(most, dataset.test_count), images_per_request(network.spec, most=MAX_IMAGES_PER_CALL))


def _trials(spec: NetworkSpec, dataset: Dataset, layer: int, most: int) -> list[_Trial]:
    """Return the pieces of a ranking: some filters and some images at a time."""
    count, filters = min(most, dataset.test_count), filters_of(spec, layer)
    images = min(images_per_request(spec, most=RANKED_PER_CALL), count)
    together = max(MAX_REQUEST_COST // (image_cost(spec, first=layer + 1) * images), 1)
    return [
        _Trial(filters=range(start, min(start + together, filters)), first=first, images=min(images, count - first))
        for start in range(0, filters, together)
        for first in range(0, count, images)
    ]


def _answers(reading: _Reading, dataset: Dataset, most: int) -> Answers:
    """Return what was read in the first `most` test images."""
    return Answers(
        answers=reading.answers[:most],
        labels=np.asarray(dataset.test_labels[:most]),
        is_finite=bool(reading.is_finite[:most].all()),
    )


def _key(network: StoredNetwork, dataset: Dataset, *rest: int) -> tuple[object, ...]:
    return (network.identity, network.spec, dataset.digest, *rest)
