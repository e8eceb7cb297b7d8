"""Filters and orders of images: literal arrays in, literal places out."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.selection.image_order import PixelMeasures, Readings, emptying, places
from core.data.selection.image_query import ImageQuery

LABELS = np.array([4, 9, 4, 7, 4, 9], np.uint8)
READINGS = Readings(
    answers=np.array([4, 4, 9, 7, 4, 9], np.uint8),
    sureness=np.array([0.99, 0.6, 0.5, 1.0, 0.2, 0.8], np.float32),
    losses=np.array([0.01, 3.0, 2.0, 0.0, 1.6, 0.22], np.float32),
)
PIXELS = PixelMeasures(
    ink=np.array([0.1, 0.3, 0.2, 0.1, 0.5, 0.4], np.float32),
    distances=np.array([5, 4, 3, 9, 1, 2], np.float32),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ImageQuery(), [0, 1, 2, 3, 4, 5]),
        (ImageQuery(is_reversed=True), [5, 4, 3, 2, 1, 0]),
        (ImageQuery(digits=(4, 7)), [0, 2, 3, 4]),
        (ImageQuery(reading="right"), [0, 3, 4, 5]),
        (ImageQuery(reading="wrong"), [1, 2]),
        (ImageQuery(reading="wrong", digits=(9,)), [1]),
        (ImageQuery(sureness=(50, 80)), [1, 2, 5]),
        (ImageQuery(sureness=(0, 20)), [4]),
        (ImageQuery(order="hardest"), [1, 2, 4, 5, 0, 3]),
        (ImageQuery(order="hardest", is_reversed=True, digits=(4,)), [0, 4, 2]),
        (ImageQuery(order="ink"), [0, 3, 2, 1, 5, 4]),
        (ImageQuery(order="typical"), [4, 5, 2, 1, 0, 3]),
        (ImageQuery(order="typical", is_reversed=True, reading="wrong"), [1, 2]),
        (ImageQuery(digits=(0,)), []),
    ],
    ids=lambda value: value.text if isinstance(value, ImageQuery) else "",
)
def test_filters_and_orders(query: ImageQuery, expected: list[int]) -> None:
    assert places(query, LABELS, readings=READINGS, pixels=PIXELS).tolist() == expected


def test_random_order_is_the_seeds() -> None:
    labels = np.zeros(100, np.uint8)
    one = places(ImageQuery(order="random", seed=42), labels).tolist()
    assert one == places(ImageQuery(order="random", seed=42), labels).tolist()
    assert one != places(ImageQuery(order="random", seed=43), labels).tolist()
    assert sorted(one) == list(range(100))


def test_what_is_not_known_yet_is_as_if_it_was_not_asked_for() -> None:
    asked = ImageQuery(digits=(4,), reading="wrong", sureness=(0, 10), order="hardest", is_reversed=True)
    assert places(asked, LABELS).tolist() == [0, 2, 4]
    assert places(ImageQuery(order="typical"), LABELS, readings=READINGS).tolist() == [0, 1, 2, 3, 4, 5]


def test_the_filter_that_finds_nothing_is_told_from_the_others() -> None:
    asked = ImageQuery(digits=(7,), reading="wrong", sureness=(50, 100))
    assert places(asked, LABELS, readings=READINGS).tolist() == []
    found = emptying(asked, LABELS, readings=READINGS)
    assert [(query.text, count) for query, count in found] == [
        ("test.wrong.sure-50-100", 2),
        ("test.digits-7.sure-50-100", 1),
    ]


def test_filters_of_equal_values_are_told_apart() -> None:
    asked = ImageQuery(digits=(1, 9), sureness=(1, 9))
    readings = Readings(
        answers=np.array([4], np.uint8), sureness=np.array([0.05], np.float32), losses=np.zeros(1, np.float32)
    )
    found = emptying(asked, np.array([4], np.uint8), readings=readings)
    assert [(query.digits, count) for query, count in found] == [((), 1)]


def test_limit_of_sureness_itself_is_within() -> None:
    readings = Readings(
        answers=np.zeros(3, np.uint8),
        sureness=np.array([0.0, 0.5, 1.0], np.float32),
        losses=np.zeros(3, np.float32),
    )
    labels = np.zeros(3, np.uint8)
    assert places(ImageQuery(sureness=(0, 50)), labels, readings=readings).tolist() == [0, 1]
    assert places(ImageQuery(sureness=(50, 100)), labels, readings=readings).tolist() == [1, 2]
