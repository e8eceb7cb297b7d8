"""Ink separated from paper: in a clean drawing, and in a photo of pencil on unevenly lit paper.

Paper is the picture without anything narrower than a pen's line; in a clean drawing it is one grey. What rises above
the paper, out of the noise and in strokes, is ink; specks, and dark corners that the picture's edge cuts off, are not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.drawing.connected_components import label_components
from core.errors import EmptyDrawingError
from core.messages import drawing as messages

MIN_CONTRAST = 12  # grey values between ink and paper
_MIN_SIGNAL = 5.0  # noise's standard deviations between ink and paper
_MIN_EXTENT = 0.04  # of the picture's longer side: a shape no larger is a speck
_SPECK_MASS = 0.03  # of the heaviest shape's ink: what is lighter is a speck
_RIVAL_MASS = 0.2  # of the heaviest shape's ink: an inner shape as heavy makes those at the edge background
_FAINT, _SURE = 0.25, 0.5  # of full ink: a shape reaches the second somewhere, and is followed down to the first
_WIDEST_LINE = 0.18  # of the picture's longer side; wider, and slanting light counts as ink
_FULL_PERCENTILE = 85  # of the inked pixels' values: what counts as full ink in a noisy picture
_EVEN_SHARE = 0.6  # of the frame of a clean drawing: the rest may be ink that runs off it
_TRACE = 0.04  # of full ink: what JPEG leaves round a line is less
_ROUNDING = 0.5  # grey values: what a clean drawing's paper differs from itself
_NOISE_DISTANCE = 3  # pixels: the noise of neighbours is alike, once a camera or a blur has mixed them
_DARKEST_PAPER = 50  # grey value: in deeper shadow the noise would be raised with the ink


def segment_ink(grey: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the ink of a picture of one digit, and whether it was darker than the paper.

    Args:
        grey: (rows, columns) uint8, 0 black to 255 white.

    Returns:
        (rows, columns) uint8, 0 paper to 255 full ink.

    Raises:
        EmptyDrawingError: nothing stands out from the paper, or only specks and noise do.
    """
    values = grey.astype(np.float64)
    background = _background(values)
    if _noise_level(values) == 0 and _is_even(values, background):
        rise = values - background
        inverted = bool(rise.sum() < 0)
        return _strokes(-rise if inverted else rise, is_clean=True), inverted
    inverted = _is_dark_on_light(values)
    bright = 255 - values if inverted else values
    paper = _opening(_blur(bright))
    height = bright - paper
    if inverted:  # a shadow darkens ink and paper by the same factor
        height *= 255 / np.maximum(255 - paper, _DARKEST_PAPER)
    return _strokes(height, is_clean=False), inverted


def _strokes(height: np.ndarray, *, is_clean: bool) -> np.ndarray:
    """Return (rows, columns) uint8: the ink among heights above the paper."""
    noise = 0.0
    if not is_clean:
        height = _blur(height - np.median(height))
        noise = _noise_level(height)
    height = np.maximum(height, 0)
    inked = height[height > otsu_threshold(height)]
    full = float(inked.max() if is_clean else np.percentile(inked, _FULL_PERCENTILE)) if len(inked) else 0.0
    if full < max(MIN_CONTRAST, _MIN_SIGNAL * noise):
        raise EmptyDrawingError(messages.no_digit_found(found="nothing"))
    floor = max(_ROUNDING, _TRACE * full) if is_clean else max(_FAINT * full, 3 * noise)
    kept = _kept_shapes(height, floor, _SURE * full)
    if not is_clean:
        kept = _dilate(kept)  # by the soft edge that lies below the floor
    low = 0.0 if is_clean else floor / 2
    return np.rint(255 * np.where(kept, ((height - low) / (full - low)).clip(0, 1), 0)).astype(np.uint8)


