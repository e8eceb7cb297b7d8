"""What the tab "Mistakes" says, where numbers are few or times are short."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.naming_round import NamingRound
from core.inference.evaluation import Evaluation, MixUp
from pages.parts.evaluate.mistakes.naming_result import agreed_against
from pages.text.evaluate_mistakes import Gallery, Naming, SharedMistakes

pytestmark = pytest.mark.app


def test_person_and_network_agree_against_a_label_only_where_both_say_the_same() -> None:
    logits = np.zeros((4, 10), np.float32)
    logits[np.arange(4), [3, 3, 5, 5]] = 1.0
    seen = Evaluation(logits=logits, probabilities=logits, labels=np.array([5, 5, 5, 5], np.uint8))
    over = NamingRound(seed=1, indices=(0, 1, 2, 3), answers=(3, 5, 5, 3), seconds=(1.0,) * 4)
    assert agreed_against(over, seen) == [0]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.001, "under 0.01 s"), (0.021, "0.02 s"), (7.31, "7.3 s"), (41.2, "41 s"), (130.0, "2 min 10 s")],
)
def test_times_are_as_exact_as_they_can_be(seconds: float, said: str) -> None:
    assert Naming.scores(7, 5, 10, seconds, None).replace("\N{NO-BREAK SPACE}", " ") == (
        f"You: 7 of 10 in {said}. The network: 5 of 10."
    )


@pytest.mark.parametrize(("accuracy", "is_said"), [(0.098, False), (0.969, False), (0.97, True)])
def test_that_a_person_would_misread_some_is_said_of_good_networks_only(accuracy: float, is_said: bool) -> None:
    said = Gallery.about("surest", accuracy)
    assert said.startswith("Sorted by how sure the network was of its wrong answer.")
    assert ("misread" in said) == is_said


def test_few_are_counted_honestly() -> None:
    assert Gallery.title(1, 300) == "Its only mistake: 1 of 300"
    assert Gallery.more(24, 24) == "Show the last 24"
    assert Gallery.pair(MixUp(label=4, answer=9, count=7)) == "4 read as 9: 7 images"
    assert SharedMistakes.chance(0.04) == (
        "By chance alone, were their mistakes independent, it would be under 0.1 images."
    )
    assert SharedMistakes.counted_in([f"N{number}" for number in range(8)]) == "Counted: N0; N1; N2; N3; N4; 3 more."
