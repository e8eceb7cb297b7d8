"""Pictures and drawings are taken apart as a judge says that knows but two digits: bars, which are 1, and rings, 0."""

import numpy as np
import pytest
from scipy import ndimage

from core.drawing.numbers.digit_segmentation import segment_ink_picture, segment_strokes
from core.errors import EmptyDrawingError

BAR = np.full((40, 6), 255, np.uint8)
ROWS, COLUMNS = np.mgrid[:40, :36]
RING = np.where(np.abs(np.hypot((ROWS - 19.5) / 20, (COLUMNS - 17.5) / 18) - 0.85) < 0.14, 255, 0).astype(np.uint8)


LEVEL = np.array([[50.0, 100.0], [100.0, 100.0], [200.0, 100.0]])


def judge(images):
    """Return 0.99 for what is drawn, (N, 11): a ring, a bar, or none of the ten."""
    found = np.full((len(images), 11), 0.001, np.float32)
    for row, image in zip(found, images, strict=True):
        inked = image > 100
        height, width = np.ptp(np.flatnonzero(inked.any(axis=1))) + 1, np.ptp(np.flatnonzero(inked.any(axis=0))) + 1
        hole = ndimage.binary_fill_holes(inked).sum() - inked.sum()
        is_ring = hole > 0.25 * height * width and 0.75 < width / height < 1.2
        row[0 if is_ring else 1 if width < 0.4 * height else 10] = 0.99
    return found


def picture(*shapes, size=(120, 300)):
    """Return an ink picture with shapes at (top, left)."""
    ink = np.zeros(size, np.uint8)
    for shape, top, left in shapes:
        place = ink[top : top + shape.shape[0], left : left + shape.shape[1]]
        np.maximum(place, shape, out=place)
    return ink


def read(drawing):
    """Return what the likeliest way to take it apart says."""
    likeliest = drawing.segmentations[0]
    return likeliest.text([int(row[:10].argmax()) for row in judge(np.stack(likeliest.images))])


def dot(side=5):
    return np.full((side, side), 255, np.uint8)


@pytest.mark.parametrize(
    ("shapes", "text"),
    [
        pytest.param([(RING, 10, 20)], "0", id="one"),
        pytest.param([(BAR, 10, 20), (RING, 12, 40)], "10", id="row"),
        pytest.param([(BAR, 10, 20), (RING, 60, 10)], "1\n0", id="column"),
        pytest.param([(BAR, 10, 20), (RING, 12, 60), (RING, 60, 10), (BAR, 62, 70)], "10\n01", id="grid"),
        pytest.param([(BAR, 10, 20), (BAR, 10, 32), (RING, 10, 90), (BAR, 10, 132)], "11 01", id="two-words"),
        pytest.param([(RING, 10, 20), (RING, 10, 55)], "00", id="touching"),
        pytest.param([(RING[:19], 10, 20), (RING[21:], 31, 20)], "0", id="broken-in-two"),
        pytest.param([(BAR, 10, 20), (dot(), 46, 36), (RING, 10, 50)], "1.0", id="point"),
        pytest.param([(BAR, 10, 20), (dot(), 46, 32), (dot(), 46, 40), (RING, 10, 50)], "10", id="two-specks"),
        pytest.param([(dot()[:, :4].repeat(3, axis=1), 28, 10), (BAR, 10, 30), (BAR, 10, 44)], "-11", id="minus"),
        pytest.param([(BAR, 10, 20), (RING, 10, 40), (dot(2), 90, 200)], "10", id="speck"),
        pytest.param([(BAR, 0, 2), (RING, 40, 60), (BAR, 40, 110)], "01", id="line-out-of-the-picture"),
        pytest.param([(BAR[:30], 0, 0), (BAR, 34, 0), (RING, 40, 60)], "0", id="broken-margin"),
        pytest.param([(BAR, 40, 0), (RING, 40, 60)], "10", id="one-at-the-left-edge"),
        pytest.param([(BAR, 0, 20), (RING, 0, 60)], "10", id="all-at-the-upper-edge"),
        pytest.param([(BAR, 0, 20)], "1", id="one-at-the-upper-edge-alone"),
        pytest.param(
            [(BAR, 10, 20), (RING, 10, 40), (BAR, 10, 100), (dot(3)[:2].repeat(90, axis=1), 48, 10)],
            "101",
            id="line-below",
        ),
    ],
)
def test_picture_is_read_in_order(shapes, text):
    assert read(segment_ink_picture(picture(*shapes), judge)) == text


