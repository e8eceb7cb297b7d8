"""Digits side by side are taken apart; one digit of several strokes stays one."""

from __future__ import annotations

import numpy as np
import pytest

from core.drawing.numbers.gaps import digits_in_ink, digits_in_strokes

BAR = [[50, 40], [50, 240]]  # canvas pixels
SECOND_BAR = [[150, 50], [150, 230]]
FOUR = [[[120, 40], [60, 160], [220, 160]], [[170, 100], [170, 250]]]
FIVE = [[[90, 60], [80, 140], [170, 160], [150, 230], [70, 235]], [[92, 58], [180, 50]]]


def apart(strokes: list) -> list[list]:
    """Return each digit's strokes as lists."""
    drawing = [np.array(path, float) for path in strokes]
    return [[path.tolist() for path in part] for part in digits_in_strokes(drawing)]


def test_two_bars_are_two_digits_from_left_to_right() -> None:
    assert apart([SECOND_BAR, BAR]) == [[BAR], [SECOND_BAR]]


def test_short_stroke_belongs_to_the_nearest_digit() -> None:
    flag = [[190, 60], [200, 70]]
    assert apart([BAR, flag, SECOND_BAR]) == [[BAR], [SECOND_BAR, flag]]


def test_slip_of_the_pen_far_below_does_not_join_two_digits() -> None:
    short, other = [[50, 40], [50, 140]], [[68, 40], [68, 140]]
    assert apart([short, other, [[60, 270], [62, 270]]]) == [[short], [other]]


def test_three_digits_are_three() -> None:
    assert len(apart([BAR, SECOND_BAR, [[240, 40], [240, 240]]])) == 3


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [BAR],
        FOUR,
        FIVE,
        [BAR, [[70, 40], [70, 240]]],  # closer than two digits stand
        [[[20, 100], [100, 100]], [[150, 100], [260, 100]]],  # a line with a hole is no two digits
        [BAR, [[200, 100], [200, 100]]],  # a dot beside a digit
        [BAR, [[200, 100], [207, 100]], [[207, 110], [200, 117]]],  # dots, beside each other
        [[[10 + 25 * place, 40], [10 + 25 * place, 60]] for place in range(9)],  # a tally
    ],
    ids=["nothing", "a bar", "4", "5", "two near lines", "dashes", "dot", "dots", "tally"],
)
def test_one_digit_stays_one(strokes: list) -> None:
    assert apart(strokes) == [strokes]


def picture(*columns: slice, rows: slice = slice(2, 22)) -> np.ndarray:
    """Return a (24, 40) picture with ink in these columns."""
    ink = np.zeros((24, 40), np.uint8)
    for column in columns:
        ink[rows, column] = 255
    return ink


def test_picture_of_two_digits_is_taken_apart() -> None:
    one, two = slice(3, 8), slice(15, 25)
    parts = digits_in_ink(picture(one, two))
    assert [part.tolist() for part in parts] == [picture(one).tolist(), picture(two).tolist()]


@pytest.mark.parametrize(
    "ink",
    [picture(), picture(slice(3, 8)), picture(slice(3, 8), slice(9, 14))],
    ids=["empty", "one digit", "broken line"],
)
def test_picture_of_one_digit_stays_as_it_is(ink: np.ndarray) -> None:
    (part,) = digits_in_ink(ink)
    assert part is ink


def test_dots_in_a_row_are_no_digits() -> None:
    ink = np.zeros((28, 28), np.uint8)
    ink[14, ::2] = 255
    (part,) = digits_in_ink(ink)
    assert part is ink


def test_speck_beside_a_digit_stays_with_it() -> None:
    ink = picture(slice(3, 8))
    ink[10:12, 30:32] = 255
    (part,) = digits_in_ink(ink)
    assert part is ink
