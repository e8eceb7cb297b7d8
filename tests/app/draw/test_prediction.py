"""A prediction in words, and the examples."""

from __future__ import annotations

import numpy as np
import pytest

from pages.parts.draw.prediction import Reading
from pages.text.draw import Draw
from pages.text.draw_number import Doubt
from pages.text.numbers import share, sureness
from pages.ui.canvas import example

pytestmark = pytest.mark.app


@pytest.mark.parametrize(
    ("probability", "words", "bar"),
    [
        (1.0, "over 99 %", "> 99.9 %"),
        (0.9996, "over 99 %", "> 99.9 %"),
        (0.94, "94 %", "94.0 %"),
        (0.004, "under 1 %", "0.4 %"),
        (0.0, "under 1 %", "< 0.1 %"),
        (float("nan"), "no number", "no number"),
    ],
)
def test_no_answer_is_called_certain(probability: float, words: str, bar: str) -> None:
    assert (sureness(probability, 0), share(probability)) == (words, bar)


def test_reading_orders_digits_by_how_likely_they_are() -> None:
    sure = np.array([0, 0.04, 0, 0, 0, 0, 0.02, 0.94, 0, 0])
    reading = Reading.of(np.log(sure + 1e-9), sure)
    assert reading.order[:3] == (7, 1, 6)
    assert reading.headline == "It reads a 7."
    assert reading.sentence == "94 % sure; next guess: 1 (4 %)."
    eight = Reading.of(np.eye(10)[8], np.eye(10)[8])
    assert eight.headline == "It reads an 8."
    assert eight.sentence == "Over 99 % sure."


@pytest.mark.parametrize(
    ("probability", "digit_probability", "trust", "sentence"),
    [
        (0.99, 0.97, 0.3, f"{Doubt.THE_REST} If it is a digit: 7 (99 %) or 1 (1 %)."),
        (0.99, 0.4, 0.3, f"{Doubt.THE_REST} If it is a digit: 7 (99 %) or 1 (1 %)."),
        (0.79, 0.6, 0.8, f"{Doubt.PERHAPS_NONE} If it is a digit: 7 (79 %) or 1 (21 %)."),
        (0.99, 0.3, 0.8, f"{Doubt.NO_DIGIT} If it is a digit: 7 (99 %) or 1 (1 %)."),
        (0.4, 0.97, 0.9, Draw.closest(7, 0.4, 1, 0.6)),
        (0.9, 0.9, 0.8, "65 % sure; next guess: 1 (10 %). " + " ".join((Doubt.at_all(0.9), Doubt.trusted(0.8)))),
        (0.9, 1.0, 0.8, f"72 % sure; next guess: 1 (10 %). {Doubt.trusted(0.8)}"),
        (0.9, 0.8, 1.0, f"72 % sure; next guess: 1 (10 %). {Doubt.at_all(0.8)}"),
    ],
)
def test_doubt_is_laid_to_what_it_comes_from(probability, digit_probability, trust, sentence) -> None:
    probabilities = np.zeros(10)
    probabilities[[7, 1]] = probability, 1 - probability
    logits = np.where(np.arange(10) == 7, 9.0, probabilities)
    reading = Reading.of(logits, probabilities, digit_probability=digit_probability).trusted(trust)
    assert reading.sentence == sentence
    assert reading.sureness == pytest.approx(probability * digit_probability * trust)
    assert reading.digit_probability == digit_probability


def test_digits_that_are_all_certain_are_ordered_by_their_scores() -> None:
    logits, certain = np.full(10, -9.0), np.zeros(10)
    logits[[0, 4]], certain[[0, 4]] = (18, 30), 1
    assert Reading.of(logits, certain).answer == 4


def test_every_example_is_a_drawing() -> None:
    assert [len(example.example(number)) for number in (0, 1, 2, 3)] == [1, 1, 2, 1]
