"""The search shares pieces out among digits: each to one at most, the likeliest altogether."""

import pytest

from core.drawing.numbers.search import Option, best_covers

HALVES = [Option((0,), -2.0), Option((1,), -2.5), Option((0, 1), -1.0)]


@pytest.mark.parametrize(
    ("options", "left_out", "chosen", "score", "others"),
    [
        pytest.param([Option((0,), -0.5)], [-5.0], (0,), -0.5, (), id="one-piece"),
        pytest.param(HALVES, [-5.0, -5.0], (2,), -1.0, (0, 1), id="two-halves-of-one"),
        pytest.param([*HALVES[:2], Option((0, 1), -6.0)], [-5.0, -5.0], (0, 1), -4.5, (2,), id="two"),
        pytest.param([Option((0,), -0.5), Option((1,), -9.0)], [-5.0, -0.4], (0,), -0.9, (0, 1), id="a-speck"),
        pytest.param(
            [Option((0,), -0.1), Option((1,), -0.2), Option((0, 2), -0.3)], [-5.0] * 3, (2, 1), -0.5, (2,), id="apart"
        ),
    ],
)
def test_likeliest_cover_and_the_next_with_another_number(options, left_out, chosen, score, others):
    best, other = best_covers(options, left_out)
    assert best.chosen == chosen
    assert best.score == pytest.approx(score)
    assert (other.chosen if other else ()) == others


def test_no_digit_at_all_is_a_cover():
    best, other = best_covers([Option((0,), -9.0)], [-1.0])
    assert best.chosen == ()
    assert other is not None
    assert other.chosen == (0,)


def test_many_clusters_are_searched_one_by_one():
    options = [Option((index,), -0.25) for index in range(100)]
    best, other = best_covers(options, [-4.0] * 100)
    assert best.score == -25.0
    assert other is not None
    assert (len(best.chosen), len(other.chosen)) == (100, 99)
