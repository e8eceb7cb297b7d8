"""What is said where nothing is the strongest."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.attribution.target import Target
from core.inference.standout import largest
from pages.text.inside import Inside
from pages.text.inside_damage import Left
from pages.text.inside_excites import Excites
from pages.text.inside_learned import Epochs, LearnedKernels
from pages.text.inside_ranking import Rank
from pages.text.inside_why_erased import Erased
from pages.text.ties import tie_sentence

pytestmark = pytest.mark.app

ALL = tuple(range(10))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, 2, 3], ""),
        ([0], ""),
        ([0, 0, 0], "All 3 maps are 0."),
        ([2, 2, 2], "All 3 maps are equally strong."),
        ([1, 3, 3], "No single map stands out: 2 are equally strong, the first is map 1."),
        ([np.nan, np.nan], "All 2 maps are no numbers."),
    ],
)
def test_tie_is_said_as_one(values, said):
    assert tie_sentence(largest(np.array(values, float)), "map") == said


def test_answer_that_several_digits_share_is_none():
    assert Inside.answer(ALL, 0.1, 3) == (
        "It cannot tell: all ten digits are equally likely, 10.0 % each. The label says **3**."
    )
    assert Inside.answer((0, 8), 0.5, None) == "It cannot tell: 0 and 8 are equally likely, 50.0 % each."
    assert Inside.answer((8,), 0.5, None) == "It reads an **8**, 50.0 % sure."
    assert Left.answer(((7,), 0.9), (ALL, 0.1), None) == (
        "It read **a 7**, 90.0 % sure; now **it cannot tell**: all ten digits are equally likely, 10.0 % each."
    )
    assert Epochs.answer(ALL, 0.1) == "reads any, 10.0 %"


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ([9, 5, 8], "Without filter 1 it reads 5 of 10"),
        ([5, 9, 5], "Without filter 0 (and so without any of 1 more) it reads 5 of 10"),
        ([5, 5, 5], "Without any one of the 3 filters, whichever it is, it reads 5 of 10"),
    ],
)
def test_ranking_names_no_filter_that_is_missed_no_more_than_others(right, said):
    assert Rank.finding("filter", largest(-np.array(right)), 9, 10, 0).startswith(said)


def test_equal_values_tell_nothing_of_labels():
    assert Excites.labels_say([1, 1, 7], [2.0, 2.0, 1.0]) == "2 of the 3 are labelled 1."
    assert Excites.labels_say([1, 1, 7, 7, 2], [2.0, 2.0, 1.0, 1.0, 0.0]) == "Of the 5, 2 each are labelled 1 and 7."
    assert Excites.labels_say([1, 1, 7], [0.0, 0.0, 0.0]).startswith("All 3 have the same value, 0:")


def test_norms_and_falls_that_are_equal_are_no_ends():
    norms = np.full(4, 0.5)
    assert LearnedKernels.figure("kernel", largest(norms), largest(-norms)) == "4 kernels, all with the norm 0.500."
    target = Target(digit=4, against=None)
    assert Erased.alt(target, 4, (0, 0, 0.0, 9), (0, 0, 0.0, 9)).endswith("no square changes the logit of 4.")
    assert "2.00, as without 1 other;" in Erased.alt(target, 4, (0, 0, 2.0, 2), (4, 0, -1.0, 1))
