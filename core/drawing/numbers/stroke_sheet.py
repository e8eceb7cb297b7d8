"""A drawing's strokes as pieces: each stroke is one, and is cut where it may hold several digits.

Left out are boxes round digits, and tables, which close round others and fill their own box, as a ring does not; and
long level lines under digits or through them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from core.drawing.mnist_preprocess import MNIST_PEN_WIDTH, to_mnist_image, without_dots
from core.drawing.numbers.long_lines import ENCLOSED, LONG
from core.drawing.numbers.pieces import Piece, Sheet, round_box, thinned, typical_height
from core.drawing.numbers.seams import find_seams
from core.drawing.rasterize import draw_lines
from core.drawing.strokes import CANVAS_SIZE

MOST_PIECES = 100  # the largest; the others count as slips of the pen
_CUT_ROWS = 64  # pixels that a stroke's height is worth where it is cut
_PEN = MNIST_PEN_WIDTH * _CUT_ROWS / 20  # pixels, of a stroke that is cut
_UNBROKEN = 2.0  # line widths: a pen that was not lifted seldom drew two digits
_CORNER = 10  # canvas pixels between strokes of a box, where its corners are left open
_PARTING = 4  # canvas pixels from a box to the ends of a line that parts it: a 1 in it is shorter
_FULL = 0.85  # of the box round a stroke: what closes round others and fills less is a ring
_LEVEL = 0.15  # of its width: a line under digits or through them is no higher
_COARSE = 4  # canvas pixels that are one where it is looked whether a box closes


def stroke_sheet(strokes: Sequence[np.ndarray]) -> Sheet:
    """Return the pieces of a drawing.

    Args:
        strokes: pen paths in canvas pixels, not all of them dots.
    """
    pieces = [_piece((path,), source=number) for number, path in enumerate(without_dots(strokes))]
    large = sorted(pieces, key=lambda piece: -piece.size)[:MOST_PIECES]
    return Sheet(
        rows=CANVAS_SIZE,
        columns=CANVAS_SIZE,
        pieces=_without_long_lines(_without_frames(large)),
        cut=_cut,
        draw=_draw,
        touching=0.04,
        is_drawn=True,
    )


def _without_frames(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without boxes and tables that are drawn round others, in one stroke or in several."""
    near = _ends_away(pieces)
    closed = [number for number, piece in enumerate(pieces) if _is_frame([piece], _others(pieces, [number]))]
    if closed:  # what parts its cells
        to_closed = near[:, closed].min(axis=1).reshape(-1, 2).max(axis=1)
        closed += [number for number in np.flatnonzero(to_closed <= _PARTING).tolist() if number not in closed]
    joined = [number for number in range(len(pieces)) if number not in closed]
    while True:  # without those of which an end lies at no other
        held = [n for n in joined if np.isfinite(near[[2 * n, 2 * n + 1]][:, joined].min(axis=1)).all()]
        if len(held) == len(joined):
            break
        joined = held
    for group in _groups(near, joined):
        if _is_frame([pieces[number] for number in group], _others(pieces, group)):
            closed += group
    return _others(pieces, closed) or pieces


