"""Labels that are sorted, wholly or in part, are told from those in any order."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examination.findings import is_sorted
from core.data.formats.npz import read_npz


def partly_sorted(labels: np.ndarray, share: float) -> np.ndarray:
    """Return the labels sorted, and then a share of them exchanged at random."""
    generator = np.random.default_rng(6)
    labels = np.sort(labels)
    places = generator.choice(len(labels), round(share * len(labels)), replace=False)
    labels[places] = labels[generator.permutation(places)]
    return labels


@pytest.mark.parametrize("count", [600, 3000, 60_000])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.6])
def test_labels_that_are_sorted_in_part_are_found(count, share):
    labels = np.random.default_rng(7).integers(0, 10, count).astype(np.uint8)
    assert is_sorted(partly_sorted(labels, share), has_end=True)


def test_end_with_other_labels_matters_where_it_validates():
    labels = np.random.default_rng(8).integers(0, 10, 3000)
    labels[2700:] = np.where(labels[2700:] < 5, labels[2700:] + 5, labels[2700:])
    labels[2700:2705] = range(5)
    assert is_sorted(labels, has_end=True)
    assert not is_sorted(labels, has_end=False)


@pytest.mark.parametrize("count", [60, 100, 200, 210, 300, 600, 1000, 3000])
@pytest.mark.parametrize("shares", ["even", "uneven"])
def test_no_random_order_is_called_sorted(count, shares):
    generator = np.random.default_rng(9)
    chances = None if shares == "even" else [0.9, 0.05, 0.02, 0.01, 0.01, 0.004, 0.003, 0.001, 0.001, 0.001]
    for _ in range(1000):
        assert not is_sorted(generator.choice(10, count, p=chances), has_end=True)


def test_no_part_of_mnist_is_called_sorted(real_mnist):
    _, train, _, test = read_npz(real_mnist / "mnist.npz", ("x_train", "y_train", "x_test", "y_test"))
    for labels in (train.values, test.values):
        assert not is_sorted(labels, has_end=True)
        for count in (60, 200, 600, 1000, 3000):
            for first in range(0, len(labels) - count + 1, count):
                assert not is_sorted(labels[first : first + count], has_end=True)
