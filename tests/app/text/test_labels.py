"""A label in words: digits as they were, classes by their names."""

from __future__ import annotations

import copy
import pickle

import pytest

from core.data.named_label import said
from pages.text.labels import (
    label_short,
    label_text,
    of_classes,
    of_pictures,
    read_as,
    reads,
    thing,
)
from pages.text.numbers import a_digit

pytestmark = pytest.mark.app

CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")


def test_digits_are_said_as_digits() -> None:
    assert (label_short(7), label_text(7), thing()) == ("7", "7", "digit")


def test_classes_are_said_by_their_names() -> None:
    assert label_short(7, CLOTHES) == "Sneaker"
    assert label_text(7, CLOTHES) == "7 (Sneaker)"
    assert thing(CLOTHES) == "picture"


def test_label_with_a_name_is_said_by_it_and_counts_as_before() -> None:
    label = said(7, CLOTHES)
    assert (f"{label}", str(label), a_digit(label)) == ("Sneaker", "Sneaker", "Sneaker")
    assert (label, CLOTHES[label], {7: "x"}[label], label + 1) == (7, "Sneaker", "x", 8)
    assert pickle.loads(pickle.dumps(label)).name == copy.deepcopy(label).name == "Sneaker"
    assert said(7) == 7
    assert str(said(7)) == "7"
    assert (read_as(7), read_as(label), reads(7), reads(label)) == ("read as", "taken for", "reads", "says")


def test_sentence_about_digits_becomes_one_about_pictures_or_classes() -> None:
    assert of_pictures("Test digits: a digit.", CLOTHES) == "Test pictures: a picture."
    assert of_classes("Digit, digits") == "Digit, digits"
    assert of_classes("Digit, digits", CLOTHES) == "Class, classes"