def _kept_shapes(height: np.ndarray, floor: float, sure: float) -> np.ndarray:
    """Return (rows, columns) bool: the shapes that are strokes."""
    labels, count = label_components(height > floor)
    mass = np.bincount(labels.ravel(), height.ravel(), minlength=count + 1)
    peak = np.zeros(count + 1)
    np.maximum.at(peak, labels.ravel(), height.ravel())
    at_edge = np.zeros(count + 1, bool)
    at_edge[_frame(labels)] = True
    good = peak >= sure
    good[0] = False
    inner = good & ~at_edge
    if mass[inner].max(initial=0) >= _RIVAL_MASS * mass[good].max(initial=0):
        good = inner
    good &= mass >= _SPECK_MASS * mass[good].max(initial=0)
    kept = good[labels]
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    if len(rows) == 0 or max(np.ptp(rows), np.ptp(columns)) + 1 <= _MIN_EXTENT * max(height.shape):
        raise EmptyDrawingError(messages.no_digit_found(found="specks"))
    return kept


def otsu_threshold(values: np.ndarray) -> float:
    """Return the threshold that parts values into two groups, each as alike as can be (Otsu, 1979).

    Args:
        values: any shape, float64, 0 or more.
    """
    counts, edges = np.histogram(values, bins=256)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = values.size - below
    sums = np.cumsum(counts * middles)
    total = sums[-1]
    between = (sums[:-1] * above - (total - sums[:-1]) * below) ** 2 / np.maximum(below * above, 1).astype(np.float64)
    return float(edges[1 + int(np.argmax(between))])


def _noise_level(values: np.ndarray) -> float:
    """Return the standard deviation of the noise, by the median of differences (0 in a clean drawing)."""
    apart = _NOISE_DISTANCE
    across, down = values[:, apart:] - values[:, :-apart], values[apart:] - values[:-apart]
    return float(1.4826 * np.median(np.abs(np.concatenate([across.ravel(), down.ravel()]))) / np.sqrt(2))


def _frame(values: np.ndarray) -> np.ndarray:
    """Return the outermost pixels, (n,)."""
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _background(values: np.ndarray) -> float:
    """Return the grey of a clean drawing's paper: the most frequent at its frame."""
    return float(np.bincount(_frame(values).astype(np.int64)).argmax())


def _is_even(values: np.ndarray, background: float) -> bool:
    """Return whether the paper is one grey, and not smoothly lit from one side: then its frame holds many greys."""
    return float(np.mean(np.abs(_frame(values) - background) <= 1)) >= _EVEN_SHARE


def _is_dark_on_light(values: np.ndarray) -> bool:
    """Return whether ink is darker than paper: lines are the lesser part wherever one looks, and skew what is there.

    A shadow's edge does not: it is as far below the mean of its surroundings on one side as above it on the other.
    """
    rise = values - _over_windows(values, np.mean)
    return bool((rise**3).sum() < 0)


def _opening(values: np.ndarray) -> np.ndarray:
    """Return the picture without what is bright and narrower than the widest line (a flat opening)."""
    return _over_windows(_over_windows(values, np.min), np.max)


def _over_windows(values: np.ndarray, choose: Callable[..., np.ndarray]) -> np.ndarray:
    """Return what `choose` makes of each pixel's surroundings, as wide as the widest line, rows after columns."""
    radius = max(round(_WIDEST_LINE * max(values.shape) / 2), 1)
    for axis in (0, 1):
        pad = [(radius, radius) if axis == side else (0, 0) for side in (0, 1)]
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, pad, mode="edge"), 2 * radius + 1, axis=axis)
        values = choose(windows, axis=-1)
    return values


def _blur(values: np.ndarray) -> np.ndarray:
    """Return the picture averaged over 3 x 3 pixels with the weights 1 2 1."""
    padded = np.pad(values, 1, mode="edge")
    across = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    return (across[:-2] + 2 * across[1:-1] + across[2:]) / 4


def _dilate(mask: np.ndarray) -> np.ndarray:
    """Return the mask with all pixels added that touch it by a side or a corner."""
    padded = np.pad(mask, 1)
    across = padded[:, :-2] | padded[:, 1:-1] | padded[:, 2:]
    return across[:-2] | across[1:-1] | across[2:]
