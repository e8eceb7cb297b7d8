"""Which ten pictures are hard: half of them misread, never the same order, whatever there is."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.hard_digits import COUNT, hard_digits
from core.inference.evaluation import Evaluation


def network(count: int, wrong: int) -> Evaluation:
    """Return answers to pictures of a 3, of which the first are read as 8; each is easier than the one before."""
    logits = np.zeros((count, 10), np.float32)
    logits[:, 3] = np.arange(count) - wrong + 0.5  # margins -wrong + 0.5 and so on: below 0 for `wrong` of them
    logits[:, [0, 1, 2, 4, 5, 6, 7, 9]] = -1000.0
    return Evaluation(
        logits=logits, probabilities=np.full((count, 10), 0.1, np.float32), labels=np.full(count, 3, np.uint8)
    )


def drawn(evaluation: Evaluation, **more: object) -> tuple[int, ...]:
    return hard_digits(evaluation, seed=1, **more)


def test_half_of_them_are_misread_and_all_are_among_the_hardest() -> None:
    ten = drawn(network(1000, 100))
    assert len(set(ten)) == COUNT
    assert sum(index < 30 for index in ten) == 5  # the surest mistakes
    assert sum(100 <= index < 130 for index in ten) == 5  # the least sure of what is right


@pytest.mark.parametrize(("count", "wrong", "misread"), [(1000, 3, 3), (1000, 0, 0), (40, 40, 10), (40, 38, 8)])
def test_where_one_kind_is_short_the_other_takes_its_place(count: int, wrong: int, misread: int) -> None:
    ten = drawn(network(count, wrong))
    assert len(set(ten)) == COUNT
    assert sum(index < wrong for index in ten) == misread


@pytest.mark.parametrize("count", [0, 1, 9, 10])
def test_few_pictures_are_all_drawn(count: int) -> None:
    assert sorted(drawn(network(count, 1))) == list(range(count))


def test_seed_says_which_and_in_which_order() -> None:
    evaluation = network(1000, 100)
    assert drawn(evaluation) == drawn(evaluation)
    assert set(drawn(evaluation)) != set(hard_digits(evaluation, seed=2))
    assert list(drawn(evaluation)) != sorted(drawn(evaluation))
    few = network(10, 3)
    assert drawn(few) != hard_digits(few, seed=2)


def test_others_come_first_and_what_was_seen_only_where_nothing_else_is_left() -> None:
    evaluation = network(1000, 100)
    first = drawn(evaluation)
    assert not set(first) & set(drawn(evaluation, without=first))
    few = network(12, 6)
    first = drawn(few)
    assert set(range(12)) - set(first) <= set(drawn(few, without=first))
    assert len(set(drawn(few, without=first))) == COUNT
