"""Pixels turned round: what a flip makes, which one helps most, and where a greedy search ends."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.edits.flips import MOST_FLIPS, Flip, begin, best_flip, flipped, flips, go_on, lead
from core.inference.predict import Predictions

BLANK = np.zeros((28, 28), np.uint8)


def said(logits: np.ndarray) -> Predictions:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return Predictions(logits=logits, probabilities=powers / powers.sum(axis=1, keepdims=True))


def logits_of(images: np.ndarray) -> np.ndarray:
    """Say 4 by 3, and 9 by 2 for each full pixel in the first row."""
    logits = np.zeros((len(images), 10), np.float32)
    logits[:, 4] = 3
    logits[:, 9] = 2 * (images[:, 0] == 255).sum(axis=1)
    return logits


def test_paper_becomes_ink_and_ink_paper() -> None:
    values = np.array([0, 1, 127, 128, 254, 255], np.uint8)
    assert flipped(values).tolist() == [255, 255, 255, 0, 0, 0]


def test_each_of_784_pictures_has_one_pixel_turned_round() -> None:
    image = BLANK.copy()
    image[3, 5] = 200
    turned = flips(image)
    assert turned.shape == (784, 28, 28)
    assert turned.dtype == np.uint8
    different = turned != image
    assert (different.sum(axis=(1, 2)) == 1).all()
    assert different.reshape(784, 784)[np.arange(784), np.arange(784)].all()
    assert turned[3 * 28 + 5, 3, 5] == 0
    assert turned[0, 0, 0] == 255


def test_lead_is_over_the_best_of_the_others() -> None:
    logits = np.array([[1.0, 5.0, 2.5, *[0.0] * 7], [4.0, 1.0, 2.0, *[0.0] * 7]])
    assert lead(logits, 0).tolist() == [-4.0, 2.0]
    assert lead(logits, 1).tolist() == [2.5, -3.0]
    assert lead(np.array([np.nan, *[0.0] * 9]), 0) == -np.inf


def test_best_flip_is_the_first_of_equal_ones_and_none_of_those_left_out() -> None:
    found = best_flip(said(logits_of(flips(BLANK))), 9)
    assert (found.index, found.lead) == (0, -1.0)
    assert found.probability == pytest.approx(np.e**2 / (np.e**3 + np.e**2 + 8))
    assert best_flip(said(logits_of(flips(BLANK))), 9, without=(0, 1)).index == 2


def search_to_the_end(limit: float):
    """Search for a 9 from an empty picture of which the network says 4 by `limit`."""

    def logits(images: np.ndarray) -> np.ndarray:
        found = logits_of(images)
        found[:, 4] = limit
        return found

    search = begin(BLANK, logits(BLANK[np.newaxis])[0], 9)
    while search.standing == "searching":
        image = np.frombuffer(search.image, np.uint8).reshape(28, 28)
        search = go_on(search, best_flip(said(logits(flips(image))), 9, without=search.flipped))
    return search


def test_search_ends_as_soon_as_the_digit_is_read() -> None:
    search = search_to_the_end(3)
    assert (search.standing, search.flipped, search.lead) == ("found", (0, 1), 1.0)
    assert list(search.image[:4]) == [255, 255, 0, 0]
    assert sum(search.image) == 2 * 255


def test_search_ends_where_nothing_helps_any_more() -> None:
    search = search_to_the_end(200)  # the first row has 28 pixels: 56 is all that there is
    assert (search.standing, len(search.flipped), search.lead) == ("stuck", 28, -144.0)


def test_search_ends_after_the_most_flips() -> None:
    search, image = begin(BLANK, logits_of(BLANK[np.newaxis])[0], 9), BLANK
    for place in range(MOST_FLIPS):
        assert search.standing == "searching"
        search = go_on(search, Flip(index=place, lead=search.lead + 0.01, probability=0.1))
    assert (search.standing, len(search.flipped)) == ("most", 40)
    assert image.sum() == 0  # nothing was changed in the picture that it began with


def test_digit_that_is_read_already_needs_no_flip() -> None:
    assert begin(BLANK, logits_of(BLANK[np.newaxis])[0], 4).standing == "found"
