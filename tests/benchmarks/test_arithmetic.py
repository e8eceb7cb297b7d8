"""What Inside works out by hand is what the engine computes: random networks of every kind of layer."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from benchmarks.arithmetic import MOST_DIFFERENCE, by_hand, differences, random_trace
from models.layers import LAYER_KINDS

pytestmark = pytest.mark.process
NETWORKS = 15


def test_cells_worked_out_by_hand_are_those_of_the_network():
    largest: dict[str, float] = defaultdict(float)
    for seed in range(NETWORKS):
        for kind, difference in differences(np.random.default_rng([2026, seed])):
            largest[kind] = max(largest[kind], difference)
    assert set(largest) == {*LAYER_KINDS, "before the function"}
    assert max(largest.values()) < MOST_DIFFERENCE


def test_wrong_weight_is_found():
    followed = random_trace(np.random.default_rng([2026, 0]))
    last = followed.count - 1
    name = f"{followed.layer_row(last).name}/bias"
    followed.weights[name][0] += 0.01  # of one unit alone: softmax does not see what is added to all
    moved = [abs(by_hand(followed, last, (unit,)) - followed.output_of(last)[unit]) for unit in range(10)]
    assert max(moved) > MOST_DIFFERENCE
