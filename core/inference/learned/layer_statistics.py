"""How large the values are that each layer gives, counted over many pictures. Runs in the inference engine.

Two questions: where the values lie, and then how many lie in each part of that range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.inference.learned.layer_output import pictures
from core.inference.loaded_networks import StoredNetwork, load_network

BINS = 40  # of a histogram


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Where the values of L layers lie, and what their mean, deviation and share of zeros come of."""

    lowest: np.ndarray  # (L,) float64
    highest: np.ndarray  # (L,) float64
    sums: np.ndarray  # (L,) float64
    squares: np.ndarray  # (L,) float64, sums of squares
    zeros: np.ndarray  # (L,) int64, values that are exactly 0
    counts: np.ndarray  # (L,) int64, values

    @property
    def means(self) -> np.ndarray:
        """(L,) float64."""
        return self.sums / self.counts

    @property
    def deviations(self) -> np.ndarray:
        """Standard deviations, (L,) float64."""
        return np.sqrt(np.maximum(self.squares / self.counts - self.means**2, 0.0))

    @property
    def zero_shares(self) -> np.ndarray:
        """Share of the values that are exactly 0, (L,) float64."""
        return self.zeros / self.counts


def spread_of(layers: Sequence[np.ndarray]) -> Spread:
    """Return where values lie; an array of any shape for each layer."""
    return Spread(
        lowest=np.array([values.min() for values in layers], np.float64),
        highest=np.array([values.max() for values in layers], np.float64),
        sums=np.array([values.sum(dtype=np.float64) for values in layers]),
        squares=np.array([np.square(values, dtype=np.float64).sum() for values in layers]),
        zeros=np.array([values.size - np.count_nonzero(values) for values in layers]),
        counts=np.array([values.size for values in layers]),
    )


def join_spreads(one: Spread, other: Spread) -> Spread:
    """Return where the values of two lots lie."""
    return Spread(
        lowest=np.minimum(one.lowest, other.lowest),
        highest=np.maximum(one.highest, other.highest),
        sums=one.sums + other.sums,
        squares=one.squares + other.squares,
        zeros=one.zeros + other.zeros,
        counts=one.counts + other.counts,
    )


def histogram(values: np.ndarray, lowest: float, highest: float) -> np.ndarray:
    """Return how many values lie in each of BINS equal parts from lowest to highest, (BINS,) int64.

    The highest belongs to the last part; where all are equal, all lie in the middle one. NaN lies nowhere.
    """
    flat = values.reshape(-1)
    flat = flat[np.isfinite(flat)]
    if not highest > lowest:
        return np.bincount(np.full(len(flat), BINS // 2), minlength=BINS)
    places = ((flat - np.float32(lowest)) * np.float32(BINS / (highest - lowest))).astype(np.int32)
    return np.bincount(np.clip(places, 0, BINS - 1), minlength=BINS)


def spread(stored: StoredNetwork, data_folder: str, first: int, count: int) -> Spread:
    """Return where the values of every layer lie over some test pictures.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    images, _ = pictures(data_folder, "test", first, count)
    return spread_of(load_network(stored).layer_outputs(images))


def histograms(
    stored: StoredNetwork, data_folder: str, first: int, count: int, lowest: np.ndarray, highest: np.ndarray
) -> np.ndarray:
    """Return how many values of every layer lie in each part of its range, (L, BINS) int64; raises as `spread`.

    Those that are exactly 0 are left out: behind ReLU they would be so many that nothing else could be seen.

    Args:
        stored: the network.
        data_folder: as `core.data.dataset.open_dataset` takes it.
        first: index of the first test picture.
        count: of pictures.
        lowest: (L,), where the first part begins.
        highest: (L,), where the last one ends.
    """
    images, _ = pictures(data_folder, "test", first, count)
    layers = load_network(stored).layer_outputs(images)
    return np.stack(
        [histogram(values[values != 0], *ends) for values, *ends in zip(layers, lowest, highest, strict=True)]
    )
