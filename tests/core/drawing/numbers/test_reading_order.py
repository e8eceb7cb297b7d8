"""Digits are read line by line from the top, in each line from left to right; wide gaps part words."""

import pytest

from core.drawing.numbers.reading_order import lines_of, word_beginnings


def box(left, top, width=10, height=20):
    return (left, top, left + width, top + height)


@pytest.mark.parametrize(
    ("boxes", "lines"),
    [
        pytest.param([box(0, 0)], [[0]], id="one"),
        pytest.param([box(30, 2), box(0, 0), box(15, 3)], [[1, 2, 0]], id="row"),
        pytest.param([box(0, 30), box(1, 0), box(2, 60)], [[1], [0], [2]], id="column"),
        pytest.param([box(50, 30), box(0, 0), box(50, 2), box(0, 31)], [[1, 2], [3, 0]], id="grid"),
        pytest.param([box(20 * place, 8 * place) for place in range(6)], [[0, 1, 2, 3, 4, 5]], id="slanted"),
        pytest.param(
            [box(20 * place, 6 * place + 30 * line) for line in range(2) for place in range(4)],
            [[0, 1, 2, 3], [4, 5, 6, 7]],
            id="two-slanted",
        ),
        pytest.param([box(0, 0), box(15, 8, height=10), box(30, 0)], [[0, 1, 2]], id="a-small-one-between"),
        pytest.param([], [], id="none"),
    ],
)
def test_lines(boxes, lines):
    assert lines_of(boxes) == lines


@pytest.mark.parametrize(
    ("lefts", "begins"),
    [
        pytest.param([0, 12, 24, 50, 62], [False, False, False, True, False], id="two-words"),
        pytest.param([0, 25, 50, 77], [False] * 4, id="widely-set"),
        pytest.param([0, 60], [False, False], id="two-digits-tell-no-word"),
        pytest.param([5], [False], id="one"),
    ],
)
def test_words(lefts, begins):
    assert word_beginnings([box(left, 0) for left in lefts]) == begins
