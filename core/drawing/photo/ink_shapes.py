"""Which of the shapes that rise above the paper are strokes of a pen, and which are specks, shadows, frames, patterns.

A shape is a set of pixels that touch, by a side or a corner. A pen's line is narrow beside its own length, its edge is
sharp, and few holes lie in it; what touches the picture's border is cut off there, and is no less a line for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

_SPECK_MASS = 0.01  # of the heaviest stroke's ink: what is lighter is a speck
_SPECK_EXTENT = 0.012  # of the picture's longer side
_SMALLEST_EXTENT = 3  # pixels
_WIDEST_STROKE = 0.45  # of a shape's longer side: the disc that fits into a line; a wider one fits into a block only
_SLOWEST_RISE = 3.0  # of height a pixel across the outline: what rises more slowly is a shadow
_NOISY_RISE = 1.8  # of the noise's standard deviation: what rises more slowly is noise
_EDGE_STEP = 2  # pixels to each side of the outline, between which the rise is measured
_SEEN, _MOSTLY_SEEN = 0.5, 0.65  # of the rise, in the picture itself; of the outline
_MOST_HOLES = 16  # in one shape: more, and it is a grid or a texture
_CONTACT = 0.3  # of a side of the picture: a shape that lies along so much of it is the table's edge, or a shadow
_FAR_WIDER = 3.0  # than the lines within: a shape at the border
_SLIVER = 4  # pixels: what is no wider along the border is the rest of a line that was cut off there
_RIVAL_MASS = 0.2  # of the heaviest shape's ink: inner shapes as heavy make those along the border background


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photo:
    """What heights were found in.

    Attributes:
        grey: (rows, columns) float32, 0 black to 255 white.
        worth: (rows, columns) float32, height that a grey value is worth.
        noise: standard deviation of the heights on paper.
    """

    grey: np.ndarray
    worth: np.ndarray
    noise: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shapes:
    """The shapes of a picture, numbered from 1; index 0 of every array is the paper.

    Attributes:
        labels: (rows, columns) int32, 0 paper.
        boxes: (count + 1, 4) int64: top, left, bottom, right, the last two exclusive.
        mass: (count + 1,) float64, sum of the heights.
        peak: (count + 1,) float64, greatest height.
        widths: (count + 1,) float64, pixels: the widest square that fits in.
    """

    labels: np.ndarray
    boxes: np.ndarray
    mass: np.ndarray
    peak: np.ndarray
    widths: np.ndarray

    @property
    def extents(self) -> np.ndarray:
        """The longer side of each shape, (count + 1,) int64, pixels."""
        return np.maximum(self.boxes[:, 2] - self.boxes[:, 0], self.boxes[:, 3] - self.boxes[:, 1])


def find_shapes(height: np.ndarray, floor: float, sure: float) -> Shapes:
    """Return the shapes that rise above `floor` everywhere and above `sure` somewhere.

    Args:
        height: (rows, columns) float32, above the paper.
        floor: less than `sure`.
    """
    from scipy import ndimage

    risen: Any = ndimage.label(height > floor, np.ones((3, 3)))
    labels, count = risen
    reached = np.zeros(count + 1, bool)
    reached[labels[height >= sure]] = True
    reached[0] = False
    numbers = np.cumsum(reached) * reached
    labels = numbers.astype(np.int32)[labels]
    count = int(reached.sum())
    boxes = np.zeros((count + 1, 4), np.int64)
    for number, box in enumerate(ndimage.find_objects(labels), 1):
        boxes[number] = box[0].start, box[1].start, box[0].stop, box[1].stop
    inside = labels > 0
    which, heights = labels[inside], height[inside]
    depth = np.asarray(ndimage.distance_transform_cdt(inside, "chessboard"))[inside]
    peak, deepest = np.zeros(count + 1), np.zeros(count + 1)
    np.maximum.at(peak, which, heights)
    np.maximum.at(deepest, which, depth)
    mass = np.bincount(which, heights, minlength=count + 1)
    return Shapes(labels=labels, boxes=boxes, mass=mass, peak=peak, widths=np.maximum(2 * deepest - 1, 0))


def strokes_among(shapes: Shapes, height: np.ndarray, photo: Photo | None) -> np.ndarray:
    """Return which shapes are kept: (count + 1,) bool, all False where there is no pen's line.

    Args:
        shapes: of these heights.
        height: (rows, columns) float32, above the paper.
        photo: what they were found in; None for a clean drawing.
    """
    extents = shapes.extents
    least = max(_SPECK_EXTENT * max(height.shape), _SMALLEST_EXTENT - 1)
    kept = extents > least
    kept[0] = False
    if photo is not None:
        kept &= _are_sharp(shapes, height, photo)
    kept &= ~_patterns(shapes)
    lines = kept & (shapes.widths <= _WIDEST_STROKE * extents)
    if photo is not None:
        background = _background(shapes, lines)
        kept, lines = kept & ~background, lines & ~background
    if not lines.any():
        return lines
    # a blot far wider than any line is no part of the writing; a point or a comma is as wide as its lines
    kept &= lines | (shapes.widths <= 2 * shapes.widths[lines].max())
    return kept & (shapes.mass >= _SPECK_MASS * shapes.mass[lines].max())


def _are_sharp(shapes: Shapes, height: np.ndarray, photo: Photo) -> np.ndarray:
    """Return which shapes rise steeply at their outline, and because the picture does so there: (count + 1,) bool.

    Where only the paper changes, as it does at a shadow's edge or within a line that is too wide for it, nothing is
    to be seen in the picture.
    """
    from scipy import ndimage

    inside = shapes.labels > 0
    core: Any = ndimage.binary_erosion(inside, border_value=1)
    rows, columns = np.nonzero(inside & ~core)
    which = shapes.labels[rows, columns]
    rise = _rise(height, rows, columns)
    seen = _rise(photo.grey, rows, columns) * photo.worth[rows, columns] >= _SEEN * rise
    count = len(shapes.mass)
    length = np.maximum(np.bincount(which, minlength=count), 1)
    slope = np.bincount(which, rise, minlength=count) / length / (2 * _EDGE_STEP)
    share = np.bincount(which, seen, minlength=count) / length
    return (slope >= max(_SLOWEST_RISE, _NOISY_RISE * photo.noise)) & (share >= _MOSTLY_SEEN)


def _rise(values: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return by how much the values change across these pixels, in the direction where it is most."""
    rise = np.zeros(len(rows))
    last_row, last_column = values.shape[0] - 1, values.shape[1] - 1
    for down, across in ((0, _EDGE_STEP), (_EDGE_STEP, 0), (_EDGE_STEP, _EDGE_STEP), (_EDGE_STEP, -_EDGE_STEP)):
        below = values[(rows + down).clip(0, last_row), (columns + across).clip(0, last_column)]
        above = values[(rows - down).clip(0, last_row), (columns - across).clip(0, last_column)]
        rise = np.maximum(rise, np.abs(below - above))
    return rise


