"""The most and the least typical images: by hand, and pieces give what all at once do."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.inference.classes.extremes import KEPT, extremes, extremes_stored, join_extremes
from core.inference.classes.sums import class_sums


def test_images_stand_by_their_distance_to_the_mean_of_their_label() -> None:
    images = np.zeros((4, 28, 28), np.uint8)
    images[0, 0, :9] = 255  # 9 pixels from paper
    images[1, 0, :4] = 255  # 4
    images[2, 5, 5] = 51  # a fifth of one
    images[3] = 255  # of another label, and its mean
    means = np.zeros((10, 28, 28))
    means[7] = 1.0
    found = extremes(images, np.array([3, 3, 3, 7], np.uint8), means, first=100)
    indices, distances = found.near.of(3)
    assert indices.tolist() == [102, 101, 100]
    assert distances.tolist() == pytest.approx([0.2, 2, 3])
    indices, distances = found.far.of(3)
    assert indices.tolist() == [100, 101, 102]
    assert [part.tolist() for part in found.near.of(7)] == [[103], [0]]
    assert [part.tolist() for part in found.far.of(0)] == [[], []]


def test_of_equal_ones_the_earlier_come_first_and_only_ten_of_a_label() -> None:
    images, labels = np.zeros((25, 28, 28), np.uint8), np.zeros(25, np.uint8)
    means = np.zeros((10, 28, 28))
    found = extremes(images, labels, means)
    assert found.near.indices.tolist() == found.far.indices.tolist() == list(range(10))
    halves = [extremes(images[part], labels[part], means, first=part.start) for part in (slice(0, 4), slice(4, 25))]
    joined = join_extremes(*halves)
    assert joined.near.indices.tolist() == joined.far.indices.tolist() == list(range(10))


def test_pieces_joined_are_all_at_once(bundled_dataset: Dataset) -> None:
    images, labels = bundled_dataset.train_images, bundled_dataset.train_labels
    means, folder = class_sums(images, labels).means(), str(bundled_dataset.folder)
    joined = join_extremes(
        extremes_stored(folder, "train", means, 0, 1700), extremes_stored(folder, "train", means, 1700, 2300)
    )
    whole = extremes(images, labels, means)
    for one, other in ((joined.near, whole.near), (joined.far, whole.far)):
        assert one.indices.tolist() == other.indices.tolist()
        assert one.labels.tolist() == np.repeat(range(10), KEPT).tolist() == labels[one.indices].tolist()
    near, far = joined.near.of(4)[1], joined.far.of(4)[1]
    assert (np.diff(near) >= 0).all()
    assert (np.diff(far) <= 0).all()
    away = np.array(images[joined.far.of(4)[0][0]]) / 255 - means[4]
    assert far[0] == pytest.approx(np.sqrt((away**2).sum()), rel=1e-5)
    assert near[-1] < far[-1]
