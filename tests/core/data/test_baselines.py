"""What is easy, on hand-sized pictures and on MNIST."""

import os
from pathlib import Path

import numpy as np
import pytest

from core.data.baselines import Baselines, baselines
from core.data.dataset import load_dataset


def pictures(*levels: int) -> np.ndarray:
    return np.array([np.full((28, 28), level) for level in levels], np.uint8)


def test_most_frequent_digit_and_nearest_mean_are_counted_on_the_test_images():
    found = baselines(
        pictures(10, 30, 200, 220, 210),
        np.array([0, 0, 5, 5, 5], np.uint8),
        pictures(0, 255, 120, 100),
        np.array([0, 5, 0, 5], np.uint8),
    )
    # the means are 20 and 210: what is darker than 115 is read as 0
    assert found == Baselines(digit=5, always_accuracy=0.5, nearest_mean_accuracy=0.5)


@pytest.mark.usefixtures("real_mnist")
def test_mnist_has_the_accuracies_that_everybody_quotes(tmp_path):
    def unused():
        raise AssertionError

    found = load_dataset(tmp_path, Path(os.environ["DIGITLAB_DATA"]), make_fallback=unused)
    easy = baselines(found.train_images, found.train_labels, found.test_images, found.test_labels)
    assert (easy.digit, easy.always_accuracy, easy.nearest_mean_accuracy) == (1, 0.1135, 0.8203)
