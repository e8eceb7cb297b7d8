"""Changes that fool networks, and how small they can be: looked for in pieces in the background, and kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.data.dataset import Dataset
from core.inference.cost import image_cost
from core.inference.loaded_networks import StoredNetwork
from core.results.result_files import ResultFiles
from core.serving.in_turn import InTurn
from core.serving.inference_client import InferenceClient
from core.serving.kept_pieces import Kept
from core.serving.robustness.attacked import (
    COUNTED_EPS,
    COUNTED_STEPS,
    GRADIENT_COST,
    METHODS,
    Attacked,
    Attacker,
    Method,
)
from core.serving.robustness.counting import BackgroundCounts, Counting
from core.serving.robustness.smallest_change import Search
from models.spec import NetworkSpec

MOST_IMAGES = 500  # test images whose accuracy under attack is counted, the first ones
LEAST_IMAGES = 50  # of them, where a network computes long for each
MOST_COST = 1_000_000_000_000  # multiply-adds: half a minute on two cores
IMAGES_PER_PIECE = 25
KEPT_SEARCHES = 256  # 5 KB each
KEPT_CHANGES = 512  # 3 KB each, and 13 KB while they are worked on
VERSION = 1  # of the attacks: another one lets no older count be taken for a new one


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderAttack:
    """How many test images a network reads right under attack, as far as it is known."""

    right: dict[Method, tuple[int, ...]]  # at each of COUNTED_EPS
    clean: int  # as they are
    count: int  # images looked at by now
    images: int  # that there are to look at
    seconds_left: float | None  # at the pace so far, while nobody else asks; None before there is one

    @property
    def is_whole(self) -> bool:
        """Whether all images were looked at."""
        return self.count == self.images


class AttackClient:
    """Looks for changes that fool networks, and keeps what was found for all visitors."""

    def __init__(self, inference: InferenceClient, files: ResultFiles) -> None:
        self._inference = inference
        self._searches = Kept(KEPT_SEARCHES)
        self._searching = InTurn(name="smallest change")
        self._changes = Kept(KEPT_CHANGES)
        self._changing = InTurn(name="change of a size")
        self._counts = BackgroundCounts(files, name="under attack")

    def smallest(self, network: StoredNetwork, image: np.ndarray, answer: int, *, asker: str | None) -> Search:
        """Return how far the search for the smallest change is, and have it go on in the background. Ask again.

        Args:
            network: the network.
            image: (28, 28) uint8.
            answer: what the network says of it, 0 to 9.
            asker: who asks: what it asks for next takes this one's place; None only looks.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        key = (network.identity, network.spec, image.tobytes(), answer)
        search = self._search(key)
        if asker is not None:
            if search.is_over:
                self._searching.drop(asker)
            else:
                self._searching.want(asker, key, partial(self._try_next, key, network, image, answer))
        return search

    def changed(
        self, network: StoredNetwork, image: np.ndarray, answer: int, method: Method, eps: int, *, asker: str
    ) -> Attacked | None:
        """Return a picture changed by one method, or have it worked out in the background. Ask again.

        What the search for the smallest change found is taken from there.

        Args:
            network: the network.
            image: (28, 28) uint8.
            answer: what the network says of it, 0 to 9.
            method: "fgsm" or "pgd".
            eps: how far each pixel may move, 0 to MOST_EPS levels.
            asker: who asks: what it asks for next takes this one's place.

        Returns:
            None where it is not known yet.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        key = (network.identity, network.spec, image.tobytes(), answer)
        search, attacker = self._search(key), Attacker(self._inference, network)
        pieces = attacker.pieces(method)
        key = (*key, method, eps)
        if method == "pgd" and search.is_over and search.eps == eps:
            known = search.found
        else:
            known = self._changes.known(key, len(pieces))
        if known is not None:
            self._changing.drop(asker)
            return known

        def go_on() -> bool:
            done, _ = self._changes.so_far(key)
            self._changes.folded(
                key,
                pieces[: done + 1],
                lambda before, piece: attacker.go_on(before, piece, image, answer, method, eps),
                lambda _done, _of: None,
            )
            return done + 1 < len(pieces)

        self._changing.want(asker, key, go_on)
        return None

    def under_attack(self, network: StoredNetwork, dataset: Dataset, *, asker: str | None) -> UnderAttack:
        """Return how many of the first test images are read right under attack, and have the rest counted. Ask again.

        Args:
            network: the network.
            dataset: whose test images.
            asker: who asks: what it asks for next takes this one's place; None only looks.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        counting = self._counting(network, dataset)
        if asker is not None:
            self._counts.want([counting], asker=asker)
        found = self._counts.so_far(counting)
        counts = np.zeros((len(METHODS), 1 + len(COUNTED_EPS)), np.int64) if found.counts is None else found.counts
        return UnderAttack(
            right={method: tuple(counts[row, 1:].tolist()) for row, method in enumerate(METHODS)},
            clean=int(counts[0, 0]),
            count=sum(images for _, images in counting.pieces[: found.done]),
            images=sum(images for _, images in counting.pieces),
            seconds_left=found.seconds_left,
        )

    def _search(self, key: Hashable) -> Search:
        return self._searches.so_far(key)[1] or Search()

    def _try_next(self, key: Hashable, network: StoredNetwork, image: np.ndarray, answer: int) -> bool:
        """Try one more size; return whether there are more to try."""

        def step(before: Search | None, _trial: int) -> Search:
            search = before or Search()
            eps = search.next_trial
            return search.after(eps, Attacker(self._inference, network).attack(image, answer, "pgd", eps))

        done, search = self._searches.so_far(key)
        if search is None or not search.is_over:
            search = self._searches.folded(key, range(done + 1), step, lambda _done, _of: None)
        return not search.is_over

    def _counting(self, network: StoredNetwork, dataset: Dataset) -> Counting:
        attacker, count = Attacker(self._inference, network), attacked_images(network.spec, dataset)

        def ask(piece: tuple[int, int]) -> np.ndarray:
            first, images = piece
            chosen = np.s_[first : first + images]
            return attacker.count_right(
                np.array(dataset.test_images[chosen]), np.array(dataset.test_labels[chosen]), first
            )

        return Counting(
            key=("attack", network.identity, network.spec, dataset.digest, count),
            about=("attack", VERSION, network.identity, network.spec.to_json(), dataset.digest, count),
            pieces=[(first, min(IMAGES_PER_PIECE, count - first)) for first in range(0, count, IMAGES_PER_PIECE)],
            ask=ask,
        )


def attacked_images(spec: NetworkSpec, dataset: Dataset) -> int:
    """Return over how many test images accuracy under attack is counted: fewer where a network computes long."""
    steps = GRADIENT_COST * COUNTED_STEPS * len(COUNTED_EPS)
    affordable = max(MOST_COST // (steps * image_cost(spec)), LEAST_IMAGES)
    return min(MOST_IMAGES, affordable, dataset.test_count)