def _without_long_lines(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without level lines that are longer than a digit is high, among others that are not level."""
    level = [number for number, piece in enumerate(pieces) if piece.height <= _LEVEL * piece.width]
    rest = _others(pieces, level)
    if not rest:
        return pieces
    longest = LONG * typical_height(rest)
    return _others(pieces, [number for number in level if pieces[number].width >= longest])


def _ends_away(pieces: Sequence[Piece]) -> np.ndarray:
    """Return how far both ends of each stroke are from each other piece, (2 n, n) in pixels; infinite from its own."""
    away = np.full((2 * len(pieces), len(pieces)), np.inf)
    ends = np.array([piece.paths[0][end] for piece in pieces for end in (0, -1)])
    for number, piece in enumerate(pieces):
        away[:, number] = np.sqrt(((ends[:, None] - piece.outline[None]) ** 2).sum(axis=-1)).min(axis=1)
    away[np.arange(len(away)), np.arange(len(away)) // 2] = np.inf
    away[away > _CORNER] = np.inf
    return away


def _others(pieces: Sequence[Piece], numbers: Sequence[int]) -> list[Piece]:
    return [piece for number, piece in enumerate(pieces) if number not in numbers]


def _groups(near: np.ndarray, numbers: Sequence[int]) -> list[list[int]]:
    """Return sets of pieces of which one's end lies at another."""
    groups = [{number} for number in numbers]
    for number in numbers:
        reached = set(np.flatnonzero(np.isfinite(near[[2 * number, 2 * number + 1]]).any(axis=0)).tolist()) | {number}
        met = [group for group in groups if group & reached]
        groups = [group for group in groups if not group & reached] + [set().union(*met)]
    return [sorted(group) for group in groups]


def _is_frame(pieces: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Return whether pieces close round another that is not small beside them, and fill their box."""
    left, top, right, bottom = round_box([piece.box for piece in pieces])
    held = [
        piece
        for piece in others
        if left < piece.box[0] and top < piece.box[1] and right > piece.box[2] and bottom > piece.box[3]
    ]
    if max([piece.size for piece in held], default=0.0) < max(ENCLOSED * min(right - left, bottom - top), 1.0):
        return False
    from scipy import ndimage

    sheet = Image.new("1", [int(side / _COARSE) + 7 for side in (right - left, bottom - top)])
    for path in (path for piece in pieces for path in piece.paths):
        ImageDraw.Draw(sheet).line([tuple(point) for point in (path - (left, top)) / _COARSE + 3], fill=1)
    drawn = np.asarray(sheet)
    closed: Any = ndimage.binary_fill_holes(ndimage.binary_closing(drawn, np.ones((3, 3))))
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    return bool(closed.sum() >= _FULL * (np.ptp(rows) + 1) * (np.ptp(columns) + 1))


def _draw(pieces: Sequence[Piece]) -> np.ndarray:
    paths = [path for piece in pieces for path in piece.paths]
    scale = CANVAS_SIZE / max(max(np.ptp(np.concatenate(paths), axis=0)), 1e-9)  # a slice may be as small as a dot
    return to_mnist_image([path * scale for path in paths])


def _piece(paths: tuple[np.ndarray, ...], *, source: int, place: int = 0, seam: float = 0.0) -> Piece:
    points = np.concatenate(paths)
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    outline = thinned(np.concatenate([_resampled(path, 3.0) for path in paths]))
    return Piece(box=(left, top, right, bottom), outline=outline, paths=paths, source=source, place=place, seam=seam)


def _resampled(path: np.ndarray, step: float) -> np.ndarray:
    """Return the path with points at most `step` apart."""
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    wanted = np.union1d(along, np.arange(0, along[-1], step))
    return np.column_stack([np.interp(wanted, along, path[:, axis]) for axis in (0, 1)])


def _cut(piece: Piece, height: float) -> list[Piece]:
    """Return a stroke's slices, from left to right."""
    left, top, _, _ = piece.box
    scale = (_CUT_ROWS - _PEN) / max(piece.height, piece.width / 8, 1e-9)
    paths = [_resampled((path - (left, top)) * scale, 1.0) + _PEN / 2 for path in piece.paths]
    size = int(np.ceil(max(path.max() for path in paths) + _PEN / 2)) + 1
    seams = find_seams(draw_lines(paths, size, _PEN)[:_CUT_ROWS], _PEN)
    if not seams:
        return [piece]
    edges = np.array([seam.columns for seam in seams])
    slices: list[list[np.ndarray]] = [[] for _ in range(len(seams) + 1)]
    for path in paths:
        rows = path[:, 1].astype(int).clip(0, edges.shape[1] - 1)
        places = (edges[:, rows] <= path[:, 0]).sum(axis=0)
        for run in np.split(np.arange(len(path)), np.flatnonzero(np.diff(places)) + 1):
            if len(run) > 1:
                slices[places[run[0]]].append((path[run] - _PEN / 2) / scale + (left, top))
    costs = [*(seam.ink / _PEN + _UNBROKEN for seam in seams), 0.0]
    if not all(slices):
        return [piece]
    return [
        _piece(tuple(parts), source=piece.source, place=place, seam=cost)
        for place, (parts, cost) in enumerate(zip(slices, costs, strict=True))
    ]
