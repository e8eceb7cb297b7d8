"""Straight printed lines from one side of a picture to the other: how high they rise above the paper, and where.

A line of ruled or squared paper runs on to where the picture ends, at one thickness, whatever crosses it: even one such
line is no digit's stroke. Each has its own slope, as lines that a camera sees from the side have. They are found by
counting along all straight ways through a picture (P. V. C. Hough, 1962; here R. O. Duda and P. E. Hart, 1972, with the
slope and the row in the middle).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 8  # pixels along a line that are taken together
_STEEPEST, _STEP = 0.17, 0.0025  # rows a column
_THICKEST, _THIN = 0.035, 0.02  # of the picture's longer side: a printed line; and one that need not have a fellow
_CLEAR = 4.0  # grey values that a line rises above what lies beside it
_INSIDE = 0.5  # of the picture's side, that a line is within the picture
_FELLOW, _FAMILY, _ALIKE = 0.1, 2, 0.02  # the same where so many lines have nearly its slope, in rows a column
_SEEN, _MISSED = 0.5, 0.12  # of the way: where the line is seen, at least, and where it should be and is not, at most
_PER_MISSED = 4.0  # places where it is seen, that weigh as much as one where it is missed
_MOST = 60  # lines in one direction
_SAME = 1.0  # of the thickest: lines nearer to each other are one
_ENDS = 0.03  # of a line's way: so near to where the picture ends it is seen, else it is a box's or a table's
_OFF = 3  # rows by which paper bends a line
_USUAL = 11  # places along a line whose median tells how far it is off
_BESIDE = 0.1  # of a line's way: so much of it has paper beside it within the picture
_FOOT = 0.15  # of a line's height: what is less is not of it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    middle: float  # row in the middle of the picture
    slope: float  # rows a place


def line_levels(blocks: np.ndarray, noise: float) -> np.ndarray:
    """Return how high lines along the rows rise there, 0 where there is none; as large as `blocks`.

    Args:
        blocks: (rows, places) float32, heights above the paper, each the mean of BLOCK pixels of a row.
        noise: standard deviation of a pixel's height on paper.
    """
    from scipy import ndimage

    thickest = max(round(_THICKEST * max(blocks.shape[0], blocks.shape[1] * BLOCK)), 5)
    beside = ndimage.grey_opening(blocks, (thickest + 1, 1))
    ridge = blocks - beside
    clear = max(_CLEAR, 1.5 * noise)
    seen = ridge > clear
    missed = ~seen & (beside <= clear)
    level = np.zeros_like(blocks)
    drawn = [_draw(level, ridge, seen, line, thickest) for line in _lines(seen, missed, thickest)]
    if np.count_nonzero(drawn) == 1 and max(drawn) > max(_THIN / _THICKEST * thickest, _OFF):  # or a stroke of a 1
        return np.zeros_like(blocks)
    return level


def _lines(seen: np.ndarray, missed: np.ndarray, thickest: int) -> list[_Line]:
    """Return the lines, the clearest first."""
    rows, places = seen.shape
    # what is next to a line is no miss: a way through the picture is a row off here and there
    near = seen.copy()
    near[1:] |= seen[:-1]
    near[:-1] |= seen[1:]
    along = np.arange(places) - places // 2
    steps = np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP) * BLOCK
    margin = int(np.ceil(steps[-1] * places / 2)) + 1
    maps = [
        np.ascontiguousarray(np.pad(mask, ((2 * margin,) * 2, (0, 0)), constant_values=beyond).T).astype(np.int16)
        for mask, beyond in ((near, False), (missed & ~near, False), (np.zeros_like(near), True))
    ]
    none = np.zeros(rows + 2 * margin, np.int16)
    found: list[np.ndarray] = []
    short: list[np.ndarray] = []
    for slope in steps.tolist():
        starts = (margin + np.rint(slope * along).astype(np.int64)).tolist()
        count, lost, outside = (
            sum((column[start : start + len(none)] for column, start in zip(columns, starts, strict=True)), start=none)
            for columns in maps
        )
        inside = places - outside
        good = (inside >= _FELLOW * places) & (count >= _SEEN * inside) & (lost <= _MISSED * inside)
        at = np.flatnonzero(good)
        ways = np.column_stack([count[at] - _PER_MISSED * lost[at], at - margin, np.full(len(at), slope)])
        is_long = inside[at] >= _INSIDE * places
        found.append(ways[is_long])
        short.append(ways[~is_long])
    lines = _distinct(np.concatenate(found), places, thickest)
    if len(lines) < _FAMILY:
        return lines
    slopes = [line.slope for line in lines]
    low, high = min(slopes) - _ALIKE * BLOCK, max(slopes) + _ALIKE * BLOCK
    fellows = [ways[(low <= ways[:, 2]) & (ways[:, 2] <= high)] for ways in short]
    return _distinct(np.concatenate([*found, *fellows]), places, thickest)


def _distinct(ways: np.ndarray, places: int, thickest: int) -> list[_Line]:
    """Return the best of ways that are all but the same.

    Args:
        ways: (n, 3) float64, each the higher the better, its row in the middle, and its slope.
        places: along a way.
        thickest: rows, of a line.
    """
    lines: list[_Line] = []
    half = places / 2
    left = ways[np.lexsort(ways.T[::-1])[::-1]]
    while len(left) and len(lines) < _MOST:
        _, middle, slope = left[0].tolist()
        lines.append(_Line(middle=middle, slope=slope))
        between, turned = left[:, 1] - middle, half * (left[:, 2] - slope)
        nearest = np.minimum(np.minimum(np.abs(between - turned), np.abs(between + turned)), np.abs(between))
        left = left[nearest > _SAME * thickest]
    return lines


def _draw(level: np.ndarray, ridge: np.ndarray, seen: np.ndarray, line: _Line, thickest: int) -> int:
    """Draw a line into `level`, as high and thick as it usually is; return its rows, 0 where it is none."""
    from scipy import ndimage

    rows, places = ridge.shape
    columns = np.arange(places)
    middle = np.rint(line.middle + line.slope * (columns - places // 2)).astype(np.int64)
    reach = np.arange(-_OFF, _OFF + 1)
    inside = (middle >= 0) & (middle < rows)
    beside = (middle[:, None] + reach).clip(0, rows - 1)
    around = ridge[beside, columns[:, None]]
    is_seen = seen[beside, columns[:, None]].any(axis=1) & inside
    end = max(round(_ENDS * np.count_nonzero(inside)), 2)
    way = is_seen[inside]
    if not (way[:end].any() and way[-end:].any()):
        return 0
    off = np.where(is_seen, around.argmax(axis=1) - _OFF, 0)
    middle = middle + np.rint(ndimage.median_filter(off, _USUAL, mode="nearest")).astype(np.int64)
    across = np.arange(-thickest, thickest + 1)
    every = middle[is_seen, None] + across
    there = np.ma.array(ridge[every.clip(0, rows - 1), columns[is_seen, None]], mask=(every < 0) | (every >= rows))
    # what rises to the picture's border all along is not known to end there: a dark corner does not
    profile = np.where(there.count(axis=0) >= _BESIDE * len(there), np.ma.median(there, axis=0).filled(0), np.inf)
    peak = float(profile[thickest])
    wide = profile > max(_FOOT * peak, 1e-6)
    left = thickest - int(np.argmin(wide[thickest::-1])) if not wide[: thickest + 1].all() else 0
    right = thickest + int(np.argmin(wide[thickest:])) if not wide[thickest:].all() else len(wide)
    if not 0 < peak < np.inf or right - left > thickest + 2:
        return 0
    shape = profile[left + 1 : right]
    for offset, height in zip(across[left + 1 : right].tolist(), shape.tolist(), strict=True):
        at = middle + offset
        ok = (at >= 0) & (at < rows)
        level[at[ok], columns[ok]] = np.maximum(level[at[ok], columns[ok]], height)
    return len(shape)
