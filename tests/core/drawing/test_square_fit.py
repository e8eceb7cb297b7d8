"""A drawing from a wide canvas comes whole onto a square one."""

from __future__ import annotations

import numpy as np
import pytest

from core.drawing.square_fit import MARGIN, into_square
from core.drawing.strokes import CANVAS_SIZE, read_canvas


def drawn(*points: tuple[float, float], **more: object) -> dict:
    path = [["L" if place else "M", *point] for place, point in enumerate(points)]
    return {"type": "Path", "path": path, "strokeWidth": 32, **more}


def points_of(message: dict) -> np.ndarray:
    return np.concatenate(read_canvas(message))


def test_drawing_that_lies_on_the_square_already_stays() -> None:
    message = {"objects": [drawn((0, 3), (280, 280))]}
    assert into_square(message, sharpness=1) == message
    assert into_square({"objects": []}, sharpness=1) == {"objects": []}


def test_drawing_that_has_room_is_moved_and_not_shrunk() -> None:
    found = into_square({"objects": [drawn((400, 60), (500, 200))]}, sharpness=1)
    right = CANVAS_SIZE - MARGIN
    assert points_of(found).tolist() == [[right - 100, 60], [right, 200]]


def test_wide_drawing_is_shrunk_to_the_square_as_it_is() -> None:
    found = into_square({"objects": [drawn((20, 40), (20, 240)), drawn((540, 40), (540, 240))]}, sharpness=1)
    points = points_of(found)
    room = CANVAS_SIZE - 2 * MARGIN
    assert np.ptp(points, axis=0) == pytest.approx([room, room * 200 / 520])
    assert points.min(axis=0)[0] == pytest.approx(MARGIN)
    assert points.mean(axis=0)[1] == pytest.approx(140)  # about its own middle
    assert {stroke["strokeWidth"] for stroke in found["objects"]} == {32}


@pytest.mark.parametrize("place", [{}, {"originX": "center", "originY": "center", "left": 900, "top": 300}])
def test_sharper_canvas_and_a_stroke_with_its_place_are_moved_alike(place: dict) -> None:
    message = {"objects": [drawn((800, 200), (1000, 400), **place)]}
    assert points_of(into_square(message, sharpness=2)).max() == pytest.approx(2 * (CANVAS_SIZE - MARGIN))
