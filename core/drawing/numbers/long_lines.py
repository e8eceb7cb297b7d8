"""Long straight lines and frames taken out of an ink picture: rests of ruled paper, a line under a number, boxes.

A frame is a connected part that closes round others. A line is longer than digits are and straight; it may slant a
little. Where it runs through a digit, the digit's ink stays, and where a digit's foot lies along it: there is more ink.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Place = tuple[slice, slice]  # rows and columns

LONG = 1.75  # of a digit's height
_BETWEEN_LINES = (
    0.7  # of a digit's height: enough where both ends lie at lines that were taken out, or at the picture's border
)
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

    closed: np.ndarray = ndimage.binary_closing(np.pad(ink, _BROKEN), np.ones((3, 3)), iterations=_BROKEN)
    closed = (closed & ~np.pad(others & ~ink, _BROKEN))[_BROKEN:-_BROKEN, _BROKEN:-_BROKEN]  # a blurred line has gaps
    enclosed: np.ndarray = ndimage.binary_fill_holes(closed) & ~closed
    if not (enclosed & others).any():
        return 0
    found: Any = ndimage.label(enclosed)
    cells, _ = found
    sides, largest = [], 0
    for number, cell in enumerate(ndimage.find_objects(cells), 1):
        held = others[cell] & (cells[cell] == number)
        held_side = _longest_side(held) if held.any() else 0
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


def _longest_side(inked: np.ndarray) -> int:
    """Return the longest side of a box round one of its connected parts, in pixels."""
    _, places = label_parts(inked)
    return max(max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in places)


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


def _without_rungs(ink: np.ndarray, lines: np.ndarray, height: float) -> np.ndarray:
    """Return the ink without shorter lines along the rows that end at `lines` on both sides."""
    from scipy import ndimage

    near = ndimage.binary_dilation(lines, iterations=2)
    rest, taken = _without_lines(ink, _BETWEEN_LINES * height, height)
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
    from scipy import ndimage

    if ink.shape[1] < longest:
        return ink, np.zeros(ink.shape, bool)
    rest = ink.copy()
    hole = max(round(_HOLE * height), 1)
    for _ in range(_MOST_LINES):
        thick = ndimage.binary_dilation(rest > 0, np.ones((3, 1)))  # a thin line climbs by whole pixels
        closed = ndimage.binary_closing(np.pad(thick, hole), np.ones((1, hole + 1)))[hole:-hole, hole:-hole]
        found = _longest_run(closed)
        if found[0] < longest or not _erase(rest, *found[1:]):
            break
    return rest, (ink > 0) & (rest == 0)


def _longest_run(ink: np.ndarray) -> tuple[int, np.ndarray, np.ndarray]:
    """Return how long the longest straight run along the rows is; its columns, and the row in each."""
    rows, columns = ink.shape
    best = 0, np.zeros(0, np.int64), np.zeros(0, np.int64)
    along = np.arange(columns)
    for slope in _SLOPES:
        shift = np.rint(slope * (along - columns / 2)).astype(np.int64)
        margin = int(np.abs(shift).max())
        padded = np.pad(ink, ((2 * margin, 2 * margin), (0, 0)))
        sheared = padded[np.arange(rows + 2 * margin)[:, None] + margin + shift[None, :], along[None, :]]
        length, row, end = _longest_in_rows(sheared)
        if length > best[0]:
            places = np.arange(end - length + 1, end + 1)
            best = length, places, row - margin + shift[places]
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
    columns, line = columns[inside].tolist(), line[inside].tolist()
    runs = [_run_through(ink[:, column], row) for column, row in zip(columns, line, strict=True)]
    inked = np.array(
        [float(ink[top:bottom, column].sum()) for column, (top, bottom) in zip(columns, runs, strict=True)]
    )
    if not inked.any():
        return False
    fullest = np.median(
        [ink[top:bottom, column].max() for column, (top, bottom) in zip(columns, runs, strict=True) if bottom > top]
    )
    limit = _CROSSING * float(np.percentile(inked[inked > 0], _USUAL)) + _ROUNDING * float(fullest)
    around: np.ndarray = ndimage.median_filter(inked, 3, mode="nearest")  # a line has specks
    is_line = (inked > 0) & ((inked <= limit) | (np.maximum(around, inked / 2) <= limit))
    for column, (top, bottom), erased in zip(columns, runs, is_line.tolist(), strict=True):
        if erased:
            ink[top:bottom, column] = 0
    return bool(is_line.any())


def _run_through(column: np.ndarray, row: int) -> tuple[int, int]:
    """Return from where to where ink reaches in a column, through a row or one near it; nothing where it is paper."""
    for start in (row, row - 1, row + 1, row - 2, row + 2):
        if 0 <= start < len(column) and column[start]:
            paper = np.flatnonzero(column == 0)
            above, below = paper[paper < start], paper[paper > start]
            return (int(above[-1]) + 1 if len(above) else 0), (int(below[0]) if len(below) else len(column))
    return 0, 0
