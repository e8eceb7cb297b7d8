"""Pieces of ink: what a drawing is made of, each belonging to one digit as a whole, or to none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

PixelBox = tuple[float, float, float, float]  # left, top, right, bottom
_FLATTEST = 0.05  # of the largest piece's longer side: what is only level lines has no height of its own
_OUTLINE_POINTS = 120  # of one piece: enough to measure the paper between two


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """A connected part of a drawing, or a slice of one.

    Attributes:
        box: in pixels.
        outline: (n, 2) float64, points of its ink, x right and y down.
        ink: (rows, columns) uint8, its ink within the box; empty, where it was drawn with a pen.
        paths: where it was drawn with a pen, each (n, 2) float64.
        source: number of the connected part from which it was cut.
        place: among the slices of that part, from left to right.
        seam: cost of the cut on its right side, in line widths; 0 where there is none.
    """

    box: PixelBox
    outline: np.ndarray
    ink: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.uint8))
    paths: tuple[np.ndarray, ...] = ()
    source: int = 0
    place: int = 0
    seam: float = 0.0

    @property
    def width(self) -> float:
        """In pixels."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """In pixels."""
        return self.box[3] - self.box[1]

    @property
    def size(self) -> float:
        """The longer side, in pixels."""
        return max(self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """A drawing as the search sees it, whether of pixels or of strokes.

    Attributes:
        rows: height of the drawing, in pixels.
        columns: width of the drawing, in pixels.
        pieces: in any order.
        cut: gives the slices of a piece, given how high a digit is about; the piece alone, where it has none.
        draw: gives pieces together as one digit, (28, 28) uint8.
        touching: of a digit's height: digits that lie no farther apart touch.
        is_drawn: it was drawn stroke by stroke, as letters are.
    """

    rows: float
    columns: float
    pieces: Sequence[Piece]
    cut: Callable[[Piece, float], Sequence[Piece]]
    draw: Callable[[Sequence[Piece]], np.ndarray]
    touching: float = 0.02
    is_drawn: bool = False


def round_box(boxes: Sequence[PixelBox]) -> PixelBox:
    """Return the smallest box that holds all of these."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def gaps_between(pieces: Sequence[Piece], *, farthest: float) -> np.ndarray:
    """Return the paper between any two pieces, (n, n) float64 in pixels, infinite where it is more than `farthest`."""
    boxes = np.array([piece.box for piece in pieces]).reshape(-1, 4)
    across = np.maximum(boxes[:, None, 0] - boxes[None, :, 2], boxes[None, :, 0] - boxes[:, None, 2])
    down = np.maximum(boxes[:, None, 1] - boxes[None, :, 3], boxes[None, :, 1] - boxes[:, None, 3])
    gaps = np.full(across.shape, np.inf)
    for one, other in np.argwhere((across <= farthest) & (down <= farthest)).tolist():
        if one < other:
            apart = _distance(pieces[one].outline, pieces[other].outline)
            if apart <= farthest:
                gaps[one, other] = gaps[other, one] = apart
    return gaps


def typical_height(pieces: Sequence[Piece]) -> float:
    """Return how high the digits are about: half of all ink's extent is in pieces as high or higher; in pixels."""
    heights = np.sort([piece.height for piece in pieces])
    weights = np.cumsum(heights**2)
    height = float(heights[np.searchsorted(weights, weights[-1] / 2)])
    return max(height, _FLATTEST * max(piece.size for piece in pieces), 1.0)


def thinned(points: np.ndarray) -> np.ndarray:
    """Return at most so many of the points as are needed to measure gaps."""
    return points[:: max(-(-len(points) // _OUTLINE_POINTS), 1)].astype(np.float64)


def _distance(points: np.ndarray, others: np.ndarray) -> float:
    return float(np.sqrt(((points[:, None] - others[None]) ** 2).sum(axis=-1).min()))