def _patterns(shapes: Shapes) -> np.ndarray:
    """Return which shapes have more holes than writing has, (count + 1,) bool."""
    from scipy import ndimage

    found: Any = ndimage.label(np.pad(shapes.labels == 0, 1, constant_values=True))
    holes, count = found
    holes = holes[1:-1, 1:-1]
    # a hole belongs to the shape that lies to the left of its pixels
    rows, columns = np.nonzero((holes[:, 1:] > 0) & (shapes.labels[:, :-1] > 0))
    around = np.zeros(count + 1, np.int64)
    around[holes[rows, columns + 1]] = shapes.labels[rows, columns]
    areas = np.bincount(holes.ravel(), minlength=count + 1)
    large = areas >= shapes.widths[around] ** 2  # the pores of a pencil's line are no holes
    large[:2] = False  # index 1 is the paper around everything, for it touches the padding
    return np.bincount(around[large], minlength=len(shapes.mass)) > _MOST_HOLES


def _background(shapes: Shapes, lines: np.ndarray) -> np.ndarray:
    """Return which shapes at the picture's border are the table's edge or a shadow, (count + 1,) bool.

    They lie along a side, or are far wider than the lines within; without such lines they may be the digit.
    """
    count = len(shapes.mass)
    along, touching = np.zeros(count, bool), np.zeros(count, bool)
    for side in (shapes.labels[0], shapes.labels[-1], shapes.labels[:, 0], shapes.labels[:, -1]):
        contact = np.bincount(side, minlength=count)
        along |= contact >= _CONTACT * len(side)
        touching |= contact > 0
    sides = shapes.boxes[:, 2:] - shapes.boxes[:, :2]
    slivers = touching & (sides.min(axis=1) <= _SLIVER)
    inner = lines & ~touching
    if not inner.any():
        inner = lines & ~along
    if not inner.any() or shapes.mass[inner].max() < _RIVAL_MASS * shapes.mass[lines].max():
        return slivers
    return slivers | touching & (along | (shapes.widths > _FAR_WIDER * shapes.widths[inner].max()))
