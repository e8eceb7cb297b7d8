"""Main components and nearest others, against NumPy's ways to all of them at once."""

from __future__ import annotations

import numpy as np

from core.data.dataset import Dataset
from core.inference.embedding.mapped_images import MappedImages, mapped_indices
from core.inference.embedding.neighbours import agreeing, main_components, nearest_others, upright_signs


def test_main_components_are_numpys(dataset: Dataset) -> None:
    mapped = MappedImages(data_folder=str(dataset.folder), split="test", count=60)
    *told, found = main_components(mapped, 60)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert isinstance(found, np.ndarray)
    rows = dataset.test_images[mapped_indices(dataset, "test", 60)].reshape(60, -1) / 255
    left, values, _ = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    expected = (left * values)[:, :5]
    expected *= upright_signs(expected)
    np.testing.assert_allclose(found[:, :5], expected / np.abs(expected).max(), atol=1e-3)


def test_nearest_others_are_those_of_all_distances() -> None:
    points = np.random.default_rng(2).normal(size=(300, 3))
    away = np.linalg.norm(points[:, np.newaxis] - points, axis=2)
    np.fill_diagonal(away, np.inf)
    expected = np.argsort(away, axis=1)[:, :4]
    places, distances = nearest_others(points, 4)
    np.testing.assert_array_equal(places, expected)
    np.testing.assert_allclose(distances, np.take_along_axis(away, expected, axis=1))
    some, _ = nearest_others(points, 4, first=200, count=50)
    np.testing.assert_array_equal(some, expected[200:250])


def test_of_equal_distances_the_earlier_point_comes_first() -> None:
    places, _ = nearest_others(np.array([[0.0, 0], [1, 0], [-1, 0], [0, 1]]), 3)
    assert places[0].tolist() == [1, 2, 3]


def test_points_agree_with_the_labels_round_them() -> None:
    clumps = np.repeat([[0.0, 0], [50, 0]], 12, axis=0) + np.arange(24)[:, np.newaxis] % 12 * [0.1, 0.03]
    labels = np.repeat([3, 7], 12).astype(np.uint8)
    assert agreeing(clumps, labels, 0, 24) == 24
    labels[0] = 7
    assert agreeing(clumps, labels, 0, 24) == 23
    assert agreeing(clumps, labels, 1, 23) == 23


def test_long_tails_point_up() -> None:
    points = np.array([[-1.0, 2], [-1, 2], [2, -4]])
    assert upright_signs(points).tolist() == [1.0, -1.0]
    assert upright_signs(np.zeros((3, 2))).tolist() == [1.0, 1.0]
