"""An ink picture as pieces: its connected parts, specks left out, and slices of those that hold several digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.drawing.numbers.long_lines import LONG, cell_of_frame, label_parts, without_frame, without_long_lines
from core.drawing.numbers.pieces import Piece, PixelBox, Sheet, round_box, thinned, typical_height
from core.drawing.numbers.seams import find_seams
from core.drawing.stroke_width import mean_stroke_width, prepare_ink

MOST_PIECES = 150  # the largest; the others count as specks
_INKED = 0.3  # of the fullest ink: what is fainter joins nothing
_FAINT = 0.12  # the same, but for the lines of frames
_SPECK = 0.06  # of a digit's height
_AT_EDGE = 1  # pixels
_TALL = 0.15  # of the highest: lower ones say nothing of where digits lie
_UPRIGHT = 2.0  # of its width: as high is a line that runs out of the picture
_NARROW = 0.1  # of the picture: a line along an edge is no wider
_HELD = 0.02  # of a table's longer side: what its cells hold is as large
_ENOUGH = 100  # pixels that a digit's height is worth: higher ones are shrunk first


def ink_sheet(ink: np.ndarray) -> Sheet:
    """Return the pieces of a picture.

    Args:
        ink: (rows, columns) uint8, 0 paper, not all paper.
    """
    ink = _without_faint_frames(ink)
    pieces = _connected(ink)
    factor = int(_digit_height(pieces, _frames(ink, pieces)) // _ENOUGH)
    if factor > 1:
        ink = _shrunk(ink, factor)
    ink = _without_lines(ink)
    rows, columns = ink.shape
    pieces = _without_what_runs_out(_connected(ink), rows, columns)
    height = typical_height(pieces)
    large = sorted((piece for piece in pieces if piece.size >= _SPECK * height), key=lambda piece: -piece.size)
    return Sheet(rows=rows, columns=columns, pieces=large[:MOST_PIECES], cut=_cut, draw=_draw)


def joined_ink(pieces: Sequence[Piece]) -> np.ndarray:
    """Return pieces of a picture as one digit before it is prepared.

    Returns:
        (rows, columns) uint8, ink bright, cropped; the longer side shrunk to some 100 pixels where it is longer.
    """
    left, top, right, bottom = (round(edge) for edge in round_box([piece.box for piece in pieces]))
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for piece in pieces:
        x, y = round(piece.box[0]) - left, round(piece.box[1]) - top
        rows, columns = piece.ink.shape
        place = ink[y : y + rows, x : x + columns]
        np.maximum(place, piece.ink, out=place)
    return _shrunk(ink, max(round(max(ink.shape) / _ENOUGH), 1))


def _draw(pieces: Sequence[Piece]) -> np.ndarray:
    """Return pieces of a picture as one digit, (28, 28) uint8."""
    return prepare_ink(joined_ink(pieces))


def _shrunk(ink: np.ndarray, factor: int) -> np.ndarray:
    rows, columns = (-(-side // factor) for side in ink.shape)
    padded = np.pad(ink, ((0, rows * factor - ink.shape[0]), (0, columns * factor - ink.shape[1])))
    return np.rint(padded.reshape(rows, factor, columns, factor).mean(axis=(1, 3))).astype(np.uint8)


def _without_lines(ink: np.ndarray) -> np.ndarray:
    """Return the picture without frames and long lines; as it is, where nothing else would be left."""
    pieces = _connected(ink)
    frames = _frames(ink, pieces)
    height = _digit_height(pieces, frames)
    rest = ink.copy()
    border = np.ones(ink.shape, bool)
    border[1:-1, 1:-1] = False
    for piece in pieces:
        if piece.size < LONG * height and id(piece) not in frames:
            continue
        left, top, right, bottom = (round(edge) for edge in piece.box)
        place = rest[top:bottom, left:right]
        part = piece.ink > 0
        edge = border[top:bottom, left:right]
        cell = frames.get(id(piece))
        written = without_frame(piece.ink, edge, cell) if cell else without_long_lines(piece.ink, edge, height)
        place[part & ~written] = 0
    return rest if rest.any() else ink


def _without_faint_frames(ink: np.ndarray) -> np.ndarray:
    """Return the picture without frames whose lines are so faint that they fall apart beside what is written."""
    pieces = _connected(ink, _FAINT)
    frames = _frames(ink, pieces)
    rest = ink.copy()
    inner = np.zeros(ink.shape, bool)
    for piece in pieces:
        if id(piece) in frames:
            left, top, right, bottom = (round(edge) for edge in piece.box)
            written = without_frame(piece.ink, inner[top:bottom, left:right], frames[id(piece)])
            rest[top:bottom, left:right][(piece.ink > 0) & ~written] = 0
    return rest if rest.any() else ink


def _without_what_runs_out(pieces: list[Piece], rows: int, columns: int) -> list[Piece]:
    """Return the pieces without upright lines that the picture's upper or lower edge cuts off: margins, things beside.

    A 1 is none of them where others are cut off there as well, or where it is alone.
    """
    chains = _chains(pieces, columns)
    boxes = [round_box([piece.box for piece in chain]) for chain in chains]
    highest = max(bottom - top for _, top, _, bottom in boxes)
    tall = [number for number, box in enumerate(boxes) if box[3] - box[1] >= _TALL * highest]
    above = [number for number in tall if boxes[number][1] <= _AT_EDGE]
    below = [number for number in tall if boxes[number][3] >= rows - _AT_EDGE]
    dropped = {edge[0] for edge in (above, below) if len(edge) == 1 and len(tall) > 1}
    dropped = {number for number in dropped if _is_upright(boxes[number])}
    if len(dropped) >= len(tall):  # nothing says that these are not the digits
        return pieces
    return [piece for number, chain in enumerate(chains) if number not in dropped for piece in chain]


def _is_upright(box: PixelBox) -> bool:
    return box[3] - box[1] >= _UPRIGHT * (box[2] - box[0])


def _chains(pieces: list[Piece], columns: int) -> list[list[Piece]]:
    """Return each piece by itself, but together what follows one another along the left or the right edge."""
    chains: list[list[Piece]] = []
    for is_left in (True, False):
        along = [piece for piece in pieces if _lies_along(piece, columns, is_left=is_left)]
        for piece in sorted(along, key=lambda piece: piece.box[1]):
            if chains and chains[-1][-1] in along and piece.box[1] - chains[-1][-1].box[3] <= piece.size:
                chains[-1].append(piece)
            else:
                chains.append([piece])
    return chains + [[piece] for piece in pieces if not any(piece in chain for chain in chains)]


def _lies_along(piece: Piece, columns: int, *, is_left: bool) -> bool:
    """Return whether an upright line lies at the picture's left, or right, edge; what is at both is at the left."""
    at_left = piece.box[0] <= _AT_EDGE
    at_right = piece.box[2] >= columns - _AT_EDGE and not at_left
    return (at_left if is_left else at_right) and piece.width <= _NARROW * columns


