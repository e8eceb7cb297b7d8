"""Why a network answers as it does, asked in pieces: how many, and what is made of the answers."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.attribution.target import Target
from core.inference.cost import image_cost
from core.inference.loaded_networks import StoredNetwork
from core.serving.attribution import Questioner, finest_stride
from models.layers import Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec

SMALL = mlp(hidden=(4,), dropout=0.0)
LARGE = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=128, kernel_size=3, padding="same"),
        Conv2D(filters=256, kernel_size=5, padding="same"),
        Conv2D(filters=8, kernel_size=4, strides=4),
        Flatten(),
        Dense(units=10),
    ),
)
MIDDLE = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=64, kernel_size=3, padding="same"),
        Conv2D(filters=128, kernel_size=5, padding="same"),
        Flatten(),
        Dense(units=10),
    ),
)
IMAGE_OF_LINES = np.zeros((28, 28), np.uint8)
IMAGE_OF_LINES[10:13, 5:23] = 255


class Counting:
    """Answers with the ink of each image as the logit of 1, in the inference client's place."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def call(self, target: str, network: StoredNetwork, images: np.ndarray, *rest: object):
        self.asked.append((target.partition(":")[2], len(images)))
        if target.endswith(":logits"):
            return np.eye(10, dtype=np.float32)[1] * images.reshape(len(images), -1).sum(axis=1)[:, None] / 255
        return np.ones_like(images)


def questioner(spec: NetworkSpec) -> tuple[Questioner, Counting]:
    counting = Counting()
    network = StoredNetwork(spec=spec, path="weights.npz", digest="d" * 64)
    return Questioner(counting, network), counting  # type: ignore[arg-type]


def test_small_network_reads_many_pictures_at_once_and_a_large_one_few():
    asked, counting = questioner(SMALL)
    asked.occlude(IMAGE_OF_LINES, square=4, stride=1)
    assert [count for _, count in counting.asked] == [500, 126]
    asked, counting = questioner(LARGE)
    asked.occlude(IMAGE_OF_LINES, square=7, stride=4)
    sizes = [count for _, count in counting.asked]
    assert sum(sizes) == 37
    assert max(sizes) < 10
    asked.attribute(IMAGE_OF_LINES, "smoothgrad", Target(digit=1))
    gradients = [count for name, count in counting.asked if name == "input_gradients"]
    assert sum(gradients) == 50
    assert max(gradients) < max(sizes)


@pytest.mark.parametrize(("spec", "stride"), [(SMALL, 1), (MIDDLE, 2), (LARGE, 4)], ids=["small", "middle", "large"])
def test_squares_lie_as_close_as_a_few_seconds_allow(spec, stride):
    assert finest_stride(spec, 4) == stride


def test_middle_network_costs_what_the_strides_are_chosen_by():
    # about 1.65e8 for each picture: 625 squares would be 1.0e11, 169 are 2.8e10
    assert round(image_cost(MIDDLE), -6) == 165_000_000


def test_square_that_holds_ink_makes_the_logit_fall_by_that_ink():
    asked, _ = questioner(SMALL)
    falls = asked.occlude(IMAGE_OF_LINES, square=3, stride=1).falls(Target(digit=1))
    assert falls[10, 10] == 9
    assert falls[9, 10] == 6
    assert falls[0, 0] == 0
    assert asked.occlude(IMAGE_OF_LINES, square=3, stride=1).falls(Target(digit=1, against=4))[10, 10] == 9


def test_each_picture_of_several_deletions_is_read_once_and_each_curve_has_its_own_answers():
    asked, counting = questioner(SMALL)
    inked = np.flatnonzero(IMAGE_OF_LINES)
    first, second = asked.delete(IMAGE_OF_LINES, [inked, inked], 1)
    assert sum(count for _, count in counting.asked) == 21
    np.testing.assert_array_equal(first.probabilities, second.probabilities)
    logits = 54 - np.round(np.arange(21) / 20 * 54)
    np.testing.assert_allclose(first.probabilities, np.exp(logits) / (np.exp(logits) + 9), rtol=1e-5)
    by_chance = asked.delete_at_random(IMAGE_OF_LINES, 1)
    np.testing.assert_allclose(by_chance.probabilities, first.probabilities, rtol=1e-5)
