"""What comes of questions about what a network has learned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.learned.layer_statistics import Spread
from core.inference.learned.maximise import Reached


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerStatistics:
    """The values of every layer over some test images."""

    spread: Spread
    counts: np.ndarray  # (L, BINS) int64, histograms from lowest to highest
    images: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerMap:
    """Test images as points: a layer's values along the two directions in which they differ most."""

    points: np.ndarray  # (N, 2) float64, around 0; N first images of the test split
    labels: np.ndarray  # (N,) uint8
    shares: tuple[float, float]  # of the variance of all values of the layer, 0 to 1
    directions: np.ndarray  # (D, 2) float32, orthonormal; one along which nothing differs is 0
    centre: np.ndarray  # (2,) float64: where the mean lies along them

    def place(self, values: np.ndarray) -> np.ndarray:
        """Return where a layer's values, (D,), lie: (2,)."""
        finite = np.nan_to_num(values.reshape(-1).astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
        return finite @ self.directions - self.centre


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maximised:
    """A picture made to excite a map or unit."""

    pixels: np.ndarray  # (28, 28) uint8
    reached: Reached
    totals: tuple[float, ...]  # what was maximised, before each step


def map_of(found: np.ndarray, directions: np.ndarray, variance: float, labels: np.ndarray) -> LayerMap:
    """Return the map of images.

    Args:
        found: (N, 2) float64, where they lie along two directions; (N, 1) of a layer with a single value.
        directions: (D, 2) float32, or (1, 1).
        variance: of all values of the layer, added up.
        labels: of these images, and perhaps of more.
    """
    centre = found.mean(axis=0, dtype=np.float64)
    points = found - centre
    along = points.var(axis=0)
    if points.shape[1] < 2:  # a layer with a single value
        points, along = np.pad(points, ((0, 0), (0, 1))), np.pad(along, (0, 1))
        directions, centre = np.pad(directions, ((0, 0), (0, 1))), np.pad(centre, (0, 1))
    first, second = (float(part / variance) if variance > 0 else 0.0 for part in along)
    return LayerMap(
        points=points,
        labels=labels[: len(points)],
        shares=(first, second),
        directions=directions,
        centre=centre,  # type: ignore[arg-type]
    )
