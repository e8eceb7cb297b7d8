"""Printed lines on paper that a camera sees from the side; and what must stay: strokes, and the lines of boxes."""

import numpy as np
import pytest

from core.drawing.photo.ruled_paper import without_ruling

ROWS, COLUMNS = np.mgrid[:400, :480]
NOISE = np.random.default_rng(0).normal(0, 1, ROWS.shape).astype(np.float32)


def line(middle, slope, *, width=5.0, height=60.0):
    """Return a line along the rows, (400, 480) float32."""
    away = np.abs(ROWS - middle - slope * (COLUMNS - 240))
    return (height * np.clip(width / 2 + 0.5 - away, 0, 1)).astype(np.float32)


def stroke(top=120, bottom=280, left=200, right=212):
    height = np.zeros(ROWS.shape, np.float32)
    height[top:bottom, left:right] = 150
    return height


def cleared(height):
    return without_ruling(height + NOISE.reshape(height.shape), 1.0)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([(100, 0.02), (300, 0.02)], id="two"),
        pytest.param([(200, -0.12)], id="one-that-is-steep"),
        pytest.param([(60, 0.1), (200, 0.05), (340, 0.0)], id="from-the-side"),
        pytest.param([(150, 0.15), (300, 0.15), (-20, 0.15)], id="one-in-the-corner"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["across", "down"])
def test_line_from_side_to_side_goes_and_a_stroke_that_crosses_it_stays(lines, turned):
    printed = np.max([line(*each) for each in lines], axis=0)
    page = np.maximum(printed, stroke())
    left = cleared(page.T if turned else page)
    left = left.T if turned else left
    assert (left[(printed > 30) & (stroke() == 0)] < 30).mean() > 0.97
    assert (left[stroke() > 0] > 100).mean() > 0.98


def test_thick_line_that_is_alone_stays():
    page = line(200, 0.0, width=14)
    assert (cleared(page)[page > 30] > 30).mean() > 0.97


def test_box_stays_on_all_four_sides():
    page = np.zeros(ROWS.shape, np.float32)
    page[100:300, 40:440] = 80
    page[104:296, 44:436] = 0
    assert (cleared(page)[page > 0] > 40).all()


def test_stroke_that_does_not_reach_the_sides_stays():
    page = stroke(198, 204, 60, 420)
    assert (cleared(page)[page > 0] > 100).all()
