"""A label in words: digits as they were, classes by their names."""

from __future__ import annotations

import pytest

from pages.text.labels import a_label, label_short, label_text, labels_short, thing

pytestmark = pytest.mark.app

CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")


def test_digits_are_said_as_digits() -> None:
    assert (label_short(7), label_text(7), a_label(7), a_label(8), thing()) == ("7", "7", "a 7", "an 8", "digit")
    assert labels_short() == [str(label) for label in range(10)]


def test_classes_are_said_by_their_names() -> None:
    assert label_short(7, CLOTHES) == a_label(7, CLOTHES) == "Sneaker"
    assert label_text(7, CLOTHES) == "7 (Sneaker)"
    assert thing(CLOTHES) == "picture"
    assert labels_short(CLOTHES) == list(CLOTHES)
