"""How a network wants its pixels: found by what it reads right in each usual way."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.gallery import spread_indices
from core.errors import ModelFileError
from core.importing.pixel_trial import (
    MAX_DIGITS,
    SCALINGS,
    ScalingName,
    best_scaling,
    check_numbers,
    correct_per_scaling,
    digit_count,
)
from core.inference.loaded_networks import StoredNetwork, probabilities_of
from core.inference.predict import Predictions
from models.layers import Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec
from tests.support.brought_models import SMALL

NETWORK = StoredNetwork(spec=SMALL, path="", digest="")
LABELS = np.arange(10)
IMAGES = np.zeros((10, 28, 28), np.uint8)
IMAGES[LABELS, LABELS, 0] = 255  # digit d has one pixel of ink, in row d
# What a network of each kind was trained to see: paper, and full ink.
EXPECTED = {
    "unit": (0.0, 1.0),
    "bytes": (0.0, 255.0),
    "standard": (-0.4242, 2.8215),
    "centred": (-1.0, 1.0),
    "dark_on_light": (1.0, 0.0),
}


def reader(paper: float, ink: float):
    """Return a network that finds the row whose pixel is ink; where it sees other numbers, it says 0."""

    def ask(network: StoredNetwork, images: np.ndarray) -> Predictions:
        first = network.pixels.inputs(images)[:, :10, 0]
        seen = np.isclose(first, ink, atol=1e-3) & np.isclose(network.pixels.inputs(images)[:, :1, 5], paper, atol=1e-3)
        logits = seen.astype(np.float32)
        return Predictions(logits=logits, probabilities=probabilities_of(logits, "softmax"))

    return ask


@pytest.mark.parametrize("way", EXPECTED)
def test_network_reads_all_in_its_own_way_and_guesses_in_the_others(way):
    told = []
    correct = correct_per_scaling(
        NETWORK, IMAGES, LABELS, predict=reader(*EXPECTED[way]), on_progress=lambda *done: told.append(done)
    )
    assert correct == {one: 10 if one == way else 1 for one in EXPECTED}
    assert best_scaling(correct) == way
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_every_usual_way_is_tried_and_the_most_usual_wins_a_tie():
    assert list(SCALINGS) == list(EXPECTED)
    assert best_scaling(dict.fromkeys(SCALINGS, 250)) == "unit"


def numbers(*, unless: ScalingName | None):
    """Return a network that gives no number for the last picture, unless it gets its pixels in a way."""

    def ask(network: StoredNetwork, images: np.ndarray) -> Predictions:
        logits = np.zeros((len(images), 10), np.float32)
        if unless is None or network.pixels != SCALINGS[unless]:
            logits[-1, 3] = np.nan if network.pixels.offset else np.inf
        return Predictions(logits=logits, probabilities=np.full_like(logits, 0.1))

    return ask


def test_ways_in_which_it_gives_no_numbers_are_left_out():
    assert correct_per_scaling(NETWORK, IMAGES, LABELS, predict=numbers(unless="standard")) == {"standard": 1}


def test_network_that_gives_no_numbers_is_refused_whatever_its_file_says_of_pixels():
    with pytest.raises(ModelFileError, match=r"not all numbers\. Bring one whose training went well\.$"):
        correct_per_scaling(NETWORK, IMAGES, LABELS, predict=numbers(unless=None))
    with pytest.raises(ModelFileError, match="not all numbers"):
        check_numbers(NETWORK, IMAGES, predict=numbers(unless="bytes"))
    check_numbers(NETWORK, IMAGES, predict=numbers(unless="unit"))


def test_network_that_takes_long_is_tried_on_fewer_digits():
    def network(filters: int, count: int) -> NetworkSpec:
        convolution = Conv2D(filters=filters, kernel_size=3, padding="same")
        return NetworkSpec(input_shape=IMAGE, layers=(*(convolution,) * count, Flatten(), Dense(units=10)))

    assert digit_count(SMALL) == digit_count(network(32, 2)) == 500
    assert 20 < digit_count(network(256, 3)) < 100
    assert digit_count(network(512, 3)) == 20


@pytest.mark.parametrize(("count", "tried"), [(60_000, 500), (297, 297), (1, 1)])
def test_pictures_are_spread_over_all(count, tried):
    found = spread_indices(count, MAX_DIGITS)
    assert len(np.unique(found)) == len(found) == tried
    assert (found[0], found[-1]) == (0, count - 1)
