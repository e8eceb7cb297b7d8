"""Less is trusted where much is left out, where heights differ, and where strokes stand as a sign's do."""

import numpy as np
import pytest
from scipy import ndimage

from core.drawing.numbers.digit_segmentation import segment_ink_picture, segment_strokes

BAR = np.full((40, 6), 255, np.uint8)
BLOCK = np.full((40, 40), 255, np.uint8)


def judge(images):
    """Return 0.99 for what is drawn, (N, 11): a ring, a line, which is a 1, or none of the ten."""
    found = np.full((len(images), 11), 0.001, np.float32)
    for row, image in zip(found, images, strict=True):
        inked = image > 100
        points = np.argwhere(inked)
        across, along = np.sqrt(np.linalg.eigvalsh(np.cov(points.T)).clip(0))
        hole = ndimage.binary_fill_holes(inked).sum() - inked.sum()
        is_ring = hole > 0.25 * np.prod(np.ptp(points, axis=0) + 1) and across > 0.6 * along
        row[0 if is_ring else 1 if across < 0.25 * along else 10] = 0.99
    return found


def line(*points):
    corners = np.array(points, float)
    return np.column_stack(
        [np.interp(np.linspace(0, 1, 30), np.linspace(0, 1, len(corners)), axis) for axis in corners.T]
    )


def ring(left, top, size):
    turn = np.linspace(0, 2 * np.pi, 40)
    return np.column_stack([left + size / 2 * (1 + np.sin(turn)), top + size / 2 * (1 - np.cos(turn))])


def picture(*shapes):
    """Return an ink picture with shapes at (top, left)."""
    ink = np.zeros((120, 300), np.uint8)
    for shape, top, left in shapes:
        ink[top : top + shape.shape[0], left : left + shape.shape[1]] = shape
    return ink


def trust(drawing):
    return drawing.segmentations[0].trust


def sureness(drawing):
    """Return that of the surest digit."""
    return trust(drawing) * judge(np.stack(drawing.digits))[:, :10].max()


@pytest.mark.parametrize(
    "strokes",
    [
        pytest.param([ring(40, 40, 90)], id="one"),
        pytest.param([line((40, 40), (40, 130)), ring(60, 40, 90), ring(170, 44, 84)], id="row"),
        pytest.param([ring(40, 20, 90), ring(40, 150, 90)], id="column"),
        pytest.param([ring(40, 40, 90), line((150, 40), (150, 130)), line((20, 160), (200, 162))], id="line-below"),
        pytest.param([line((20, 85), (60, 87)), ring(80, 40, 90), ring(180, 40, 90)], id="minus"),
        pytest.param([ring(40, 40, 90), ring(150, 124, 9), ring(170, 40, 90)], id="point"),
    ],
)
def test_drawn_number_is_trusted(strokes):
    assert trust(segment_strokes(strokes, judge)) > 0.95


@pytest.mark.parametrize(
    "strokes",
    [
        pytest.param([ring(40, 40, 90), ring(75, 150, 16)], id="dot-below"),
        pytest.param([ring(40, 40, 90), line((138, 40), (138, 130))], id="stem-beside-a-bowl"),
        pytest.param([ring(30, 40, 60), ring(150, 150, 60), line((190, 40), (50, 210))], id="percent"),
        pytest.param([line((40, 40), (40, 130)), line((120, 30), (180, 90), (120, 130))], id="angle-beside-it"),
    ],
)
def test_sign_is_no_sure_digit(strokes):
    assert sureness(segment_strokes(strokes, judge)) < 0.48


def test_digits_of_a_line_are_about_as_high_as_one_another():
    alike = picture(*((BAR, 10, left) for left in (20, 40, 60)), (BAR[:20], 60, 20), (BAR[:20], 60, 32))
    assert trust(segment_ink_picture(alike, judge)) > 0.95
    ragged = picture(*((BAR[: 20 + 20 * (number % 2)], 10, 20 + 20 * number) for number in range(4)))
    assert trust(segment_ink_picture(ragged, judge)) < 0.35


def test_what_is_left_out_takes_its_share():
    ink = picture((BAR, 10, 20), (BLOCK, 10, 60), (BLOCK, 10, 140))
    assert trust(segment_ink_picture(ink, judge)) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("blocks", "trusted"), [(1, 1.0), (4, 0.5)])
def test_word_beside_a_number_takes_none_and_a_page_of_writing_does(blocks, trusted):
    ink = picture((BAR, 10, 10), (BAR, 10, 40), *((BLOCK, 10, 70 + 55 * number) for number in range(blocks)))
    assert trust(segment_ink_picture(ink, judge)) == pytest.approx(trusted)
