"""What is drawn round digits, under them or through them is none of a drawing's pieces."""

from __future__ import annotations

import numpy as np
import pytest

from core.drawing.numbers.stroke_sheet import stroke_sheet

SEVEN = [(80, 100), (130, 100), (95, 180)]
CROSSED = [(150, 105), (160, 150), (200, 148), (190, 110), (190, 185)]
BOX = [(50, 70), (240, 72), (238, 210), (52, 208), (51, 72)]
CORNERS = [(50, 70), (240, 72), (238, 210), (52, 208)]
ANGLES = np.linspace(0, 2 * np.pi, 40)


def sides(*, open_by: float) -> list[list[tuple[float, float]]]:
    """Return the box of CORNERS as four strokes, with a gap of so many pixels at each corner."""
    found = []
    for start, end in zip(CORNERS, CORNERS[1:] + CORNERS[:1], strict=True):
        way = np.subtract(end, start) / np.linalg.norm(np.subtract(end, start)) * open_by
        found.append([tuple(np.array(start) + way), tuple(end)])
    return found


def pieces_of(*strokes) -> list[tuple[float, float]]:
    """Return the first point of each piece of a drawing."""
    sheet = stroke_sheet([np.array(stroke, np.float64) for stroke in strokes])
    return sorted(tuple(piece.paths[0][0].tolist()) for piece in sheet.pieces)


DIGITS = pieces_of(SEVEN, CROSSED)


@pytest.mark.parametrize(
    "drawn",
    [
        [BOX],
        sides(open_by=0),
        sides(open_by=7),
        [[*BOX[:3]], [BOX[2], BOX[3], BOX[4]]],
        [BOX, [(140, 74), (142, 206)]],
        [[(40, 200), (250, 196)]],
        [[(40, 140), (250, 146)]],
    ],
    ids=["in one stroke", "in four", "open at its corners", "in two", "of two cells", "line under", "line through"],
)
def test_box_or_line_of_several_digits_is_left_out(drawn) -> None:
    assert pieces_of(*drawn, SEVEN, CROSSED) == DIGITS


@pytest.mark.parametrize(
    "drawn",
    [
        [np.column_stack([140 + 110 * np.cos(ANGLES), 140 + 110 * np.sin(ANGLES)])],
        [BOX[:4]],
        sides(open_by=60),
        [[(220, 140), (260, 140)]],
        [[(40, 60), (44, 230)]],
    ],
    ids=["ring", "open box", "sides far apart", "minus", "upright line"],
)
def test_other_strokes_stay(drawn) -> None:
    assert len(pieces_of(*drawn, SEVEN, CROSSED)) == 2 + len(drawn)


def test_box_or_line_alone_stays() -> None:
    assert len(pieces_of(BOX)) == 1
    assert len(pieces_of([(40, 140), (250, 146)])) == 1
    assert len(pieces_of(BOX, [(140, 140), (150, 140)])) == 2  # what it holds is small beside it
