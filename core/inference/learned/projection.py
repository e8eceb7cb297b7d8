"""The two directions along which a layer's values for many pictures differ most (principal components).

A layer may have 400,000 values a picture, whose covariances nobody can keep. They are never formed: a block of random
directions is multiplied by the covariance matrix, made orthonormal and multiplied once more, which turns it towards the
main components (randomized subspace iteration: Halko, Martinsson and Tropp, 2011, algorithm 4.4). The products are sums
over pictures, so they are asked for in pieces. Shares of variance are counted along the directions that came out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.learned.layer_output import cells_of_layer, pictures
from core.inference.loaded_networks import StoredNetwork

DIRECTIONS = 24  # in the block; two are wanted
SEED = 0  # of the random ones
ROUNDING = 1e-14  # of the largest square of a length, below which it is none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """Sums over N pictures of a layer's D values x, from which products with the covariance matrix come."""

    products: np.ndarray  # (D, k) float64, the sum of x (x' B) for a block B, (D, k)
    sums: np.ndarray  # (D,) float64, of x
    squares: float  # of all values, summed
    count: int  # N


def random_block(values: int) -> np.ndarray:
    """Return random directions among D values, (D, k) float32: always the same."""
    return np.random.default_rng(SEED).normal(size=(values, min(DIRECTIONS, values))).astype(np.float32)


def moments_of(rows: np.ndarray, block: np.ndarray) -> Moments:
    """Return the sums over pictures.

    Args:
        rows: (N, D) float32, a layer's values.
        block: (D, k) float32.
    """
    size, along = _size(rows), coordinates_along(rows, block)
    return Moments(
        products=(rows.T @ (along / size**2).astype(np.float32)).astype(np.float64) * size**2,
        sums=rows.sum(axis=0, dtype=np.float64),
        squares=float(np.square(rows, dtype=np.float64).sum()),
        count=len(rows),
    )


def join_moments(one: Moments, other: Moments) -> Moments:
    """Return the sums over two lots of pictures."""
    return Moments(
        products=one.products + other.products,
        sums=one.sums + other.sums,
        squares=one.squares + other.squares,
        count=one.count + other.count,
    )


def covariance_product(moments: Moments, block: np.ndarray) -> np.ndarray:
    """Return the covariance matrix times the block that the moments were summed for, (D, k) float64."""
    mean = moments.sums / moments.count
    return moments.products / moments.count - np.outer(mean, mean @ block)


def total_variance(moments: Moments) -> float:
    """Return the variances of all D values, added up."""
    mean = moments.sums / moments.count
    return max(moments.squares / moments.count - float(mean @ mean), 0.0)


def next_block(moments: Moments, block: np.ndarray) -> np.ndarray:
    """Return an orthonormal block that lies nearer to the main components, the main one first: (D, k) float32.

    They are the left singular vectors of the covariance's product P, from the small matrix P'P: to decompose P of
    400,000 values takes far longer. Directions along which the values do not differ, but for rounding, are 0.
    """
    product = covariance_product(moments, block)
    largest = float(np.abs(product).max())
    if largest == 0:
        return np.zeros_like(block)
    product /= largest
    squares, turned = np.linalg.eigh(product.T @ product)
    squares, turned = squares[::-1], turned[:, ::-1]  # the largest first
    is_real = squares > ROUNDING * squares[0]
    lengths = np.sqrt(np.where(is_real, squares, 1.0))
    return (product @ (np.where(is_real, turned, 0.0) / lengths)).astype(np.float32)


def coordinates_along(rows: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Return rows, (N, D) float32, times a block, (D, k): (N, k) float64; float32 would overflow for large values."""
    size = _size(rows)
    return (rows @ (block / np.float32(size))).astype(np.float64) * size


def layer_moments(
    stored: StoredNetwork, data_folder: str, layer: int, first: int, count: int, block: np.ndarray
) -> Moments:
    """Return a layer's sums over some test pictures. Runs in the engine.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    return moments_of(_rows(stored, data_folder, layer, first, count), block)


def layer_coordinates(
    stored: StoredNetwork, data_folder: str, layer: int, first: int, count: int, directions: np.ndarray
) -> np.ndarray:
    """Return where some test pictures lie along directions, (D, k) float32: (count, k) float64. Runs in the engine.

    Raises as `layer_moments`.
    """
    return coordinates_along(_rows(stored, data_folder, layer, first, count), directions)


def _size(rows: np.ndarray) -> float:
    """Return the largest distance from 0, at least 1: divided by it, no product overflows."""
    return max(float(rows.max()), -float(rows.min()), 1.0)


def _rows(stored: StoredNetwork, data_folder: str, layer: int, first: int, count: int) -> np.ndarray:
    images, _ = pictures(data_folder, "test", first, count)
    values = cells_of_layer(stored, layer, images).reshape(count, -1)
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)  # of a run that diverged


def nearest_mean_accuracy(points: np.ndarray, labels: np.ndarray) -> tuple[int, int]:
    """Return how many of how many points lie nearest to their own label's mean.

    The means are those of every other point, the ones that are counted are the rest.

    Args:
        points: (N, 2).
        labels: (N,), 0 to 9.
    """
    known, asked = slice(0, None, 2), slice(1, None, 2)
    names = np.unique(labels[known])
    means = np.stack([points[known][labels[known] == name].mean(axis=0) for name in names])
    away = np.linalg.norm(points[asked][:, np.newaxis] - means, axis=2)
    return int(np.count_nonzero(names[away.argmin(axis=1)] == labels[asked])), len(labels[asked])
