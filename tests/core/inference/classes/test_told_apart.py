"""What two means alone tell apart, by hand and as the baseline counts it."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.baselines import baselines
from core.data.dataset import Dataset
from core.inference.classes.sums import class_sums
from core.inference.classes.told_apart import join_told_apart, told_apart, told_apart_stored

ALL = np.ones(10, bool)


@pytest.fixture
def means() -> np.ndarray:
    """Return ten means that are full ink in one pixel each."""
    made = np.zeros((10, 784))
    made[np.arange(10), np.arange(10)] = 1
    return made.reshape(10, 28, 28)


def images_at(*pixels: int) -> np.ndarray:
    images = np.zeros((len(pixels), 784), np.uint8)
    images[np.arange(len(pixels)), pixels] = 255
    return images.reshape(-1, 28, 28)


def test_each_image_goes_to_the_nearer_mean(means: np.ndarray) -> None:
    # Two 4s, of which one looks like a 9; a 9; and a 1 that is as far from all means.
    found = told_apart(images_at(4, 9, 9, 500), np.array([4, 4, 9, 1], np.uint8), means, ALL)
    assert found.pair(4, 9) == found.pair(9, 4) == (2, 3)
    assert found.pair(4, 0) == (1, 2)  # the other one is as far from both
    assert found.pair(1, 0) == (0, 1)
    assert found.all() == (2, 4)


def test_label_without_a_mean_draws_no_image(means: np.ndarray) -> None:
    known = ALL.copy()
    known[9] = False
    found = told_apart(images_at(4, 9), np.array([4, 9], np.uint8), means, known)
    assert found.all() == (1, 2)
    assert found.pair(4, 9) == (1, 2)


def test_pieces_joined_agree_with_the_baseline(bundled_dataset: Dataset) -> None:
    arrays = bundled_dataset
    sums, folder = class_sums(arrays.train_images, arrays.train_labels), str(arrays.folder)
    joined = join_told_apart(*(told_apart_stored(folder, sums.means(), ALL, *part) for part in ((0, 300), (300, 700))))
    right, count = joined.all()
    whole = baselines(arrays.train_images, arrays.train_labels, arrays.test_images, arrays.test_labels)
    assert right / count == whole.nearest_mean_accuracy
    assert joined.pair(0, 1)[1] == 200
