"""What is said of doubtful labels, word by word."""

from __future__ import annotations

import dataclasses

import pytest

from pages.text.browse_suspicious import Suspicious
from tests.support.doubted_labels import BASIS, doubts

NAMES = ("Shirt", "Trousers", "Pullover", "Dress", "Coat", "Sandal", "Jacket", "Sneaker", "Bag", "Boot")


def test_what_is_found_says_what_it_is_based_on():
    assert Suspicious.found(doubts(), None) == (
        "**The 3 images whose labels ten small networks doubt most**, the most doubtful first: 2 training images, "
        "1 test image. 4 → 7 means: labelled 4, the networks say 7. A doubted label may be right: some images are "
        "hard to read.\n\n:small[Each network was trained on 48,000 training images for 3 epochs; two judged each "
        "image, and neither had seen it. They read 99.18 % of the training images and 99.22 % of the test images as "
        "their labels say.]"
    )


@pytest.mark.parametrize(
    ("repeats", "words"),
    [(1, "; one judged each image, and it had not seen it."), (3, "; three judged each image, and none of them had")],
)
def test_judges_are_counted(repeats, words):
    assert words in Suspicious.based_on(dataclasses.replace(BASIS, repeats=repeats))


def test_nothing_doubted_is_said():
    assert Suspicious.found(doubts(count=0), None).startswith("No label is doubted: ")
    assert "**The 1 image whose label ten" in Suspicious.found(doubts(count=1), None)


def test_doubt_is_called_by_the_labels_names_where_they_have_some():
    doubt = doubts().doubts[1]
    assert Suspicious.caption(doubt, None) == "3 → 9"
    assert Suspicious.detail(doubt, None) == "the networks say 9 instead, 97.0 %; 3: 2.0 %"
    assert NAMES[3] in Suspicious.caption(doubt, NAMES)
    assert NAMES[9] in Suspicious.detail(doubt, NAMES)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "It takes a minute or so once a trainer is free"),
        (3.0, "It takes about 10 s once"),
        (43.2, "It takes about 40 s once"),
        (94.0, "It takes about 1 min 30 s once"),
        (200.0, "It takes about 3 min once"),
    ],
)
def test_time_is_said_as_roughly_as_it_is_known(seconds, words):
    said = Suspicious.before(networks=10, judges=2, learned_from=48_000, train_count=60_000, seconds=seconds)
    assert said.startswith("Is every label right? Ten small networks are trained here, each on 48,000 of the 60,000")
    assert words in said


def test_place_in_line_and_progress():
    assert Suspicious.waiting(1, 0) == "Waiting for a trainer: 1 run or job comes first."
    assert Suspicious.waiting(2, 0) == "Waiting for a trainer: 2 runs and jobs come first."
    assert Suspicious.waiting(0, 0) == "Waiting for a trainer."
    assert Suspicious.waiting(0, 5) == "The trainer is waking up (about 10 s)."
    assert Suspicious.working(0.0, 10) == "Network 1 of 10 learns and judges: 0\N{NO-BREAK SPACE}% done"
    assert Suspicious.working(0.279, 10).startswith("Network 3 of 10 learns and judges: 27")
    assert Suspicious.working(1.0, 10).startswith("Network 10 of 10")


def test_why_is_told_in_sixty_words():
    assert len(Suspicious.WHY_TEXT.split()) <= 60