def _digit_height(pieces: Sequence[Piece], frames: Mapping[int, int]) -> float:
    """Return how high the digits are about, in pixels, whatever frame holds them."""
    return typical_height([piece for piece in pieces if id(piece) not in frames])


def _frames(ink: np.ndarray, pieces: Sequence[Piece]) -> dict[int, int]:
    """Return the identities of boxes and tables, pieces that close round others, and a cell's longer side."""
    boxes = np.array([piece.box for piece in pieces])
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    sure = _INKED * ink.max()
    found = {}
    for index in np.argsort(-sides, kind="stable")[:MOST_PIECES]:
        left, top, right, bottom = boxes[index]
        inside = (left < boxes[:, 0]) & (top < boxes[:, 1]) & (right > boxes[:, 2]) & (bottom > boxes[:, 3])
        if (inside & (sides >= _HELD * sides[index])).any():
            place = ink[round(top) : round(bottom), round(left) : round(right)]
            if cell := cell_of_frame(pieces[index].ink > 0, place > sure):
                found[id(pieces[index])] = cell
    return found


def _connected(ink: np.ndarray, inked: float = _INKED) -> list[Piece]:
    """Return the connected parts; soft edges belong to the part that they touch."""
    from scipy import ndimage

    sure = ink > inked * ink.max()
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
