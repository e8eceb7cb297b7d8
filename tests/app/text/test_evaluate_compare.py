"""What Evaluate says of two networks, of seeds and of all models, in numbers that can be checked by eye."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.comparison import Comparison
from core.evaluation.ranking import Ranked
from core.messages.numbers import NO_BREAK_SPACE
from pages.text.evaluate_compare import Galleries, Verdict, interval_text, kilobytes, p_text, rarely, seconds_text
from pages.text.evaluate_compare_models import AllModels, Seeds

NAMES = ("Quick CNN", "the pretrained network")
MOST_WORDS = 60  # in an explanation


def plain_spaces(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


def comparison(only_first: int, only_second: int, *, wrong: int = 40, count: int = 10_000) -> Comparison:
    return Comparison(
        count=count,
        both_right=count - only_first - only_second - wrong,
        both_wrong=wrong,
        only_first_right=np.arange(only_first),
        only_second_right=np.arange(only_second),
    )


@pytest.mark.parametrize(
    ("counts", "headline", "sentence"),
    [
        (
            (130, 34),
            "Quick CNN is better: the difference is real",
            "Quick CNN gets 99.26 % right, the pretrained network 98.30 %. The difference of 0.96 points is real: were "
            "both equally good, chance alone would give one as large in fewer than 1 of 1,000,000 such tests "
            "(McNemar's exact test, p < 0.0001).",
        ),
        (
            (20, 41),
            "The pretrained network is better: the difference is real",
            "Quick CNN gets 99.19 % right, the pretrained network 99.40 %. The difference of 0.21 points is real: were "
            "both equally good, chance alone would give one as large in about 1 of 100 such tests "
            "(McNemar's exact test, p = 0.0099).",
        ),
        (
            (30, 38),
            "The difference could be chance",
            "Quick CNN gets 99.22 % right, the pretrained network 99.30 %. The difference of 0.08 points could be "
            "chance: were both equally good, about 40 of 100 such tests would give one as large (McNemar's exact test, "
            "p = 0.40).",
        ),
        (
            (7, 7),
            "Equally many right",
            "Quick CNN and the pretrained network both get 99.53 % of 10,000 test images right.",
        ),
    ],
    ids=["first is better", "second is better", "chance", "equal"],
)
def test_verdict_is_said_in_words_with_its_p(counts, headline, sentence):
    found = comparison(*counts)
    assert Verdict.headline(NAMES, found) == headline
    assert plain_spaces(Verdict.sentence(NAMES, found)) == sentence


@pytest.mark.parametrize(
    ("p", "text", "often"),
    [
        (1.0, "p = 1.00", "nearly all"),
        (0.4138, "p = 0.41", "about 41 of 100"),
        (0.04987, "p = 0.04987", "about 5 of 100"),
        (0.0042, "p = 0.0042", "about 4 of 1,000"),
        (0.0004, "p = 0.0004", "fewer than 1 of 1,000"),
        (0.00002, "p < 0.0001", "fewer than 1 of 10,000"),
        (0.0, "p < 0.0001", "fewer than 1 of 1,000,000"),
    ],
)
def test_chance_is_said_as_so_many_tests(p, text, often):
    assert (plain_spaces(p_text(p)), rarely(p)) == (text, often)


def test_table_has_the_four_counts():
    assert Verdict.cells(comparison(130, 34)) == (("A right", "9,796", "130"), ("A wrong", "34", "40"))


def test_interval_of_the_difference_has_minus_signs():
    said = Verdict.because(comparison(30, 38))
    assert "68 images are left: 30 for A, 38 for B." in said
    assert "\N{MINUS SIGN}0.25 to 0.09 points" in said


@pytest.mark.parametrize(
    "said",
    [
        Verdict.because(comparison(1300, 340)),
        Verdict.because_overlap(comparison(1300, 340)),
        Seeds.ABOUT,
        Seeds.because(3, 0.9812, 0.9899),
        AllModels.because(12),
    ],
    ids=["decided", "overlap", "seeds", "mean", "all models"],
)
def test_explanations_have_at_most_sixty_words(said):
    assert len(said.split()) <= MOST_WORDS


def test_tile_marks_who_is_right():
    assert Galleries.lines((4, 9), right=0) == ("\N{CHECK MARK} A: 4", "\N{BALLOT X} B: 9")
    assert Galleries.lines((9, 4), right=1) == ("\N{BALLOT X} A: 9", "\N{CHECK MARK} B: 4")
    assert Galleries.alt(17, 4, (4, 9), 0.73) == "Test image 17 is 4; A says 4, B says 9; the wrong answer 73.0 % sure"


def test_seeds_are_a_range_a_mean_and_what_it_means_for_recipes():
    assert Seeds.sentence([9850, 9890, 9870], 10_000, 0.987, 0.002, 0.01217) == (
        "Three runs that differ in their seed alone reach 98.50 to 98.90 %: mean 98.70 %, standard deviation 0.20 "
        "points. So a difference below about 1.2 points between two single runs says little about their recipes. From "
        "so few runs, that is a rough yardstick."
    )


@pytest.mark.parametrize(
    ("as_good", "worse", "said"),
    [
        (0, 0, "The pretrained network is the only one that has read these images."),
        (0, 1, "The pretrained network is better than the other, by more than chance."),
        (0, 3, "The pretrained network is better than all others, by more than chance."),
        (1, 0, "The pretrained network reads most images right; one other cannot be told from it by these images."),
        (
            2,
            1,
            "The pretrained network reads most images right; two others cannot be told from it by these images, one is "
            "worse.",
        ),
    ],
)
def test_finding_of_the_table(as_good, worse, said):
    assert AllModels.finding(NAMES[1], as_good, worse) == said


def test_verdict_of_a_row():
    as_good, worse = Ranked(p=0.3, is_as_good=True), Ranked(p=0.01, is_as_good=False)
    assert AllModels.verdict(None, is_best=False) == "not read yet"
    assert AllModels.verdict(as_good, is_best=True) == "the best"
    assert AllModels.verdict(as_good, is_best=False) == "cannot be told from it"
    assert AllModels.verdict(worse, is_best=False) == "worse"


def test_figures_in_tables():
    assert plain_spaces(interval_text(9870, 10_000)) == "98.46 to 98.90 %"
    assert (kilobytes(123_456), kilobytes(None)) == ("123", "\N{EN DASH}")
    assert (seconds_text(12.4), seconds_text(12.4, is_further=True), seconds_text(None)) == ("12", "+12", "\N{EN DASH}")
