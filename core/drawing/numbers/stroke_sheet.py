"""A drawing's strokes as pieces: each stroke is one, and is cut where it may hold several digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.mnist_preprocess import MNIST_PEN_WIDTH, to_mnist_image, without_dots
from core.drawing.numbers.pieces import Piece, Sheet, thinned
from core.drawing.numbers.seams import find_seams
from core.drawing.rasterize import draw_lines
from core.drawing.strokes import CANVAS_SIZE

MOST_PIECES = 100  # the largest; the others count as slips of the pen
_CUT_ROWS = 64  # pixels that a stroke's height is worth where it is cut
_PEN = MNIST_PEN_WIDTH * _CUT_ROWS / 20  # pixels, of a stroke that is cut
_UNBROKEN = 2.0  # line widths: a pen that was not lifted seldom drew two digits


def stroke_sheet(strokes: Sequence[np.ndarray]) -> Sheet:
    """Return the pieces of a drawing.

    Args:
        strokes: pen paths in canvas pixels, not all of them dots.
    """
    pieces = [_piece((path,), source=number) for number, path in enumerate(without_dots(strokes))]
    large = sorted(pieces, key=lambda piece: -piece.size)
    return Sheet(
        rows=CANVAS_SIZE,
        columns=CANVAS_SIZE,
        pieces=large[:MOST_PIECES],
        cut=_cut,
        draw=_draw,
        touching=0.04,
        is_drawn=True,
    )


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
