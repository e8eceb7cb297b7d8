"""Maps of images by their main components, and what a network reads each as: asked of the engine in pieces.

Nobody waits here: what is known by now is returned, and the rest is asked for in the background, for each visitor in
turn. The server process could compute the map of the pixels itself, but would hold every visitor's page meanwhile and
keep the training images' pages that it read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.inference.cost import images_per_request
from core.inference.embedding.mapped_images import PIXELS, MappedImages, mapped_indices
from core.inference.loaded_networks import StoredNetwork
from core.serving.in_turn import InTurn
from core.serving.inference_client import InferenceClient
from core.serving.kept_pieces import Kept, joining
from core.serving.learned_results import LayerMap
from core.serving.map_making import MapMaking
from core.serving.shared_arrays import frozen

IMAGES_PER_PIECE = 500
MOST_VALUES = 20_000_000  # of all layers in one piece: 80 MB
PIXEL_TURNS, LAYER_TURNS = 6, 3  # a turn over the pixels takes no network
KEPT_MAPS = 48  # of 5,000 images 0.1 MB, of a layer with 400,000 values 3 MB more
KEPT_ANSWERS = 64  # 25 KB each
_ROOM = "core.inference.embedding"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapAnswers:
    """What a network reads the images of a map as."""

    digits: np.ndarray  # (n,) uint8, 0 to 9
    surenesses: np.ndarray  # (n,) float32, the probabilities of these digits, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DataMap:
    """What is known by now of one or several maps of the same images.

    Attributes:
        maps: by their main components, each None until it is made.
        agreeing: for how many images of each most of the nearest points have the same label; None until it is counted.
        answers: the network's; None until all are there, or where none is asked.
        done: of the pieces, how many.
        pieces: that there are.
    """

    maps: tuple[LayerMap | None, ...]
    agreeing: tuple[int | None, ...]
    answers: MapAnswers | None
    done: int
    pieces: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to ask for."""
        return self.done >= self.pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    kept: Kept
    key: Hashable
    pieces: Sequence[tuple[int, int]]
    step: Callable[[Any, tuple[int, int]], Any]

    @property
    def done(self) -> int:
        return min(self.kept.so_far(self.key)[0], len(self.pieces))

    @property
    def answer(self) -> Any:
        return self.kept.known(self.key, len(self.pieces))

    def ask_next(self) -> None:
        self.kept.folded(self.key, self.pieces[: self.done + 1], self.step, lambda _done, _of: None)