def test_table_with_a_digit_in_each_cell_is_read():
    lines = np.zeros((160, 240), np.uint8)
    lines[10:12, 10:192] = lines[70:72, 10:192] = lines[130:132, 10:192] = 255
    lines[10:132, 10:12] = lines[10:132, 70:72] = lines[10:132, 130:132] = lines[10:132, 190:192] = 255
    digits = [(BAR, 20, 36), (RING, 20, 83), (BAR, 20, 160), (RING, 80, 23), (RING, 80, 83), (BAR, 80, 160)]
    assert read(segment_ink_picture(picture((lines, 0, 0), *digits, size=lines.shape), judge)) == "101\n001"


def test_table_of_faint_lines_is_no_digit():
    lines = np.zeros((90, 160), np.uint8)
    lines[10:12, 10:132] = lines[70:72, 10:132] = 70
    lines[10:72, 10:12] = lines[10:72, 70:72] = lines[10:72, 130:132] = 70
    lines[10:72, 70:72] = 90
    assert (
        read(segment_ink_picture(picture((lines, 0, 0), (RING, 20, 23), (RING, 20, 83), size=lines.shape), judge))
        == "00"
    )


def test_digits_beyond_the_limit_are_counted():
    shapes = [(BAR, 10 + 50 * row, 10 + 24 * column) for row in range(7) for column in range(9)]
    found = segment_ink_picture(picture(*shapes, size=(380, 240)), judge).segmentations[0]
    assert (len(found.digits), found.left_over) == (60, 3)
    assert segment_ink_picture(picture((BAR, 10, 20)), judge).segmentations[0].left_over == 0


def test_touching_digits_that_the_judge_doubts_stay_beside_one_that_it_is_sure_of():
    def doubtful(images):
        """As `judge`, but less sure of rings."""
        found = judge(images)
        found[found[:, 0] > 0.9, 0] = 0.8
        return found

    pair = [(RING, 10, 20), (RING, 10, 55)]
    assert len(segment_ink_picture(picture(*pair, (BAR, 10, 140)), doubtful).segmentations[0].digits) == 3
    assert len(segment_ink_picture(picture(*pair), doubtful).segmentations[0].digits) == 1


def test_box_round_a_digit_is_left_out():
    ink = picture((BAR, 40, 60))
    ink[20:100, [30, 31, 100, 101]] = 255
    ink[[20, 21, 98, 99], 30:102] = 255
    drawing = segment_ink_picture(ink, judge)
    assert read(drawing) == "1"
    assert drawing.digits[0].tolist() == drawing.whole.image.tolist()


def test_each_digit_has_its_box_and_place():
    drawing = segment_ink_picture(picture((BAR, 60, 30), (RING, 0, 90)), judge)
    (first, second) = drawing.segmentations[0].digits
    assert first.box == pytest.approx((0.3, 0.0, 0.42, 40 / 120), abs=0.01)
    assert second.box == pytest.approx((0.1, 0.5, 0.12, 100 / 120), abs=0.01)
    assert (first.line, second.line) == (0, 1)
    assert drawing.whole.box == pytest.approx((0.1, 0.0, 0.42, 100 / 120), abs=0.01)


def unsure(images):
    """Return that a bar may as well be two: half a bar is a bar again."""
    found = judge(images)
    found[:, 1] = np.where(found[:, 1] > 0.5, 0.6, found[:, 1])
    found[:, 10] = np.where(found[:, 10] > 0.5, 0.3, found[:, 10])
    found[:, 0] = np.where(found[:, 10] == 0.3, 0.55, found[:, 0])
    return found


def test_two_ways_are_given_where_it_is_not_sure():
    drawing = segment_ink_picture(picture((BAR, 10, 20), (BAR, 10, 36)), unsure)
    first, second = drawing.segmentations
    assert {len(first.digits), len(second.digits)} == {1, 2}
    assert first.certainty >= second.certainty
    assert first.certainty + second.certainty == pytest.approx(1)


