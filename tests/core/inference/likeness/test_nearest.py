"""The nearest training images: an image is its own nearest, and pieces give what all at once do."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import DataError
from core.inference.likeness.nearest import join_nearest, nearest, nearest_stored


def test_training_image_is_nearest_to_itself_at_distance_0(bundled_dataset: Dataset) -> None:
    found = nearest(
        np.array(bundled_dataset.train_images[1234]), bundled_dataset.train_images, bundled_dataset.train_labels
    )
    assert found.indices[0] == 1234
    assert found.labels[0] == bundled_dataset.train_labels[1234]
    assert found.distances[0] == 0
    assert len(found.indices) == 5
    assert found.count == bundled_dataset.train_count
    assert (np.diff(found.distances) >= 0).all()


def test_distance_is_counted_in_pixels_of_full_ink() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 0, :9] = 255  # 9 pixels
    images[1, 0, :4] = 255  # 4
    images[2, 5, 5] = 51  # a fifth of one
    found = nearest(np.zeros((28, 28), np.uint8), images, np.array([3, 1, 4], np.uint8), first=100)
    assert found.indices.tolist() == [102, 101, 100]
    assert found.labels.tolist() == [4, 1, 3]
    assert found.distances.tolist() == pytest.approx([0.2, 2, 3])


def test_black_and_white_are_as_far_apart_as_can_be() -> None:
    full = np.full((1, 28, 28), 255, np.uint8)
    found = nearest(np.zeros((28, 28), np.uint8), full, np.array([0], np.uint8))
    assert found.distances.tolist() == [28]


def test_pieces_joined_are_all_at_once(bundled_dataset: Dataset) -> None:
    folder, image = str(bundled_dataset.folder), np.array(bundled_dataset.test_images[7])
    parts = [nearest_stored(folder, image, first, 1500) for first in (0, 1500)]
    together = nearest(image, bundled_dataset.train_images[:3000], bundled_dataset.train_labels[:3000])
    joined = join_nearest(*parts)
    assert joined.indices.tolist() == together.indices.tolist()
    assert joined.squares.tolist() == together.squares.tolist()
    assert joined.count == 3000


def test_of_equal_ones_the_earlier_is_first() -> None:
    images = np.zeros((7, 28, 28), np.uint8)
    labels = np.arange(7, dtype=np.uint8)
    halves = [nearest(images[0], images[part], labels[part], first=part.start) for part in (slice(0, 3), slice(3, 7))]
    assert join_nearest(*halves).indices.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("shape", [(28, 27), (1, 28, 28)])
def test_what_is_no_picture_is_refused(bundled_dataset: Dataset, shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError):
        nearest_stored(str(bundled_dataset.folder), np.zeros(shape, np.uint8), 0, 10)


def test_as_many_as_are_asked_for_without_the_picture_itself(bundled_dataset: Dataset) -> None:
    folder, image = str(bundled_dataset.folder), np.array(bundled_dataset.train_images[1600])
    parts = [nearest_stored(folder, image, first, 1500, kept=10, without=1600) for first in (0, 1500)]
    joined = join_nearest(*parts, kept=10)
    alone = nearest(image, bundled_dataset.train_images[:3000], bundled_dataset.train_labels[:3000], kept=11)
    assert alone.indices[0] == 1600
    assert joined.indices.tolist() == alone.indices[1:].tolist()
    assert joined.squares.tolist() == alone.squares[1:].tolist()
    assert joined.count == 2999


def test_picture_alone_has_no_neighbour() -> None:
    found = nearest(np.zeros((28, 28), np.uint8), np.zeros((1, 28, 28), np.uint8), np.array([3], np.uint8), without=0)
    assert (found.count, len(found.indices), found.labels.dtype) == (0, 0, np.uint8)
