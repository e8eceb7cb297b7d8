"""Which images lie nearest to which: what t-SNE and UMAP begin with, and what tells how well a map keeps them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.inference.embedding.mapped_images import MappedImages, images_of, values_of
from core.inference.learned import projection

COMPONENTS = 50  # that images are brought down to, as van der Maaten and Hinton did (2008), section 4.2
_DIRECTIONS = 60  # in the block that finds them
_TURNS = 4  # of these, see core.inference.learned.projection; after three the distances move by less than 1 %
_SEED = 0
_ROWS = 250  # images at once
AGREEING = 10  # neighbours on a map that are asked for their labels


def main_components(mapped: MappedImages, count: int) -> Iterator[float | np.ndarray]:
    """Yield how far it is, 0 to 1, again and again, and last where the images lie along their main components.

    That is (count, k) float32 around 0, k at most COMPONENTS, the main one first. Images are taken in pieces: what a
    layer gives for all of them may not fit into memory.

    Args:
        mapped: the images.
        count: how many there are.

    Raises:
        CheckpointError, DataError: as `layer_moments` of `mapped_images`.
    """
    pieces = [(first, min(_ROWS, count - first)) for first in range(0, count, _ROWS)]
    block = np.zeros((0, 0), np.float32)
    steps = (_TURNS + 1) * len(pieces)
    for turn in range(_TURNS):
        moments = None
        for number, piece in enumerate(pieces):
            rows = values_of(mapped, images_of(mapped, *piece))
            if not block.size:
                wide = min(_DIRECTIONS, rows.shape[1])
                block = np.random.default_rng(_SEED).normal(size=(rows.shape[1], wide)).astype(np.float32)
            added = projection.moments_of(rows, block)
            moments = added if moments is None else projection.join_moments(moments, added)
            yield (turn * len(pieces) + number + 1) / steps
        assert moments is not None
        block = projection.next_block(moments, block)
    block, placed = np.ascontiguousarray(block[:, :COMPONENTS]), []
    for number, piece in enumerate(pieces):
        placed.append(projection.coordinates_along(values_of(mapped, images_of(mapped, *piece)), block))
        yield (_TURNS * len(pieces) + number + 1) / steps
    found = np.concatenate(placed)
    found -= found.mean(axis=0)
    found *= upright_signs(found)
    yield (found / max(np.abs(found).max(), 1e-30)).astype(np.float32)


def upright_signs(points: np.ndarray) -> np.ndarray:
    """Return 1 or -1 for each column of (N, k), times which its long tail points up: a component has no sign itself."""
    scaled = points / max(float(np.abs(points).max()), 1e-30)
    return np.where((scaled**3).sum(axis=0) < 0, -1.0, 1.0)


def nearest_others(
    points: np.ndarray, kept: int, *, first: int = 0, count: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest other points of each by the Euclidean distance, the nearest first; of equals the earlier.

    Args:
        points: (N, k), N above `kept`.
        kept: how many of each.
        first: the place of the first point that is asked about.
        count: how many points are asked about, n; all from `first` on where it is not given.

    Returns:
        Their places, (n, kept) int64, and their distances, (n, kept) float64.
    """
    points = points.astype(np.float64)
    end = len(points) if count is None else first + count
    squares, places, distances = np.square(points).sum(axis=1), [], []
    for start in range(first, end, _ROWS):
        stop = min(start + _ROWS, end)
        away = squares[start:stop, np.newaxis] + squares - 2 * points[start:stop] @ points.T
        away[np.arange(stop - start), np.arange(start, stop)] = np.inf
        near = np.sort(np.argpartition(away, kept - 1, axis=1)[:, :kept], axis=1)
        order = np.argsort(np.take_along_axis(away, near, axis=1), axis=1, kind="stable")
        places.append(np.take_along_axis(near, order, axis=1))
        distances.append(np.sqrt(np.maximum(np.take_along_axis(away, places[-1], axis=1), 0.0)))
    return np.concatenate(places), np.concatenate(distances)


def agreeing(points: np.ndarray, labels: np.ndarray, first: int, count: int) -> int:
    """Return for how many of some points most of the AGREEING nearest ones have the same label; of a tie, the lowest.

    Args:
        points: (N, 2), N at least 2.
        labels: (N,) uint8, 0 to 9.
        first: the place of the first point that is asked about.
        count: how many are asked about.
    """
    places, _ = nearest_others(points, min(AGREEING, len(points) - 1), first=first, count=count)
    votes = np.zeros((count, 10), np.int64)
    np.add.at(votes, (np.arange(count)[:, np.newaxis], labels[places]), 1)
    return int(np.count_nonzero(votes.argmax(axis=1) == labels[first : first + count]))
