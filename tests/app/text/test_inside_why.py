"""Sentences of *Why this answer* agree with the numbers beside them."""

from __future__ import annotations

import pytest

from core.inference.attribution.attribution import Completeness
from core.inference.attribution.target import Target
from pages.text.inside_why import Sums, Why
from pages.text.inside_why_check import Deletion
from pages.text.inside_why_erased import Erased

pytestmark = pytest.mark.app


@pytest.mark.parametrize(
    ("whole", "erased", "said"),
    [
        (2.0051, 2.0049, "2.01 → 2.00, falls by **0.01**. What stood there speaks **for 4**."),
        (1.0049, 0.9969, "1.00 → 1.00, stays as it is. This square makes no difference."),
        (0.5, 0.75, "0.50 → 0.75, rises by **0.25**. What stood there speaks **against 4**."),
    ],
    ids=["falls", "stays", "rises"],
)
def test_what_follows_from_a_difference_agrees_with_the_numbers_beside_it(whole, erased, said):
    target = Target(digit=4, against=None)
    assert f"{Erased.arithmetic(target, whole, erased)} {Erased.verdict(target, whole, erased)}".endswith(said)


def test_gap_is_a_share_of_the_difference_only_where_that_is_no_small_number():
    def text(total: float, output: float) -> str:
        return Sums.text(Completeness(steps=64, total=total, output=output, baseline=0.0))

    assert "difference **0.01**, 0.008 apart with 64 steps." in text(0.018, 0.01)
    assert "% apart" not in text(0.018, 0.01)
    assert "difference **10.00**, 0.8 % apart with 64 steps." in text(10.08, 10.0)
    assert text(0.5, 0.4).endswith("More than 0.01: this network bends too often for so few steps.")
    assert text(12.0, 10.0).endswith("More than 1 %: this network bends too often for so few steps.")


def test_empty_class_map_does_not_tell_what_it_could_never_show():
    target = Target(digit=4, against=None)
    assert Why.alt("grad-cam", target, 0, 0, 0.0).endswith("nothing speaks for 4.")
    assert Why.alt("gradient", target, 0, 0, 0.0).endswith("nothing speaks for 4 or against it.")


def test_explanations_have_at_most_60_words():
    for text in (Erased.BECAUSE, Deletion.BECAUSE, Deletion.TEXT, *Why.TELLS.values()):
        assert len(text.split()) <= 60
