"""How toughness is drawn and worded: names beside lines, values with their units."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from core.inference.robustness.conditions import CONDITIONS, PLACES
from core.serving.robustness.attacked import MOST_EPS, Attacked
from core.serving.robustness.smallest_change import Search
from pages.parts.evaluate.toughness import curves
from pages.text.evaluate_fool import Fool
from pages.text.evaluate_toughness import Tough


def test_words_are_few() -> None:
    for text in (Tough.BECAUSE, Fool.NO_DIRECTION):
        assert len(text.split()) <= 60


def over(eps: int | None) -> Search:
    """Return a search that is over, and that found a change of a size, or none."""
    if eps is None:
        return Search(below=MOST_EPS)
    change = np.full((28, 28), eps, np.int16)
    found = Attacked(
        picture=change.astype(np.uint8), change=change, answer=3, sureness=1.0, fools=True, knows_direction=True
    )
    return Search(below=eps - 1, found=found, knows_direction=True)


@pytest.mark.parametrize(
    ("search", "said", "unsaid"),
    [
        (over(25), ("At 25 of 255 your eye hardly sees it", "usually have them"), ()),
        (over(26), ("At 26 of 255 you see it, yet still know what is meant",), ("hardly",)),
        (over(64), ("At 64 of 255 you see it, yet",), ("hardly",)),
        (over(65), ("At 65 of 255 it is plainly seen",), ("hardly", "you see it", "usually have them")),
        (over(None), ("None was found here", "another method, may show one"), ("sees it", "usually have them")),
        (Search(), ("one chosen against this very network",), ("sees it", "usually have them")),
        (None, ("one chosen against this very network",), ("sees it", "usually have them")),
    ],
    ids=["25", "26", "64", "65", "none found", "not over", "not begun"],
)
def test_what_a_change_means_depends_on_its_size(
    search: Search | None, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    text = Fool.because(search)
    assert all(part in text for part in said)
    assert not [part for part in unsaid if part in text]
    assert len(text.split()) <= 60


@pytest.mark.parametrize(
    ("ends", "least"),
    [([99, 98.5, 98, 97], 8), ([1, 2, 0, 3], 8), ([50], 0), ([100, 100, 100, 100], 8)],
    ids=str,
)
def test_names_beside_lines_do_not_lie_on_each_other(ends: list[float], least: float) -> None:
    lines = [curves.Line(name=str(place), accuracies=[1.0, end / 100], is_right=None) for place, end in enumerate(ends)]
    heights = sorted(height for _, height in curves._names(lines))
    assert all(high - low >= least - 1e-9 for low, high in itertools.pairwise(heights))
    assert heights[0] >= 0
    assert heights[-1] <= 101


@pytest.mark.parametrize(
    ("accuracies", "named"),
    [
        ([0.9, 0.4, 0.0], [("one", 0.0)]),
        ([0.0, 0.0], [("one", 0.0)]),
        ([0.9, 0.4, None], [("one", 40.0)]),
        ([None], []),
    ],
    ids=["down to none", "none at all", "not all known", "nothing known"],
)
def test_name_stands_at_the_last_height_that_is_known(
    accuracies: list[float | None], named: list[tuple[str, float]]
) -> None:
    assert curves._names([curves.Line(name="one", accuracies=accuracies, is_right=None)]) == named


@pytest.mark.parametrize(
    ("key", "strength", "said"),
    [
        ("rotation", 0, "untouched"),
        ("rotation", 1, "5 degrees"),
        ("shift", 1, "1 pixel"),
        ("shift", 2, "2 pixels"),
        ("thickness", 1, "0.5 pixels"),
        ("scale", 1, "10 %"),
        ("noise", 4, "45 of 255"),
    ],
    ids=str,
)
def test_strength_is_said_as_its_value(key, strength: int, said: str) -> None:
    assert Tough.value(CONDITIONS[PLACES[key]], strength) == said


def test_long_names_are_cut_beside_their_lines() -> None:
    assert Tough.beside_line("pretrained") == "pretrained"
    assert Tough.beside_line("A very long name, epoch 3") == "A very long name\N{HORIZONTAL ELLIPSIS}"


def test_name_that_a_person_typed_is_no_markup_in_the_figure() -> None:
    lines = [curves.Line(name="<b>&", accuracies=[1.0] * 9, is_right=True)]
    figure = curves.figure(CONDITIONS[0], lines, 3)
    assert figure.layout.annotations[0].text == "&lt;b&gt;&amp;"
    assert figure.data[0].hovertemplate.startswith("&lt;b&gt;&amp;, ")