class DataMapClient:
    """Asks the engine about the images of maps, and keeps the answers for all visitors."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._maps, self._counts, self._answers = Kept(KEPT_MAPS), Kept(KEPT_MAPS), Kept(KEPT_ANSWERS)
        self._asking = InTurn(name="data map")

    def of(
        self, dataset: Dataset, mapped: Sequence[MappedImages], network: StoredNetwork | None, *, asker: str
    ) -> DataMap:
        """Return what is known by now, and have the rest asked for in the background. Ask again.

        Args:
            dataset: whose images.
            mapped: of each map its images, the same ones on all, and what places them.
            network: that reads the images; None for none.
            asker: who asks: what is asked for next takes the place of what was asked for before.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        maps = [self._map(dataset, one) for one in mapped]
        counts = [self._count(dataset, one, made) for one, made in zip(mapped, maps, strict=True)]
        answers = [] if network is None else [self._reading(dataset, mapped[0], network)]
        questions = [*maps, *answers, *counts]
        found = DataMap(
            maps=tuple(question.answer for question in maps),
            agreeing=tuple(question.answer for question in counts),
            answers=answers[0].answer if answers else None,
            done=sum(question.done for question in questions),
            pieces=sum(len(question.pieces) for question in questions),
        )
        if found.is_whole:
            self._asking.drop(asker)
        else:
            self._asking.want(asker, tuple(question.key for question in questions), partial(_do_piece, questions))
        return found

    def _map(self, dataset: Dataset, mapped: MappedImages) -> _Question:
        indices = mapped_indices(dataset, mapped.split, mapped.count)
        pieces = _pieces(len(indices), _most_at_once(mapped))
        turns = PIXEL_TURNS if mapped.network is None else LAYER_TURNS
        making = MapMaking(
            ask=lambda function, *rest: self._ask(f"{_ROOM}.mapped_images:{function}", mapped, *rest),
            values=_value_count(mapped),
            labels=np.array(dataset.arrays_of(mapped.split)[1][indices]),
            last=pieces[-1],
            turns=turns,
        )
        return _Question(kept=self._maps, key=_key(dataset, mapped), pieces=turns * pieces, step=making.step)

    def _count(self, dataset: Dataset, mapped: MappedImages, made: _Question) -> _Question:
        count = len(mapped_indices(dataset, mapped.split, mapped.count))

        def ask(piece: tuple[int, int]) -> int:
            found: LayerMap = made.answer
            return self._ask(f"{_ROOM}.neighbours:agreeing", found.points, found.labels, *piece)

        step = joining(ask, lambda one, other: one + other)
        return _Question(
            kept=self._counts, key=_key(dataset, mapped), pieces=_pieces(count, IMAGES_PER_PIECE), step=step
        )

    def _reading(self, dataset: Dataset, mapped: MappedImages, network: StoredNetwork) -> _Question:
        read = replace(mapped, network=network, layer=0)
        count = len(mapped_indices(dataset, mapped.split, mapped.count))
        ask = partial(self._ask, f"{_ROOM}.mapped_images:answers_to", read)

        def step(before: MapAnswers | None, piece: tuple[int, int]) -> MapAnswers:
            digits, surenesses = ask(*piece)
            if before is not None:
                digits = np.concatenate([before.digits, digits])
                surenesses = np.concatenate([before.surenesses, surenesses])
            return frozen(MapAnswers(digits=digits, surenesses=surenesses))

        pieces = _pieces(count, images_per_request(network.spec, most=IMAGES_PER_PIECE))
        return _Question(kept=self._answers, key=_key(dataset, read), pieces=pieces, step=step)


def pictures_of(inference: InferenceClient, dataset: Dataset, mapped: MappedImages) -> np.ndarray:
    """Return the images of a map, (n, 28, 28) uint8; waits for the engine.

    Raises:
        LabError: the engine does not answer.
    """
    count = len(mapped_indices(dataset, mapped.split, mapped.count))
    ask = partial(inference.call, f"{_ROOM}.mapped_images:images_of", mapped)
    return np.concatenate([ask(*piece) for piece in _pieces(count, 2 * IMAGES_PER_PIECE)])


def _do_piece(questions: Sequence[_Question]) -> bool:
    """Ask for the piece that comes next; return whether there are more."""
    for question in questions:
        if question.answer is None:
            question.ask_next()
            break
    return any(question.done < len(question.pieces) for question in questions)


def _key(dataset: Dataset, mapped: MappedImages) -> Hashable:
    network = None if mapped.network is None else (mapped.network.identity, mapped.network.spec)
    return dataset.digest, dataset.validation_fraction, mapped.split, mapped.count, network, mapped.layer


def _value_count(mapped: MappedImages) -> int:
    return PIXELS if mapped.network is None else math.prod(mapped.network.spec.rows()[mapped.layer].output_shape)


def _most_at_once(mapped: MappedImages) -> int:
    if mapped.network is None:
        return IMAGES_PER_PIECE
    most = max(min(IMAGES_PER_PIECE, MOST_VALUES // _value_count(mapped)), 1)
    return images_per_request(mapped.network.spec, most=most)


def _pieces(images: int, size: int) -> list[tuple[int, int]]:
    """Return the first image and the number of images of each piece."""
    return [(first, min(size, images - first)) for first in range(0, images, size)]
