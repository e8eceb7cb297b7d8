"""Which images of a split a query lets through, and in which order: pure functions of arrays.

Every array here has one value per image of the split, in the order in which they are stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.data.selection.image_query import ANY_SURENESS, ImageQuery


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """What a network says of N images.

    Attributes:
        answers: (N,) uint8, 0 to 9.
        sureness: (N,) float32, 0 to 1: the probability that it gives its answer.
        losses: (N,) float32: -ln of the probability that it gives the label, in nats.
    """

    answers: np.ndarray
    sureness: np.ndarray
    losses: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PixelMeasures:
    """What the pixels of N images say.

    Attributes:
        ink: (N,) float32, 0 to 1: the share of full ink in the whole image.
        distances: (N,) float32: from the mean image of their label, Euclidean, in full ink (1 is one pixel's).
    """

    ink: np.ndarray
    distances: np.ndarray


def places(
    query: ImageQuery, labels: np.ndarray, *, readings: Readings | None = None, pixels: PixelMeasures | None = None
) -> np.ndarray:
    """Return which images a query asks for, in its order: (n,) int64 of places in the split; of equals the earlier.

    Args:
        query: what is asked for.
        labels: (N,) uint8, 0 to 9.
        readings: of the selected network; where None, what depends on them is as if it was not asked for.
        pixels: the same of the pixels.
    """
    found = np.flatnonzero(_is_asked_for(query, labels, readings))
    if query.order == "random":
        return np.random.default_rng(query.seed).permutation(found)
    if query.order != "index":
        values = _values(query, readings, pixels)
        if values is None:
            return found
        found = found[np.argsort(values[found], kind="stable")]
    return found[::-1] if query.is_reversed else found


def emptying(
    query: ImageQuery, labels: np.ndarray, *, readings: Readings | None = None
) -> tuple[tuple[ImageQuery, int], ...]:
    """Return the queries that leave out one filter of a query that finds nothing, and find something; with how many."""
    without = (replace(query, digits=()), replace(query, reading=None), replace(query, sureness=ANY_SURENESS))
    counts = [(other, int(_is_asked_for(other, labels, readings).sum())) for other in without]
    return tuple((other, count) for other, count in counts if other != query and count)


def _is_asked_for(query: ImageQuery, labels: np.ndarray, readings: Readings | None) -> np.ndarray:
    """Return (N,) bool."""
    wanted = np.zeros(256, bool)
    wanted[list(query.digits or range(256))] = True
    found = wanted[np.asarray(labels)]
    if readings is None:
        return found
    if query.reading is not None:
        found &= (readings.answers == labels) == (query.reading == "right")
    if query.is_sureness_limited:
        low, high = (np.float32(limit / 100) for limit in query.sureness)  # as float32, or 0.2 would be over 20 %
        found &= (readings.sureness >= low) & (readings.sureness <= high)
    return found


def _values(query: ImageQuery, readings: Readings | None, pixels: PixelMeasures | None) -> np.ndarray | None:
    """Return (N,) what rises along the order; None where it is not known."""
    if query.order == "hardest" and readings is not None:
        return -readings.losses
    if pixels is None:
        return None
    return {"ink": pixels.ink, "typical": pixels.distances}.get(query.order)
