"""How many test images networks read right while these are turned, blurred, covered ...: counted once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.data.dataset import Dataset
from core.inference.cost import image_cost, images_per_request
from core.inference.loaded_networks import StoredNetwork
from core.inference.robustness.conditions import CONDITIONS, STRENGTHS, VERSION
from core.inference.robustness.sweep import Sweep
from core.results.result_files import ResultFiles
from core.serving.inference_client import InferenceClient
from core.serving.robustness.counting import BackgroundCounts, Counting
from models.spec import NetworkSpec

MOST_IMAGES = 2_000  # test images; of fewer, all
LEAST_IMAGES = 100  # of them, where a network computes long for each
MOST_COST = 2_000_000_000_000  # multiply-adds of all passes: a minute or two
IMAGES_PER_PIECE = 250  # in one question
PASSES = 1 + len(CONDITIONS) * STRENGTHS  # over the images; the first one as they are
TARGET = "core.inference.robustness.sweep:count_right"
# What two cores do in a second, as measured; another machine's pace is known once the first pieces are done.
_COST_PER_SECOND, _DAMAGED_PER_SECOND = 30_000_000_000, 9_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSweep:
    """A sweep as far as it is known."""

    sweep: Sweep
    done: int  # pieces
    pieces: int
    seconds_left: float | None  # at the pace so far, while nobody else asks; None before there is one


@dataclass(frozen=True, slots=True)
class _Piece:
    row: int  # of the passes, from 0
    first: int  # of the test images
    images: int


class SweepClient:
    """Asks the engine how tough networks are, and keeps the answers for all visitors."""

    def __init__(self, inference: InferenceClient, files: ResultFiles) -> None:
        self._inference = inference
        self._counts = BackgroundCounts(files, name="toughness")

    def sweep(self, network: StoredNetwork, dataset: Dataset, *, asker: str | None) -> KnownSweep:
        """Return what is known of one network; arguments and errors as `sweeps`."""
        return self.sweeps([network], dataset, asker=asker)[0]

    def sweeps(self, networks: Sequence[StoredNetwork], dataset: Dataset, *, asker: str | None) -> list[KnownSweep]:
        """Return what is known by now of each network, and have the rest counted in the background. Ask again.

        Args:
            networks: which; the first is counted first.
            dataset: whose test images.
            asker: who asks: what is asked for next takes the place of what was asked for before; None only looks.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        countings = [self._counting(network, dataset) for network in networks]
        if asker is not None:
            self._counts.want(countings, asker=asker)
        return [self._known(counting, network, dataset) for counting, network in zip(countings, networks, strict=True)]

    def _known(self, counting: Counting, network: StoredNetwork, dataset: Dataset) -> KnownSweep:
        found = self._counts.so_far(counting)
        counts = np.full(PASSES, -1, np.int64)
        if found.counts is not None:
            whole = PASSES if found.done == len(counting.pieces) else counting.pieces[found.done].row
            counts[:whole] = found.counts[:whole]
        return KnownSweep(
            sweep=Sweep(
                right=counts[1:].reshape(len(CONDITIONS), STRENGTHS),
                clean=int(counts[0]),
                count=swept_images(network.spec, dataset),
            ),
            done=found.done,
            pieces=len(counting.pieces),
            seconds_left=found.seconds_left,
        )

    def _counting(self, network: StoredNetwork, dataset: Dataset) -> Counting:
        count = swept_images(network.spec, dataset)

        def ask(piece: _Piece) -> np.ndarray:
            place, strength = divmod(piece.row - 1, STRENGTHS)
            key = CONDITIONS[place].key if piece.row else None
            where = (str(dataset.folder), key, strength + 1, piece.first, piece.images)
            counts = np.zeros(PASSES, np.int64)
            counts[piece.row] = self._inference.call(TARGET, network, *where)
            return counts

        return Counting(
            key=("sweep", network.identity, network.spec, dataset.digest, count),
            about=("sweep", VERSION, network.identity, network.spec.to_json(), dataset.digest, count),
            pieces=_pieces(network.spec, count),
            ask=ask,
        )


def swept_images(spec: NetworkSpec, dataset: Dataset) -> int:
    """Return over how many test images a network is swept: fewer where it computes long for each."""
    affordable = max(MOST_COST // (PASSES * image_cost(spec)), LEAST_IMAGES)
    return min(MOST_IMAGES, affordable, dataset.test_count)


def expected_seconds(spec: NetworkSpec, dataset: Dataset) -> float:
    """Return about how long a sweep takes on two cores while nobody else asks."""
    images = PASSES * swept_images(spec, dataset)
    return images * (image_cost(spec) / _COST_PER_SECOND + 1 / _DAMAGED_PER_SECOND)


def _pieces(spec: NetworkSpec, count: int) -> list[_Piece]:
    size = images_per_request(spec, most=IMAGES_PER_PIECE)
    return [_Piece(row, first, min(size, count - first)) for row in range(PASSES) for first in range(0, count, size)]
