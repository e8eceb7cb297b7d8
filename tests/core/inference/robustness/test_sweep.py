"""Counts of damaged images that are read right, against a loop over single images."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from core.inference.loaded_networks import StoredNetwork, load_network
from core.inference.robustness.conditions import CONDITIONS, STRENGTHS, damaged
from core.inference.robustness.sweep import Sweep, count_right, unknown
from models.mlp import mlp


@pytest.mark.process
@pytest.mark.parametrize(("key", "strength"), [(None, 1), ("rotation", 4), ("noise", 2)], ids=str)
def test_counts_are_those_of_one_image_after_another(key, strength, bundled_dataset, stored: Callable) -> None:
    network: StoredNetwork = stored(mlp(hidden=(8,), dropout=0.0))
    found = count_right(network, str(bundled_dataset.folder), key, strength, 30, 50)
    right = 0
    for index in range(30, 80):
        image = np.array(bundled_dataset.test_images[index : index + 1])
        given = image if key is None else damaged(image, key, strength, [index])
        right += int(load_network(network).logits(given)[0].argmax()) == bundled_dataset.test_labels[index]
    assert found == right
    assert 0 < found < 50


def test_means_are_over_strengths_and_then_over_conditions() -> None:
    right = np.full((len(CONDITIONS), STRENGTHS), 50, np.int64)
    right[0] = [100, 90, 80, 70, 60, 50, 40, 30]
    sweep = Sweep(right=right, clean=100, count=100)
    assert sweep.is_whole
    assert sweep.clean_accuracy == 1
    assert sweep.accuracies(0) == (1, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
    assert sweep.condition_mean(0) == pytest.approx(0.65)
    assert sweep.mean_accuracy == pytest.approx((0.65 + 8 * 0.5) / 9)


def test_what_is_not_known_is_none() -> None:
    nothing = unknown(100)
    assert (nothing.is_whole, nothing.clean_accuracy, nothing.mean_accuracy) == (False, None, None)
    assert nothing.accuracies(3) == (None,) * 9
    right = nothing.right.copy()
    right[0], right[1, :3] = 90, 80
    some = Sweep(right=right, clean=95, count=100)
    assert (some.known_conditions, some.mean_accuracy) == (1, None)
    assert (some.condition_mean(0), some.condition_mean(1)) == (0.9, None)
    assert some.accuracies(1) == (0.95, 0.8, 0.8, 0.8, None, None, None, None, None)
