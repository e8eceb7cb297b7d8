"""Long straight lines and frames taken out of an ink picture: rests of ruled paper, a line under a number, boxes.

A frame is a connected part that closes round others. A line is longer than digits are and straight; it may slant a
little. Where it runs through a digit, the digit's ink stays, and where a digit's foot lies along it: there is more ink.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Place = tuple[slice, slice]  # rows and columns

LONG = 1.75  # of a digit's height
_BETWEEN_LINES = 0.7  # the same, where both ends lie at lines that were taken out, or at the picture's border
_SLOPES = np.linspace(-0.1, 0.1, 21)
_HOLE = 0.06  # of a digit's height: paper within a line that is passed over
_USUAL = 40  # percentile of the ink that columns of a line have: the line's own, as digits lie on less than half of it
_CROSSING, _ROUNDING = 1.5, 0.5  # of this, and pixels: what has more is a digit's, which crosses the line or lies on it
_MOST_LINES = 12  # of one connected part, in one direction
ENCLOSED = 0.3  # of a cell's longer side: what a frame holds is as large
_OPEN = 0.5  # of the box round a table: as much is enclosed
_SIDE = 0.75  # of a cell's longer side: as long is a line of the frame
_BROKEN = 2  # pixels: half of the widest gap in a frame's line
_NARROW = 0.15  # of a cell's longer side: what touches a frame and is narrower is more of the frame
_OF_DIGITS = 0.4  # of a frame's ink: digits that touch it are not more


def cell_of_frame(ink: np.ndarray, others: np.ndarray) -> int:
    """Return the longer side of the smallest cell in which a connected part holds others that are not small beside it.

    Args:
        ink: (rows, columns) bool, the part: a box, or the touching cells of a table.
        others: (rows, columns) bool, what else has ink within its box.

    Returns:
        Pixels; 0 where the part is no frame.
    """
    from scipy import ndimage

    closed = ~_grown(~_grown(np.pad(ink, _BROKEN), _BROKEN), _BROKEN)[_BROKEN:-_BROKEN, _BROKEN:-_BROKEN]
    closed &= ink | ~others  # a blurred line has gaps
    found: Any = ndimage.label(~closed)
    cells, count = found
    outside = np.concatenate([[0], cells[0], cells[-1], cells[:, 0], cells[:, -1]])
    enclosed = ~np.isin(np.arange(count + 1), outside)[cells]
    held_ink = enclosed & others
    if not held_ink.any():
        return 0
    sides, largest = [], 0
    for number, cell in enumerate(ndimage.find_objects(cells), 1):
        held = held_ink[cell] & (cells[cell] == number)
        _, places = label_parts(held)
        held_side = max(
            (max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in places), default=0
        )
        if held_side >= max(ENCLOSED * max(held.shape), 1):
            sides.append(max(held.shape))
            largest = max(largest, held_side)
    is_table = len(sides) > 1 and np.count_nonzero(enclosed) >= _OPEN * ink.size
    return min(sides) if is_table or largest >= max(ENCLOSED * max(ink.shape), 1) else 0


def without_frame(ink: np.ndarray, border: np.ndarray, cell: int) -> np.ndarray:
    """Return where a frame has ink that is not its own: of digits that touch it.

    Args:
        ink: (rows, columns), of the frame, as of `without_long_lines`.
        border: (rows, columns) bool, where the picture ends.
        cell: longer side of its smallest cell, in pixels.

    Returns:
        (rows, columns) bool.
    """
    rest = without_long_lines(ink, border, _SIDE * cell / LONG)
    if np.count_nonzero(rest) > _OF_DIGITS * np.count_nonzero(ink):  # it is round, or too crooked
        return np.zeros(ink.shape, bool)
    parts, places = label_parts(rest)
    for number, (rows, columns) in enumerate(places, 1):
        sides = rows.stop - rows.start, columns.stop - columns.start
        if max(sides) < ENCLOSED * cell or min(sides) < _NARROW * cell:
            rest[rows, columns] &= parts[rows, columns] != number
    return rest


def without_long_lines(ink: np.ndarray, border: np.ndarray, height: float) -> np.ndarray:
    """Return where one connected part has ink but for long straight lines along its rows and columns.

    Args:
        ink: (rows, columns), 0 paper, more where there is more ink; or bool.
        border: (rows, columns) bool, where the picture ends.
        height: of a digit about, in pixels.

    Returns:
        (rows, columns) bool.
    """
    if max(ink.shape) < LONG * height:
        return ink > 0
    rest, across = _without_lines(ink, LONG * height, height)
    rest, down = _without_lines(rest.T, LONG * height, height)
    rest = rest.T
    if across.any():
        rest = _without_rungs(rest.T, (across | border).T, height).T
    if down.any():
        rest = _without_rungs(rest, down.T | border, height)
    return rest > 0


def label_parts(inked: np.ndarray) -> tuple[np.ndarray, list[Place]]:
    """Return the number of the part to which each pixel belongs, and where each part lies.

    Args:
        inked: (rows, columns) bool; pixels are connected by a side or a corner.

    Returns:
        (rows, columns) int32, 0 paper, and 1 to the number of parts; and the places of 1, 2 and so on.
    """
    from scipy import ndimage

    labels: Any = np.zeros(inked.shape, np.int32)
    ndimage.label(inked, np.ones((3, 3)), output=labels)
    return labels, ndimage.find_objects(labels)


def _grown(inked: np.ndarray, reach: int) -> np.ndarray:
    """Return where ink is at most `reach` pixels away, along the rows and along the columns."""
    for _ in range(reach):
        grown = inked.copy()
        grown[1:] |= inked[:-1]
        grown[:-1] |= inked[1:]
        inked = grown.copy()
        inked[:, 1:] |= grown[:, :-1]
        inked[:, :-1] |= grown[:, 1:]
    return inked


def _without_rungs(ink: np.ndarray, lines: np.ndarray, height: float) -> np.ndarray:
    """Return the ink without shorter lines along the rows that end at `lines` on both sides."""
    from scipy import ndimage

    rest, taken = _without_lines(ink, _BETWEEN_LINES * height, height)
    if not taken.any():
        return ink
    near = ndimage.binary_dilation(lines, iterations=2)
    parts, places = label_parts(taken)
    kept = rest.copy()
    for number, (rows, columns) in enumerate(places, 1):
        part = parts[rows, columns] == number
        ends = near[rows, columns] & part
        third = max(part.shape[1] // 3, 1)
        if not (ends[:, :third].any() and ends[:, -third:].any()):
            kept[rows, columns] = np.where(part, ink[rows, columns], kept[rows, columns])
    return kept


def _without_lines(ink: np.ndarray, longest: float, height: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ink without lines along the rows that are longer than `longest`; and where they were taken out."""
    if ink.shape[1] < longest:
        return ink, np.zeros(ink.shape, bool)
    rest = ink.copy()
    hole = max(round(_HOLE * height), 1)
    for _ in range(_MOST_LINES):
        inked = rest > 0
        thick = inked.copy()  # a thin line climbs by whole pixels
        thick[1:] |= inked[:-1]
        thick[:-1] |= inked[1:]
        line = _longest_run(_closed(thick, hole), math.ceil(longest))
        if line is None or not _erase(rest, *line):
            break
    return rest, (ink > 0) & (rest == 0)


