"""Questions about what a network has learned, asked in pieces: each is well under a second of the engine's time."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.inference.cost import images_per_request
from core.inference.learned import layer_statistics, maximise, strongest_images
from core.inference.learned.maximise import Ascent, Climbed
from core.inference.learned.strongest_images import StrongestImages
from core.inference.loaded_networks import StoredNetwork
from core.serving.inference_client import InferenceClient
from core.serving.kept_pieces import Kept, OnProgress, joining, part_of
from core.serving.learned_results import LayerMap, LayerStatistics, Maximised
from core.serving.map_making import MAP_TURNS, MapMaking
from core.serving.shared_arrays import frozen
from models.spec import NetworkSpec

SEARCHED_IMAGES = 10_000  # training images in which the strongest are looked for
MEASURED_IMAGES = 200  # test images whose activations are counted
MAPPED_IMAGES = 2_000  # test images on a map
MOST_PIECES = 60  # of one question: of a network that takes long, fewer images are looked at
MOST_VALUES = 30_000_000  # of all layers in one question: 120 MB
STEPS_PER_PIECE = 20  # of gradient ascent
KEPT_RESULTS = 256  # of 0.4 MB at most for a layer of 512 maps, all together MOST_BYTES
KEPT_MAPS = 64  # of a layer with 400,000 values 3 MB each, and 115 MB until it is finished; together MOST_BYTES
_ROOM = "core.inference.learned"


class LearnedClient:
    """Asks the engine what networks have learned, and keeps the answers."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._kept, self._maps = Kept(KEPT_RESULTS), Kept(KEPT_MAPS)

    def strongest_images(
        self, network: StoredNetwork, dataset: Dataset, layer: int, *, on_progress: OnProgress
    ) -> StrongestImages:
        """Return which training images excite each map of a layer most.

        Raises:
            LabError: the weights cannot be read, or the engine does not answer.
        """
        pieces = _pieces(network, min(SEARCHED_IMAGES, dataset.train_count), at_once=500)
        ask = partial(self._ask, f"{_ROOM}.strongest_images:strongest_images", network, str(dataset.folder), layer)
        return self._kept.folded(
            ("images", network.identity, network.spec, dataset.digest, layer),
            pieces,
            joining(lambda piece: ask(*piece), strongest_images.join_strongest),
            on_progress,
        )

    def statistics(self, network: StoredNetwork, dataset: Dataset, *, on_progress: OnProgress) -> LayerStatistics:
        """Return how large the values of every layer are; raises as `strongest_images`."""
        pieces = _pieces(network, min(MEASURED_IMAGES, dataset.test_count), at_once=100, turns=2)
        key, folder = (network.identity, network.spec, dataset.digest), str(dataset.folder)
        told = part_of(on_progress, len(pieces), 2)
        spread = self._kept.folded(
            ("spread", *key),
            pieces,
            joining(
                lambda piece: self._ask(f"{_ROOM}.layer_statistics:spread", network, folder, *piece),
                layer_statistics.join_spreads,
            ),
            told(0),
        )
        ends = (spread.lowest, spread.highest)
        counts = self._kept.folded(
            ("counts", *key),
            pieces,
            joining(
                lambda piece: self._ask(f"{_ROOM}.layer_statistics:histograms", network, folder, *piece, *ends), np.add
            ),
            told(1),
        )
        return LayerStatistics(spread=spread, counts=counts, images=sum(count for _, count in pieces))

    def layer_map(self, network: StoredNetwork, dataset: Dataset, layer: int, *, on_progress: OnProgress) -> LayerMap:
        """Return test images as points by the main components of a layer; raises as `strongest_images`."""
        pieces = _pieces(network, min(MAPPED_IMAGES, dataset.test_count), at_once=500, turns=MAP_TURNS)
        making = MapMaking(
            ask=partial(self._ask_of_map, network, dataset, layer),
            values=math.prod(network.spec.rows()[layer].output_shape),
            labels=np.asarray(dataset.test_labels),
            last=pieces[-1],
        )
        key = (network.identity, network.spec, dataset.digest, layer)
        made = self._maps.folded(key, MAP_TURNS * pieces, making.step, on_progress)
        assert isinstance(made, LayerMap)
        return made

    def _ask_of_map(
        self, network: StoredNetwork, dataset: Dataset, layer: int, function: str, first: int, count: int, *rest: object
    ) -> Any:
        return self._ask(f"{_ROOM}.projection:{function}", network, str(dataset.folder), layer, first, count, *rest)

    def maximised(
        self, network: StoredNetwork, ascent: Ascent, *, on_progress: OnProgress = lambda _, __: None
    ) -> Maximised:
        """Return a picture that excites a unit, or the middle cell of a map; raises as `strongest_images`."""
        made = self._kept.folded(
            _ascent_key(network, ascent),
            _ascent_pieces(network),
            lambda climbed, steps: self._climb(network, ascent, climbed, steps),
            on_progress,
        )
        pixels = np.rint(255 * made.image).astype(np.uint8)
        reached = self._kept.folded(
            ("reached", *_ascent_key(network, ascent)),
            [None],
            lambda _, __: self._ask(f"{_ROOM}.maximise:reached", network, ascent, pixels),
            lambda _, __: None,
        )
        return frozen(Maximised(pixels=pixels, reached=reached, totals=made.totals))

    def has_maximised(self, network: StoredNetwork, ascent: Ascent) -> bool:
        """Return whether that picture is there already."""
        return self._kept.has(_ascent_key(network, ascent), len(_ascent_pieces(network)))

    def distances_from_seed(self, network: StoredNetwork, seed: int) -> dict[str, float]:
        """Return how far each kernel has moved from what a seed gives; raises as `strongest_images`."""
        target = f"{_ROOM}.start_distance:distances_from_seed"
        return self._kept.folded(
            ("distances", network.identity, network.spec, seed),
            [None],
            lambda _, __: self._ask(target, network, seed),
            lambda _, __: None,
        )

    def start_kernels(self, spec: NetworkSpec, seed: int, layer: int) -> dict[str, np.ndarray]:
        """Return the kernels with which a layer of a run began, by "layer/name".

        Raises:
            LabError: the engine does not answer.
        """
        return self._ask(f"{_ROOM}.start_distance:start_kernels", spec, seed, layer)

    def _climb(self, network: StoredNetwork, ascent: Ascent, climbed: Climbed | None, steps: int) -> Climbed:
        begun = climbed or maximise.start(network, ascent)
        return self._ask(f"{_ROOM}.maximise:climb", network, ascent, begun, steps)


def _pieces(network: StoredNetwork, images: int, *, at_once: int, turns: int = 1) -> list[tuple[int, int]]:
    """Return the first image and the number of images of each piece, where all are asked about in so many turns."""
    values = sum(math.prod(row.output_shape) for row in network.spec.rows())
    size = images_per_request(network.spec, most=max(min(at_once, MOST_VALUES // values), 1))
    images = min(images, MOST_PIECES // turns * size)
    return [(first, min(size, images - first)) for first in range(0, images, size)]


def _ascent_pieces(network: StoredNetwork) -> list[int]:
    """Return how many steps each piece has; a step costs about three images."""
    size = max(min(STEPS_PER_PIECE, images_per_request(network.spec, most=3 * STEPS_PER_PIECE) // 3), 1)
    return [min(size, maximise.STEPS - first) for first in range(0, maximise.STEPS, size)]


def _ascent_key(network: StoredNetwork, ascent: Ascent) -> tuple[Hashable, ...]:
    return ("ascent", network.identity, network.spec, ascent)
