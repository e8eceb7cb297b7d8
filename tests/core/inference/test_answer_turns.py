"""From which epoch on a digit is read."""

from __future__ import annotations

import pytest

from core.inference.answer_turns import Turn, settled_from, turns


def test_turns_are_stretches_with_one_answer() -> None:
    assert turns([1, 1, 7, None, 7]) == [
        Turn(answer=1, first=0, last=1),
        Turn(answer=7, first=2, last=2),
        Turn(answer=None, first=3, last=3),
        Turn(answer=7, first=4, last=4),
    ]
    assert turns([]) == []


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([1, 1, 7, 7], 2),
        ([7, 7], 0),
        ([7, 1, 7], 2),
        ([7, 7, 1], None),
        ([1, 7, None, 7], 1),
        ([1, None, 7], 2),
        ([1, 7, None], 1),
        ([None], None),
        ([], None),
    ],
    ids=str,
)
def test_digit_is_read_from_the_last_change_on(answers: list, expected: int | None) -> None:
    assert settled_from(answers, 7) == expected