def test_two_ways_that_leave_the_same_digits_are_one():
    plus = [np.array([[150.0, 60], [150, 140]]), np.array([[110.0, 100], [190, 100]])]
    (only,) = segment_strokes([ring(30, 60, 80), *plus], judge).segmentations
    assert (len(only.digits), only.certainty) == (1, pytest.approx(1))


def test_one_way_is_given_where_it_is_sure():
    (only,) = segment_ink_picture(picture((BAR, 10, 20), (RING, 12, 60)), judge).segmentations
    assert only.certainty > 0.9


def test_hundreds_of_parts_end_in_at_most_sixty_digits():
    ink = picture(*((BAR[:8, :2], top, left) for top in range(4, 110, 12) for left in range(4, 290, 6)))
    assert len(segment_ink_picture(ink, judge).digits) == 60


def test_pattern_of_what_the_judge_doubts_is_given_whole():
    ink = picture(*((RING, top, left) for top in (2, 60) for left in range(4, 260, 50)))
    drawing = segment_ink_picture(ink, lambda images: 0.4 * judge(images))
    assert [digit.tolist() for digit in drawing.digits] == [drawing.whole.image.tolist()]


def test_what_is_no_digit_is_given_whole():
    drawing = segment_ink_picture(picture((RING, 10, 10), (BAR, 10, 60)), lambda images: np.eye(11)[[10] * len(images)])
    assert [digit.tolist() for digit in drawing.digits] == [drawing.whole.image.tolist()]


def test_paper_alone_has_no_digit():
    with pytest.raises(EmptyDrawingError):
        segment_ink_picture(picture(), judge)


def bar(left, top=40, bottom=200):
    return np.array([[left, top], [left + 2, bottom]], float)


def ring(left, top=40, size=90):
    turn = np.linspace(0, 2 * np.pi, 40)
    return np.column_stack([left + size / 2 * (1 + np.sin(turn)), top + size / 2 * (1 - np.cos(turn))])


@pytest.mark.parametrize(
    ("strokes", "text"),
    [
        pytest.param([ring(40)], "0", id="one"),
        pytest.param([ring(90), bar(60, 40, 130)], "10", id="side-by-side"),
        pytest.param([ring(60, 150), ring(70, 40)], "0\n0", id="one-above-the-other"),
        pytest.param([ring(40), bar(139, 40, 130)], "01", id="ten-pixels-apart"),
        pytest.param([ring(40)[:21], ring(40)[20:]], "0", id="ring-of-two-strokes"),
        pytest.param([ring(40), ring(120)], "00", id="overlapping"),
        pytest.param([ring(130, 130, 9)], "0", id="nine-pixels-high"),
        pytest.param([bar(60, 40, 130), ring(90), np.array([[250.0, 250], [250, 251]])], "10", id="slip-of-the-pen"),
    ],
)
def test_drawing_is_read_in_order(strokes, text):
    assert read(segment_strokes(strokes, judge)) == text


def test_dot_is_no_digit():
    with pytest.raises(EmptyDrawingError):
        segment_strokes([np.array([[100.0, 100], [101, 100]])], judge)


def test_cut_off_lines_at_both_edges_are_the_digits_where_there_is_nothing_else():
    assert read(segment_ink_picture(picture((BAR, 0, 20), (BAR, 80, 60)), judge)) == "1\n1"


@pytest.mark.parametrize("strokes", [[LEVEL], [LEVEL, LEVEL + np.array([0.0, 30.0])]], ids=["dash", "equals-sign"])
def test_level_strokes_are_no_digit(strokes):
    drawing = segment_strokes(strokes, judge)
    assert judge(np.stack(drawing.digits))[:, 10].min() > 0.9


@pytest.mark.parametrize("rest", [(48, 21), (65, 21)], ids=["bar-of-a-T", "bar-of-a-cross"])
def test_line_with_a_rest_that_touches_it_is_no_1(rest):
    top, left = rest
    drawing = segment_ink_picture(picture((BAR, 48, 30), (BAR.T, top, left - 8)), judge)
    assert judge(np.stack(drawing.digits))[:, 10].min() > 0.9