def _closed(ink: np.ndarray, hole: int) -> np.ndarray:
    """Return the ink with the paper between ink along the rows filled, where it is no longer than `hole`."""
    rows, columns = np.nonzero(ink)
    paper = np.diff(columns) - 1
    short = np.flatnonzero((np.diff(rows) == 0) & (paper > 0) & (paper <= hole))
    paper = paper[short]
    within = np.arange(paper.sum()) - np.repeat(np.cumsum(paper) - paper, paper)
    closed = ink.copy()
    closed[np.repeat(rows[short], paper), np.repeat(columns[short], paper) + 1 + within] = True
    return closed


def _longest_run(ink: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the columns of the longest straight run along the rows, and its row in each; None if below `least`."""
    rows, columns = ink.shape
    best = None
    along = np.arange(columns)
    inked_row, inked_column = np.nonzero(ink)
    for slope in _SLOPES:
        shift = np.rint(slope * (along - columns / 2)).astype(np.int64)
        margin = int(np.abs(shift).max())
        counts = np.bincount(inked_row - shift[inked_column] + margin)
        likely = np.flatnonzero(counts >= least) - margin  # where less ink lies, no run is as long
        if not len(likely):
            continue
        there = likely[:, None] + shift
        sheared = ink[there.clip(0, rows - 1), along] & (there >= 0) & (there < rows)
        length, row, end = _longest_in_rows(sheared)
        if length >= least:
            least = length + 1
            places = np.arange(end - length + 1, end + 1)
            best = places, likely[row] + shift[places]
    return best


def _longest_in_rows(ink: np.ndarray) -> tuple[int, int, int]:
    """Return the length of the longest run of ink in any row, its row and its last column."""
    counts = np.cumsum(ink, axis=1)
    since = counts - np.maximum.accumulate(np.where(ink, 0, counts), axis=1)
    row, end = np.unravel_index(int(since.argmax()), since.shape)
    return int(since[row, end]), int(row), int(end)


def _erase(ink: np.ndarray, columns: np.ndarray, line: np.ndarray) -> bool:
    """Take a line out of the ink, but where a digit has more ink than it; return whether anything was."""
    from scipy import ndimage

    inside = (line >= 0) & (line < len(ink))
    columns, line = columns[inside], line[inside]
    across = np.pad(ink.T[columns], ((0, 0), (1, 1)))  # each column's runs of ink end within it
    start = _nearest_ink(across, line + 1)
    is_there = start > 0
    if not is_there.any():
        return False
    edges = np.flatnonzero(np.diff(across.ravel() > 0)) + 1  # where runs begin, and end, by turns
    run = 2 * np.searchsorted(edges[::2], np.flatnonzero(is_there) * across.shape[1] + start[is_there], "right") - 2
    fullest = np.median(np.maximum.reduceat(across.ravel(), edges)[run])
    inked = np.zeros(len(columns))
    inked[is_there] = np.add.reduceat(across.ravel(), edges, dtype=np.int64)[run]
    limit = _CROSSING * float(np.percentile(inked[is_there], _USUAL)) + _ROUNDING * float(fullest)
    around: np.ndarray = ndimage.median_filter(inked, 3, mode="nearest")  # a line has specks
    is_line = is_there & ((inked <= limit) | (np.maximum(around, inked / 2) <= limit))
    tops, bottoms = ((edges[run + end] % across.shape[1] - 1)[is_line[is_there]].tolist() for end in (0, 1))
    for column, top, bottom in zip(columns[is_line].tolist(), tops, bottoms, strict=True):
        ink[top:bottom, column] = 0
    return bool(is_line.any())


def _nearest_ink(across: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Return for each line of `across` a place near `line` that has ink; 0 where there is none."""
    start = np.zeros(len(line), np.int64)
    for off in (0, -1, 1, -2, 2):
        place = (line + off).clip(0, across.shape[1] - 1)
        start = np.where((start == 0) & (across[np.arange(len(line)), place] > 0), place, start)
    return start
