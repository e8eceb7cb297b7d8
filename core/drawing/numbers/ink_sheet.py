"""An ink picture as pieces: its connected parts, specks left out, and slices of those that hold several digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.numbers.connected_parts import label_parts
from core.drawing.numbers.long_lines import ENCLOSED, LONG, is_frame, without_long_lines
from core.drawing.numbers.pieces import Piece, PixelBox, Sheet, round_box, thinned, typical_height
from core.drawing.numbers.seams import find_seams
from core.drawing.stroke_width import mean_stroke_width, prepare_ink

MOST_PIECES = 150  # the largest; the others count as specks
_INKED = 0.3  # of the fullest ink: what is fainter joins nothing
_SPECK = 0.06  # of a digit's height
_ENOUGH = 100  # pixels that a digit's height is worth: higher ones are shrunk first


def ink_sheet(ink: np.ndarray) -> Sheet:
    """Return the pieces of a picture.

    Args:
        ink: (rows, columns) uint8, 0 paper, not all paper.
    """
    factor = int(_digit_height(_connected(ink)) // _ENOUGH)
    if factor > 1:
        ink = _shrunk(ink, factor)
    ink = _without_lines(ink)
    pieces = _connected(ink)
    height = typical_height(pieces)
    large = sorted((piece for piece in pieces if piece.size >= _SPECK * height), key=lambda piece: -piece.size)
    rows, columns = ink.shape
    return Sheet(rows=rows, columns=columns, pieces=large[:MOST_PIECES], cut=_cut, draw=_draw)


def _draw(pieces: Sequence[Piece]) -> np.ndarray:
    """Return pieces of a picture as one digit, (28, 28) uint8."""
    left, top, right, bottom = (round(edge) for edge in round_box([piece.box for piece in pieces]))
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for piece in pieces:
        x, y = round(piece.box[0]) - left, round(piece.box[1]) - top
        rows, columns = piece.ink.shape
        place = ink[y : y + rows, x : x + columns]
        np.maximum(place, piece.ink, out=place)
    return prepare_ink(_shrunk(ink, max(round(max(ink.shape) / _ENOUGH), 1)))


def _shrunk(ink: np.ndarray, factor: int) -> np.ndarray:
    rows, columns = (-(-side // factor) for side in ink.shape)
    padded = np.pad(ink, ((0, rows * factor - ink.shape[0]), (0, columns * factor - ink.shape[1])))
    return np.rint(padded.reshape(rows, factor, columns, factor).mean(axis=(1, 3))).astype(np.uint8)


def _without_lines(ink: np.ndarray) -> np.ndarray:
    """Return the picture without frames and long lines; as it is, where nothing else would be left."""
    pieces = _connected(ink)
    height = _digit_height(pieces)
    rest = ink.copy()
    border = np.ones(ink.shape, bool)
    border[1:-1, 1:-1] = False
    for piece in pieces:
        if piece.size < LONG * height and not _may_hold(piece, pieces):
            continue
        left, top, right, bottom = (round(edge) for edge in piece.box)
        place = rest[top:bottom, left:right]
        part = piece.ink > 0
        if _may_hold(piece, pieces) and is_frame(part, ink[top:bottom, left:right] > 0):
            place[part] = 0
        else:
            place[part & ~without_long_lines(part, border[top:bottom, left:right], height)] = 0
    return rest if rest.any() else ink


def _digit_height(pieces: Sequence[Piece]) -> float:
    """Return how high the digits are about, in pixels, whatever frame holds them."""
    return typical_height([piece for piece in pieces if not _may_hold(piece, pieces)])


def _may_hold(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Return whether a piece's box holds that of another that is not small beside it."""
    left, top, right, bottom = piece.box
    return any(
        left < other.box[0] and top < other.box[1] and right > other.box[2] and bottom > other.box[3]
        for other in pieces
        if other.height >= ENCLOSED * piece.height
    )


def _connected(ink: np.ndarray) -> list[Piece]:
    """Return the connected parts; soft edges belong to the part that they touch."""
    from scipy import ndimage

    sure = ink > _INKED * ink.max()
    labels, _ = label_parts(sure)
    labels = np.where(sure, labels, np.where(ink > 0, ndimage.maximum_filter(labels, 3), 0))
    pieces = []
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        part = np.where(labels[place] == number, ink[place], np.uint8(0))
        pieces.append(_piece(part, place[1].start, place[0].start, source=number))
    return pieces


def _piece(ink: np.ndarray, left: int, top: int, *, source: int, place: int = 0, seam: float = 0.0) -> Piece:
    rows, columns = ink.shape
    box: PixelBox = (left, top, left + columns, top + rows)
    return Piece(
        box=box, outline=_outline(ink > 0) + np.array([left, top]), ink=ink, source=source, place=place, seam=seam
    )


def _outline(inked: np.ndarray) -> np.ndarray:
    """Return (n, 2) float64: x and y of ink with paper beside it."""
    padded = np.pad(inked, 1)
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return thinned(np.argwhere(inked & ~inner)[:, ::-1])


def _cut(piece: Piece, height: float) -> list[Piece]:
    """Return a piece's slices, from left to right."""
    ink = piece.ink
    line_width = mean_stroke_width(np.where(ink > _INKED * ink.max(), np.uint8(255), np.uint8(0)))
    seams = find_seams(ink, line_width)
    columns = np.arange(ink.shape[1])[None, :]
    edges = [np.zeros(len(ink), np.int64), *(seam.columns for seam in seams), np.full(len(ink), ink.shape[1])]
    costs = [*(seam.ink / line_width for seam in seams), 0.0]
    slices = []
    for place, (left, right, cost) in enumerate(zip(edges[:-1], edges[1:], costs, strict=True)):
        part = np.where((columns >= left[:, None]) & (columns < right[:, None]), ink, np.uint8(0))
        rows, inked = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        x, y = inked[0], rows[0]
        crop = part[y : rows[-1] + 1, x : inked[-1] + 1]
        corner = round(piece.box[0]) + int(x), round(piece.box[1]) + int(y)
        slices.append(_piece(crop, *corner, source=piece.source, place=place, seam=cost))
    return slices
