"""A round asks for each digit three times, never the same one twice running."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from core.own_digits.guided_round import new_round


@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_each_digit_comes_so_often_and_never_twice_running(times):
    for seed in range(300):
        prompts = new_round(seed, times=times).prompts
        assert Counter(prompts) == dict.fromkeys(range(10), times)
        assert all(first != second for first, second in pairwise(prompts))


def test_order_is_the_seeds():
    assert new_round(4).prompts == new_round(4).prompts
    assert len({new_round(seed).prompts for seed in range(20)}) == 20


def test_round_goes_on_is_taken_back_and_ends():
    begun = new_round(1, times=1)
    assert (begun.place, begun.is_over, begun.prompt) == (0, False, begun.prompts[0])
    further = begun.keep("a").skip().keep("b")
    assert (further.place, further.prompt, further.kept) == (3, begun.prompts[3], {"a", "b"})
    back, identity = further.back()
    assert (back.place, identity) == (2, "b")
    back, identity = back.back()
    assert (back.place, identity) == (1, "")
    assert begun.back() == (begun, "")
    for _ in range(10):
        begun = begun.skip()
    assert begun.is_over
