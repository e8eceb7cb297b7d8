"""Ink, and the distance from the mean image of a label: worked out by hand."""

from __future__ import annotations

import numpy as np

from core.data.dataset import Dataset
from core.inference.pictures.pixel_measures import (
    join_measures,
    join_sums,
    measure_stored,
    pixel_measures,
    pixel_sums,
    sum_stored,
)


def test_ink_and_distance_of_three_images() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 0, :2] = 255  # 2 of 784 pixels
    images[2] = 255
    labels = np.array([1, 1, 5], np.uint8)
    sums = pixel_sums(images, labels)
    assert sums.counts.tolist() == [0, 2, 0, 0, 0, 1, 0, 0, 0, 0]
    assert sums.means[1, :3].tolist() == [127.5, 127.5, 0]
    found = pixel_measures(images, labels, sums.means)
    assert np.allclose(found.ink, [2 / 784, 0, 1])
    assert np.allclose(found.distances, [np.sqrt(0.5), np.sqrt(0.5), 0])  # half a pixel's ink away, in two pixels


def test_pieces_come_to_the_whole(bundled_dataset: Dataset) -> None:
    folder, count = str(bundled_dataset.folder), bundled_dataset.train_count
    sums = join_sums(sum_stored(folder, 0, 1500), sum_stored(folder, 1500, count - 1500))
    images, labels = np.array(bundled_dataset.train_images), np.array(bundled_dataset.train_labels)
    assert np.array_equal(sums.sums, pixel_sums(images, labels).sums)
    parts = [measure_stored(folder, sums.means, "train", first, 2000) for first in (0, 2000)]
    found = join_measures(*parts)
    away = (images.reshape(count, -1) - sums.means[labels].astype(np.float64)) / 255
    assert np.allclose(found.distances, np.linalg.norm(away, axis=1), rtol=1e-5)
    assert np.allclose(found.ink, images.mean(axis=(1, 2)) / 255, rtol=1e-5)
