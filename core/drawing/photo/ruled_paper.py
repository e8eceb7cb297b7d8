"""The printed lines of ruled and squared paper, taken out of what rises above the paper.

Printed lines are many, parallel, straight, and far longer than a digit's strokes: along them the median of what rises
is the line, whatever crosses it. Where ink lies over a line, or goes on at both sides of it, it stays.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.drawing.photo.straight_lines import BLOCK, line_levels

_RUN = 11  # blocks, of which the median is taken
_SLOPES = np.linspace(-0.13, 0.13, 27)
_THICKEST = 9  # pixels, of a printed line
_FLANK = 0.35  # of the line's height: what is less belongs to its soft edges
_UNUSUAL = 1.25  # times what is usual along the line: what is higher there is a digit's stroke
_ALIKE = 0.6  # of the longest line's length; and of a line's height, what is usual among them
_SHORTEST = 0.35  # of the picture's side
_FEWEST = 4  # lines: fewer may be strokes of digits
_CLEAR = 4.0  # grey values that a line rises above what lies beside it
_OVER = 1.4  # of the line's own height: what is higher is ink
_SMALLEST = 200  # pixels of the shorter side: in a smaller picture digits and lines are alike
_SMALLEST_STRAIGHT = 160  # the same of lines that run from side to side


def without_ruling(height: np.ndarray, noise: float) -> np.ndarray:
    """Return the heights without printed lines; as they are, where there are none.

    Args:
        height: (rows, columns) float32, above the paper.
        noise: standard deviation of the heights on paper.
    """
    for without, smallest in ((_without_straight_rows, _SMALLEST_STRAIGHT), (_without_rows, _SMALLEST)):
        if min(height.shape) >= smallest:
            height = without(height, noise)
            height = without(height.T, noise).T
    return height


def _without_straight_rows(height: np.ndarray, noise: float) -> np.ndarray:
    """Return the heights without lines that run on from side to side."""
    level = line_levels(_blocks(height), noise)
    return _erased(height, _spread(level), noise) if level.any() else height


def _without_rows(height: np.ndarray, noise: float) -> np.ndarray:
    from scipy import ndimage

    blocks = _blocks(height)
    slope = _slope_of_lines(blocks)
    level = _line_levels(_sheared(blocks, slope))
    beside = ndimage.grey_opening(level, (2 * _THICKEST + 1, 1))
    ridge = level - beside
    lines = (ridge > max(_CLEAR, noise)) & (ridge > _FLANK * ndimage.maximum_filter1d(ridge, _THICKEST, axis=0))
    labels, count = _labelled(lines)
    lengths, thicknesses, runs_on = np.zeros(count + 1), np.zeros(count + 1), np.zeros(count + 1, bool)
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        lengths[number] = place[1].stop - place[1].start
        runs_on[number] = place[1].start == 0 or place[1].stop == lines.shape[1]  # else it is a box's
        thicknesses[number] = np.median((labels[place] == number).sum(axis=0))
    usual = np.zeros(count + 1, np.float32)
    usual[1:] = ndimage.median(level, labels, np.arange(1, count + 1))
    long = runs_on & (lengths >= _SHORTEST * lines.shape[1]) & (thicknesses <= _THICKEST)
    if np.count_nonzero(long) < _FEWEST:
        return height
    # a digit's stroke may lie along a line, but is shorter and darker than its fellows
    long &= (lengths >= _ALIKE * lengths[long].max()) & (usual <= np.median(usual[long]) / _ALIKE)
    level = np.where(long[labels], np.minimum(level, _UNUSUAL * usual[labels]), np.float32(0))
    return _erased(height, _spread(_sheared(level, -slope)), noise)


def _blocks(height: np.ndarray) -> np.ndarray:
    rows, columns = height.shape
    return height[:, : columns // BLOCK * BLOCK].reshape(rows, -1, BLOCK).mean(axis=2)


def _spread(level: np.ndarray) -> np.ndarray:
    """Return for pixels what was found for blocks, and beside it: lines slant and bend within a block."""
    from scipy import ndimage

    return np.repeat(ndimage.grey_dilation(level, (5, 3)), BLOCK, axis=1)


def _labelled(mask: np.ndarray) -> tuple[Any, int]:
    from scipy import ndimage

    found: Any = ndimage.label(mask, np.ones((3, 3)))
    return found


def _slope_of_lines(blocks: np.ndarray) -> float:
    """Return by how many rows a block the lines fall, from left to right: where their profile is the sharpest."""
    clipped = np.minimum(blocks, np.percentile(blocks, 97))

    def sharpness(slope: float) -> float:
        profile = _sheared(clipped, slope).mean(axis=1)
        return float(np.abs(np.diff(profile)).sum())

    return max((slope * BLOCK for slope in _SLOPES.tolist()), key=sharpness)


def _sheared(blocks: np.ndarray, slope: float) -> np.ndarray:
    """Return the blocks with each column moved up by `slope` rows a column, counted from the middle."""
    rows, columns = blocks.shape
    moved = np.rint(slope * (np.arange(columns) - columns // 2)).astype(np.int64)
    return blocks[(np.arange(rows)[:, None] + moved[None, :]).clip(0, rows - 1), np.arange(columns)[None, :]]


def _line_levels(blocks: np.ndarray) -> np.ndarray:
    """Return the median along the rows, of the highest of three neighbours: lines may still slant a little."""
    from scipy import ndimage

    highest = ndimage.maximum_filter1d(blocks, 3, axis=0)
    half = _RUN // 2
    padded = np.pad(highest, ((0, 0), (half, half)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _RUN, axis=1)
    return np.median(windows, axis=2).astype(np.float32)


def _erased(height: np.ndarray, level: np.ndarray, noise: float) -> np.ndarray:
    """Return the heights without the lines of these levels, but with the ink that crosses them."""
    from scipy import ndimage

    level = np.pad(level, ((0, 0), (0, height.shape[1] - level.shape[1])), mode="edge")
    on_line = level > 0
    rest = np.where(on_line & (height < _OVER * level + 2 * noise), np.float32(0), height)
    thickness = math.ceil(np.count_nonzero(on_line) / max(np.count_nonzero(np.diff(on_line, axis=0)) / 2, 1))
    bridged = ndimage.grey_closing(rest, (2 * (thickness // 2) + 5, 1))
    return np.where(on_line, np.maximum(rest, np.minimum(bridged, height)), height)
