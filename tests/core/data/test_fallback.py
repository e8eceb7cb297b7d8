import numpy as np
import pytest

from core.data.fallback import make_digits
from core.data.mnist import load_dataset


@pytest.fixture(scope="module")
def digits():
    return make_digits()


def test_first_1500_train_and_last_297_test(digits):
    assert digits.train_images.shape == (1500, 28, 28)
    assert digits.train_labels.shape == (1500,)
    assert digits.test_images.shape == (297, 28, 28)
    assert digits.test_labels.shape == (297,)
    assert digits.train_labels[:10].tolist() == list(range(10))


def test_digits_are_bright_ink_inside_20_by_20(digits):
    images = np.concatenate([digits.train_images, digits.test_images])
    assert images.dtype == np.uint8
    assert images.max() == 255
    outside = images.copy()
    outside[:, 4:24, 4:24] = 0
    assert not outside.any()
    assert 0.1 < images.mean() / 255 < 0.2  # MNIST's mean ink is 0.13


def test_digits_stand_upright(digits):
    zero = digits.train_images[digits.train_labels == 0].mean(axis=0)
    seven = digits.train_images[digits.train_labels == 7].mean(axis=0)
    assert zero[13:15, 13:15].mean() < zero[5:8, 12:16].mean()
    assert seven[4:8].sum() > seven[20:24].sum()


def test_digits_become_a_data_set(digits, home):
    dataset = load_dataset(home, None, make_fallback=lambda: digits)
    assert dataset.is_fallback
    assert (dataset.train_count, dataset.test_count) == (1500, 297)
