"""What several networks all misread, by hand and against chance drawn at random."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.shared_mistakes import expected_by_chance, wrong_by_all
from core.inference.evaluation import Evaluation


def answers(*given: tuple[int, float], labels: list[int] | None = None) -> Evaluation:
    """Return answers, each with its sureness, to pictures of 1 or of the labels."""
    rows = np.zeros((len(given), 10), np.float32)
    for row, (digit, sureness) in zip(rows, given, strict=True):
        row[:] = (1 - sureness) / 9
        row[digit] = sureness
    return Evaluation(logits=np.log(rows), probabilities=rows, labels=np.array(labels or [1] * len(given), np.uint8))


A = answers((7, 0.6), (1, 0.9), (2, 0.9), (7, 0.5), (3, 0.8))
B = answers((7, 0.6), (4, 0.9), (3, 0.7), (2, 0.9), (1, 0.8))


def test_only_what_all_misread_counts_whatever_they_say_instead_the_surest_first() -> None:
    assert wrong_by_all([A, B]).tolist() == [2, 3, 0]  # mean surenesses 0.8, 0.7 and 0.6


def test_one_network_alone_shares_its_mistakes_with_itself() -> None:
    assert wrong_by_all([A]).tolist() == A.mistakes.tolist()


def test_networks_that_agree_on_nothing_wrong_share_none() -> None:
    right = answers(*[(1, 0.9)] * 5)
    assert wrong_by_all([A, right]).tolist() == []
    assert expected_by_chance([A, right]) == 0.0


def test_chance_is_the_product_of_the_shares_of_mistakes() -> None:
    assert expected_by_chance([A, B]) == pytest.approx(5 * (4 / 5) * (4 / 5))


def test_networks_that_fail_at_random_meet_as_often_as_chance_says() -> None:
    generator = np.random.default_rng(3)
    each = [
        answers(*((2, 0.9) if is_wrong else (1, 0.9) for is_wrong in generator.random(20_000) < share))
        for share in (0.3, 0.2, 0.25)
    ]
    expected = expected_by_chance(each)
    assert expected == pytest.approx(300, rel=0.1)
    assert abs(len(wrong_by_all(each)) - expected) < 4 * expected**0.5
