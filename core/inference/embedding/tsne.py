"""t-SNE: a map on which neighbours stay neighbours. Runs in a training engine; openTSNE is imported there alone.

van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008), by the Barnes-Hut approximation, from the two main
components and with the learning rate of Belkina et al. (2019), as openTSNE does (Poličar, Stražar and Zupan, 2024).
The same components give the same bits, whatever the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import numpy as np

from core.inference.embedding.neighbours import nearest_others

PERPLEXITY = 30  # about how many neighbours an image has
FIRST_STEPS, STEPS = 120, 300  # with neighbours drawn together, and after that; more changed no neighbours of MNIST
THETA = 0.7  # how coarsely points far away push; 0.5, as usual, takes half as long again and keeps as many neighbours
EXAGGERATION = 12  # how much more strongly, at first
STEPS_TOLD = 10  # after so many the points are shown
_START_DEVIATION = 1e-4  # of the points along the first component, before the first step
_MOMENTUM = 0.8


def tsne(components: np.ndarray, *, threads: int) -> Iterator[tuple[float, np.ndarray]]:
    """Yield how far the map is, 0 to 1, and where its points lie then: (N, 2) float32; the last ones are its own.

    Args:
        components: (N, k) float32, the images' main components, the main one first; N at least 10.
        threads: that it may use.
    """
    embedding: Any = _begin(components, threads)
    total = FIRST_STEPS + STEPS
    yield 0.0, _points(embedding)
    for step in range(0, total, STEPS_TOLD):
        drawn_together = EXAGGERATION if step < FIRST_STEPS else 1
        embedding.optimize(
            STEPS_TOLD, inplace=True, exaggeration=drawn_together, momentum=_MOMENTUM, learning_rate="auto"
        )
        yield (step + STEPS_TOLD) / total, _points(embedding)


def threads_here() -> int:
    """Return how many threads the engine's process may use in one operation."""
    return int(os.environ.get("OMP_NUM_THREADS", "1"))


def start_of(components: np.ndarray) -> np.ndarray:
    """Return where the points begin, (N, 2) float64: along the two main components, very close to each other."""
    first = components[:, :2].astype(np.float64)
    if first.shape[1] < 2:  # of a layer with one value
        first = np.pad(first, ((0, 0), (0, 1)))
    return first / max(first[:, 0].std(), 1e-30) * _START_DEVIATION


def _begin(components: np.ndarray, threads: int) -> Any:
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    perplexity: Any = min(PERPLEXITY, (len(components) - 1) / 3)
    places, distances = nearest_others(components, int(3 * perplexity))
    affinities = PerplexityBasedNN(
        knn_index=PrecomputedNeighbors(places, distances), perplexity=perplexity, n_jobs=threads
    )
    return TSNEEmbedding(start_of(components), affinities, n_jobs=threads, negative_gradient_method="bh", theta=THETA)


def _points(embedding: Any) -> np.ndarray:
    return np.asarray(embedding, dtype=np.float32)
