"""What is said of a vote of the nearest images, and of a search for few pixels."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.edits.flips import Search
from core.inference.likeness.vote import vote
from pages.text.browse_edit import Flips
from pages.text.browse_nearest import Nearest
from pages.text.labels import label_text

pytestmark = pytest.mark.app
SHOES = ("a", "b", "c", "d", "e", "f", "g", "Sneaker", "i", "j")


@pytest.mark.parametrize(
    ("labels", "label", "said"),
    [
        ([4] * 10, 4, "**All 10 say 4: a vote of them would read 4.** The label says so too."),
        ([9, *[4] * 9], 9, "**9 of 10 say 4: a vote of them would read 4.** The label says 9."),
        ([4, 9] * 5, 4, "**A tie: 4 and 9 have 5 votes each; the nearest of all breaks the tie: 4.**"),
        ([1, 4, 4, 9, 9], 4, "**A tie: 4 and 9 have 2 votes each; by convention the smallest number is read.**"),
        ([3, 5, 8], 8, "**A tie: 3, 5 and 8 have one vote each; the nearest of all breaks the tie: 3.**"),
        ([7], 7, "**It says 7: a vote of them would read 7.**"),
    ],
)
def test_vote(labels: list[int], label: int, said: str) -> None:
    assert Nearest.vote(vote(np.array(labels, np.uint8)), label, None).startswith(said)


@pytest.mark.parametrize(
    ("standing", "flips", "said"),
    [
        ("found", 1, "**1 pixel does it:** for this network that is 9."),
        ("found", 2, "**2 pixels do it:** for this network that is 9. No single flip does, so fewer there are not."),
        ("found", 3, "**3 pixels do it:** for this network that is 9. Each step took"),
        ("stuck", 1, "After 1 pixel no single one brings 9 any closer. Two at once might."),
        ("most", 40, "40 pixels were not enough for 9; the search ends there."),
        ("stopped", 2, "Stopped after 2 pixels."),
    ],
)
def test_search(standing, flips: int, said: str) -> None:
    search = Search(target=9, image=bytes(784), lead=0.0, flipped=tuple(range(flips)), standing=standing)
    assert Flips.found(search, None).startswith(said)


def test_label_with_a_name() -> None:
    assert label_text(7) == "7"
    assert label_text(7, SHOES) == "7 (Sneaker)"
