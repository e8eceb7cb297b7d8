"""How toughness is drawn and worded: names beside lines, values with their units."""

from __future__ import annotations

import itertools

import pytest

from core.inference.robustness.conditions import CONDITIONS, PLACES
from pages.parts.evaluate.toughness import curves
from pages.text.evaluate_toughness import Fool, Tough


def test_words_are_few() -> None:
    for text in (Tough.BECAUSE, Fool.BECAUSE, Fool.NO_DIRECTION):
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
