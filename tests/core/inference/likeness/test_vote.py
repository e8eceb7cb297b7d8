"""What the nearest images vote for, and who breaks a tie."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.likeness.vote import vote


@pytest.mark.parametrize(
    ("labels", "most", "first", "answer"),
    [
        pytest.param([4, 4, 9, 4, 4, 4, 4, 4, 4, 4], 9, (4,), 4, id="nine of ten"),
        pytest.param([9, 4, 4, 9], 2, (4, 9), 9, id="a tie, the nearest is among them"),
        pytest.param([7, 4, 4, 9, 9], 2, (4, 9), 4, id="a tie, the nearest is not"),
        pytest.param([3], 1, (3,), 3, id="one alone"),
    ],
)
def test_vote(labels: list[int], most: int, first: tuple[int, ...], answer: int) -> None:
    found = vote(np.array(labels, np.uint8))
    assert (found.voters, found.most, found.first, found.answer) == (len(labels), most, first, answer)
    assert found.nearest == labels[0]
