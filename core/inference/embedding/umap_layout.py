"""UMAP: a map drawn by the graph of nearest neighbours. Runs in a training engine; umap-learn is imported there alone.

McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection" (2018). The layout's epochs are taken
one by one, as `umap.layouts.optimize_layout_euclidean` takes them, so that the points can be seen in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.inference.embedding.neighbours import nearest_others

NEIGHBOURS = 15  # that an image's surroundings are, itself one of them
LEAST_DISTANCE = 0.1  # between points of images that are alike
EPOCHS = 500
EPOCHS_TOLD = 10  # after so many the points are shown
SEED = 0
_WIDTH = 10.0  # of the points before the first epoch, from the middle
_FAR_EDGES = 5.0  # pairs pushed apart for each that is drawn together


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """The weighted graph of neighbours, an edge an entry, and how often each edge is taken."""

    heads: np.ndarray  # (E,) int32
    tails: np.ndarray  # (E,) int32
    epochs_per_sample: np.ndarray  # (E,) float64


def umap(components: np.ndarray) -> Iterator[tuple[float, np.ndarray]]:
    """Yield how far the map is, 0 to 1, and where its points lie then: (N, 2) float32; the last ones are its own.

    Args:
        components: (N, k) float32, the images' main components, the main one first; N at least 10.
    """
    points = start_of(components)
    yield 0.0, points.copy()
    step = epochs_of(graph_of(components), points)
    for epoch in range(EPOCHS):
        step(epoch)
        if (epoch + 1) % EPOCHS_TOLD == 0:
            yield (epoch + 1) / EPOCHS, points.copy()


def start_of(components: np.ndarray) -> np.ndarray:
    """Return where the points begin, (N, 2) float32: along the two main components."""
    first = np.array(components[:, :2], np.float32)
    if first.shape[1] < 2:  # of a layer with one value
        first = np.pad(first, ((0, 0), (0, 1)))
    return np.ascontiguousarray(first * np.float32(_WIDTH / max(np.abs(first).max(), 1e-30)))


def graph_of(components: np.ndarray) -> Graph:
    """Return the graph of the images' neighbours, without edges too weak to be taken in any epoch."""
    from umap.umap_ import fuzzy_simplicial_set, make_epochs_per_sample

    near = min(NEIGHBOURS, len(components))
    places, distances = nearest_others(components, near - 1)
    itself = np.arange(len(components))[:, np.newaxis]
    found: Any = fuzzy_simplicial_set(
        components,
        near,
        SEED,  # of a search for the neighbours, which are given
        "euclidean",
        knn_indices=np.hstack([itself, places]).astype(np.int32),
        knn_dists=np.hstack([np.zeros(itself.shape), distances]).astype(np.float32),
    )
    graph = found[0].tocoo()
    graph.sum_duplicates()
    graph.data[graph.data < graph.data.max() / EPOCHS] = 0
    graph.eliminate_zeros()
    return Graph(heads=graph.row, tails=graph.col, epochs_per_sample=make_epochs_per_sample(graph.data, EPOCHS))


def epochs_of(graph: Graph, points: np.ndarray) -> Callable[[int], None]:
    """Return what does one epoch, by its number from 0, on points, (N, 2) float32, in their own array."""
    from umap.layouts import _get_optimize_layout_euclidean_single_epoch_fn
    from umap.umap_ import find_ab_params

    a, b = find_ab_params(1.0, LEAST_DISTANCE)
    one_epoch: Any = _get_optimize_layout_euclidean_single_epoch_fn(False)
    every = graph.epochs_per_sample
    every_far = every / _FAR_EDGES
    next_far, next_near = every_far.copy(), every.copy()
    streams = random_streams(points)
    no_density: tuple[Any, ...] = (
        False,
        *(np.zeros(1, np.float32),) * 2,
        0,
        0,
        0,
        0,
        *(np.zeros(1, np.float32),) * 2,
        0,
    )

    def step(epoch: int) -> None:
        rate = 1.0 if epoch == 0 else 1.0 - (epoch - 1) / EPOCHS
        layout = (points, points, graph.heads, graph.tails, len(points), every, a, b, streams, 1.0, 2, True, rate)
        one_epoch(*layout, every_far, next_far, next_near, epoch, *no_density)

    return step


def random_streams(points: np.ndarray) -> np.ndarray:
    """Return the state of each point's own random numbers, (N, 3) int64, as `optimize_layout_euclidean` makes it."""
    seeds = first_seeds()
    own = points[:, 0].astype(np.float64).view(np.int64).reshape(-1, 1)
    return np.full((len(points), len(seeds)), seeds, dtype=np.int64) + own


def first_seeds() -> np.ndarray:
    """Return the three numbers that all random numbers come of, (3,) int64."""
    bounds = np.iinfo(np.int32)
    return np.random.default_rng(SEED).integers(bounds.min + 1, bounds.max - 1, 3)
