"""Sums over images: counts, means, spreads and inked pixels by hand, and pieces give what all at once do."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.inference.classes.sums import class_sums, join_sums, sum_stored


def images_of(*corners: int) -> np.ndarray:
    """Return images that are paper but for the grey value of their first pixel."""
    images = np.zeros((len(corners), 28, 28), np.uint8)
    images[:, 0, 0] = corners
    return images


def test_mean_and_spread_of_three_images_by_hand() -> None:
    found = class_sums(images_of(0, 255, 102, 51), np.array([4, 4, 9, 9], np.uint8))
    assert found.counts.tolist() == [0, 0, 0, 0, 2, 0, 0, 0, 0, 2]
    assert found.count == 4
    assert found.sums[[4, 9], 0].tolist() == [255, 153]
    assert found.squares[[4, 9], 0].tolist() == [65025, 102**2 + 51**2]
    assert found.means()[[4, 9], 0, 0].tolist() == pytest.approx([0.5, 0.3])
    assert found.deviations()[[4, 9], 0, 0].tolist() == pytest.approx([0.5, 0.1])
    assert found.means()[:, 1:].max() == 0


def test_label_without_images_is_paper() -> None:
    found = class_sums(images_of(255), np.array([1], np.uint8))
    assert found.means()[0].max() == 0
    assert found.deviations().max() == 0


def test_images_with_ink_are_counted_at_each_pixel() -> None:
    found = class_sums(images_of(0, 1, 255), np.array([1, 2, 2], np.uint8))
    assert found.inked[:, 0].tolist() == [0, 0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert found.with_ink()[0, 0] == 2
    assert found.with_ink().sum() == 2


def test_full_ink_in_many_images_does_not_run_over() -> None:
    found = class_sums(np.full((300, 28, 28), 255, np.uint8), np.full(300, 8, np.uint8))
    assert found.squares[8].tolist() == [300 * 65025] * 784
    assert found.deviations()[8].max() == 0


def test_pieces_joined_are_all_at_once(bundled_dataset: Dataset) -> None:
    folder = str(bundled_dataset.folder)
    joined = join_sums(sum_stored(folder, "train", 0, 1500), sum_stored(folder, "train", 1500, 2500))
    whole = class_sums(bundled_dataset.train_images, bundled_dataset.train_labels)
    for name in ("counts", "sums", "squares", "inked"):
        assert np.array_equal(getattr(joined, name), getattr(whole, name))
    assert joined.counts.tolist() == [400] * 10
    pixels = np.array(bundled_dataset.train_images[bundled_dataset.train_labels == 3]) / 255
    assert joined.means()[3] == pytest.approx(pixels.mean(axis=0))
    assert joined.deviations()[3] == pytest.approx(pixels.std(axis=0), abs=1e-7)


def test_test_images_are_of_their_own_collection(bundled_dataset: Dataset) -> None:
    assert sum_stored(str(bundled_dataset.folder), "test", 0, 10**6).count == bundled_dataset.test_count
