"""Long straight lines and frames taken out of an ink picture: rests of ruled paper, a line under a number, boxes.

A frame is a connected part that closes round others. A line is longer than digits are and straight; it may slant a
little. Where it runs through a digit, the digit's ink stays.
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
_CROSSING = 1.7  # of its thickness: higher ink on a line is a digit's
_MOST_LINES = 12  # of one connected part, in one direction
ENCLOSED = 0.3  # of its longer side: what a frame holds is as large


def is_frame(ink: np.ndarray, others: np.ndarray) -> bool:
    """Return whether a connected part closes round others that are not small beside it.

    Args:
        ink: (rows, columns) bool, the part.
        others: (rows, columns) bool, what else has ink within its box.
    """
    from scipy import ndimage

    held: np.ndarray = ndimage.binary_fill_holes(ink) & others & ~ink
    if not held.any():
        return False
    _, places = label_parts(held)
    largest = max(max(rows.stop - rows.start, columns.stop - columns.start) for rows, columns in places)
    return largest >= ENCLOSED * max(ink.shape)


def without_long_lines(ink: np.ndarray, border: np.ndarray, height: float) -> np.ndarray:
    """Return the ink of one connected part without long straight lines along its rows and columns.

    Args:
        ink: (rows, columns) bool.
        border: (rows, columns) bool, where the picture ends.
        height: of a digit about, in pixels.
    """
    if max(ink.shape) < LONG * height:
        return ink
    rest, across = _without_lines(ink, LONG * height, height)
    rest, down = _without_lines(rest.T, LONG * height, height)
    rest = rest.T
    if across.any():
        rest = _without_rungs(rest.T, (across | border).T, height).T
    if down.any():
        rest = _without_rungs(rest, down.T | border, height)
    return rest


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
            kept[rows, columns] |= part
    return kept


def _without_lines(ink: np.ndarray, longest: float, height: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ink without lines along the rows that are longer than `longest`; and what was taken out."""
    from scipy import ndimage

    if ink.shape[1] < longest:
        return ink, np.zeros_like(ink)
    rest = ink.copy()
    hole = max(round(_HOLE * height), 1)
    for _ in range(_MOST_LINES):
        thick = ndimage.binary_dilation(rest, np.ones((3, 1)))  # a thin line climbs by whole pixels
        closed = ndimage.binary_closing(np.pad(thick, hole), np.ones((1, hole + 1)))[hole:-hole, hole:-hole]
        found = _longest_run(closed)
        if found[0] < longest or not _erase(rest, *found[1:]):
            break
    return rest, ink & ~rest


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
    """Take a line out of the ink, but where something higher crosses it; return whether anything was."""
    inside = (line >= 0) & (line < len(ink))
    columns, line = columns[inside], line[inside]
    runs = [_run_through(ink[:, column], row) for column, row in zip(columns.tolist(), line.tolist(), strict=True)]
    heights = [bottom - top for top, bottom in runs if bottom > top]
    if not heights:
        return False
    limit = _CROSSING * float(np.percentile(heights, 25)) + 1
    erased = False
    for column, (top, bottom) in zip(columns.tolist(), runs, strict=True):
        if 0 < bottom - top <= limit:
            ink[top:bottom, column] = False
            erased = True
    return erased


def _run_through(column: np.ndarray, row: int) -> tuple[int, int]:
    """Return from where to where ink reaches in a column, through a row or one near it; nothing where it is paper."""
    for start in (row, row - 1, row + 1, row - 2, row + 2):
        if 0 <= start < len(column) and column[start]:
            paper = np.flatnonzero(~column)
            above, below = paper[paper < start], paper[paper > start]
            return (int(above[-1]) + 1 if len(above) else 0), (int(below[0]) if len(below) else len(column))
    return 0, 0
