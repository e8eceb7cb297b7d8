"""Measures of drawn pictures, worked out by hand; and where a value stands among others."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.drawing.stroke_width import mean_stroke_width
from core.inference.likeness.measures import MEASURES, Measured, Standing, join_measured, measures, most_unusual


def picture(*inked: tuple[int, int]) -> np.ndarray:
    """Return a picture with full ink at these rows and columns."""
    image = np.zeros((28, 28), np.uint8)
    for row, column in inked:
        image[row, column] = 255
    return image


def measured(image: np.ndarray) -> dict[str, float]:
    (values,) = measures(image[np.newaxis])
    return dict(zip(MEASURES, values.tolist(), strict=True))


@pytest.mark.parametrize(
    ("step", "degrees"), [(-1, 45.0), (1, -45.0), (0, 0.0)], ids=["to the right", "to the left", "upright"]
)
def test_slant_of_a_drawn_line(step: int, degrees: float) -> None:
    """A line whose top lies to the right leans to the right."""
    line = picture(*((4 + row, 14 + step * (row - 10)) for row in range(20)))
    assert measured(line)["slant"] == pytest.approx(degrees, abs=1e-3)


def test_line_that_moves_a_column_in_two_rows_leans_by_half() -> None:
    line = picture(*((row, 20 - row // 2) for row in range(4, 24)))
    assert measured(line)["slant"] == pytest.approx(math.degrees(math.atan(0.5)), abs=0.2)


def test_level_line_has_no_slant() -> None:
    assert measured(picture(*((14, column) for column in range(4, 24))))["slant"] == 0


def test_ink_is_the_share_of_a_full_square() -> None:
    assert measured(np.full((28, 28), 255, np.uint8))["ink"] == 1
    half = np.full((28, 28), 51, np.uint8)
    assert measured(half)["ink"] == pytest.approx(0.2)


def test_width_is_that_of_the_box_over_its_height() -> None:
    assert measured(picture((4, 10), (23, 14)))["width"] == pytest.approx(5 / 20)
    assert measured(picture((10, 4), (14, 23)))["width"] == pytest.approx(20 / 5)


def test_weight_lies_where_the_ink_is() -> None:
    """An L of 20 rows and 11 columns: of its 30 pixels 20 stand in the first column, and 11 in the last row."""
    ell = picture(*((row, 5) for row in range(4, 24)), *((23, column) for column in range(5, 16)))
    column = (20 * 5 + sum(range(6, 16))) / 30
    row = (sum(range(4, 24)) + 10 * 23) / 30
    found = measured(ell)
    assert found["sideways"] == pytest.approx(column - 10, abs=1e-5)
    assert found["downwards"] == pytest.approx(row - 13.5, abs=1e-5)
    assert found["sideways"] < 0 < found["downwards"]


def test_pen_width_is_that_of_the_drawing_room(bundled_dataset) -> None:
    images = np.array(bundled_dataset.train_images[:50])
    assert measures(images)[:, MEASURES.index("pen")] == pytest.approx([mean_stroke_width(image) for image in images])


def test_more_images_than_are_measured_at_once_are_measured_in_order() -> None:
    images = np.repeat(picture((4, 10), (23, 14))[np.newaxis], 1001, axis=0)
    images[1000] = picture((10, 4), (14, 23))
    assert measures(images)[:, MEASURES.index("width")].tolist() == [0.25] * 1000 + [4.0]


def test_image_without_ink_has_no_shape_and_is_passed_over() -> None:
    values = measures(np.stack([np.zeros((28, 28), np.uint8), picture((4, 10), (23, 14))]))
    assert values[0, 0] == 0
    assert np.isnan(values[0, 2:]).all()
    trained = Measured(values=values, labels=np.array([3, 3], np.uint8))
    assert {standing.count for standing in trained.standings(values[1], 3)} == {1}


def test_percentile_among_a_known_set() -> None:
    values = np.repeat(np.arange(1, 101, dtype=np.float32)[:, np.newaxis], 6, axis=1)  # 1 to 100
    trained = join_measured(
        Measured(values=values[:60], labels=np.full(60, 7, np.uint8)),
        Measured(values=values[60:], labels=np.array([7] * 39 + [1], np.uint8)),
    )
    inked, pen, *_ = trained.standings(np.array([98, 0.5, 1, 1, 1, 1], np.float32), 7)
    assert inked == Standing(count=99, below=97, above=1, lowest=5.9, median=50.0, highest=pytest.approx(94.1))
    assert (inked.is_more, inked.passed) == (True, 97)
    assert inked.share == pytest.approx(97.5 / 99)
    assert (pen.is_more, pen.passed, pen.share) == (False, 99, 0.0)
    assert trained.standings(values[0], 0) == ()


def test_most_unusual_value_passes_the_largest_share() -> None:
    def standing(below: int, above: int) -> Standing:
        return Standing(count=100, below=below, above=above, lowest=0, median=0, highest=0)

    assert most_unusual([standing(50, 50), standing(3, 96), standing(95, 4)]) == 1
    assert most_unusual([standing(0, 91), standing(92, 8)]) == 1  # 9 are equal to the first
