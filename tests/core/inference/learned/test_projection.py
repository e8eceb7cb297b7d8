"""Principal components from sums over pieces, against NumPy's decomposition of all values at once."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.learned.projection import (
    covariance_product,
    join_moments,
    moments_of,
    nearest_mean_accuracy,
    next_block,
    random_block,
    total_variance,
)


@pytest.fixture
def rows() -> np.ndarray:
    """300 rows of 50 values with a few main directions, far from 0."""
    rng = np.random.default_rng(2)
    main = rng.normal(size=(300, 6)) * [9, 6, 4, 2, 1.5, 1]
    return (main @ rng.normal(size=(6, 50)) + rng.normal(scale=0.1, size=(300, 50)) + 20).astype(np.float32)


def summed(rows: np.ndarray, block: np.ndarray):
    return join_moments(moments_of(rows[:120], block), moments_of(rows[120:], block))


def test_product_with_the_covariance_matrix_is_numpys(rows):
    block = random_block(50)
    covariance = np.cov(rows.T, bias=True)
    found = summed(rows, block)
    np.testing.assert_allclose(covariance_product(found, block), covariance @ block, rtol=1e-3, atol=0.05)
    np.testing.assert_allclose(total_variance(found), np.trace(covariance), rtol=1e-4)


def test_two_turns_find_numpys_main_components(rows):
    block = random_block(50)
    for _ in range(2):
        block = next_block(summed(rows, block), block)
    centred = rows - rows.mean(axis=0)
    _, values, directions = np.linalg.svd(centred, full_matrices=False)
    along = np.abs(np.sum(block[:, :2].T * directions[:2], axis=1))
    np.testing.assert_allclose(along, 1, atol=1e-3)
    spread_along = (centred @ block[:, :2]).var(axis=0)
    np.testing.assert_allclose(spread_along, values[:2] ** 2 / len(rows), rtol=1e-3)


@pytest.mark.parametrize("size", [1e17, 1e30, 1e36])
def test_main_components_of_values_near_the_end_of_their_range_are_those_of_the_same_values_near_1(rows, size):
    near = large = random_block(50)
    for _ in range(2):
        near = next_block(summed(rows, near), near)
        large = next_block(summed(rows * np.float32(size), large), large)
    np.testing.assert_allclose(np.abs(np.sum(near[:, :2] * large[:, :2], axis=0)), 1, atol=1e-3)
    np.testing.assert_allclose(
        total_variance(summed(rows * np.float32(size), near)), total_variance(summed(rows, near)) * size**2, rtol=1e-4
    )


def test_block_is_orthonormal_and_what_does_not_differ_has_no_direction():
    rng = np.random.default_rng(8)
    rows = (rng.normal(size=(50, 2)) @ rng.normal(size=(2, 40))).astype(np.float32)
    block = next_block(moments_of(rows, random_block(40)), random_block(40))
    np.testing.assert_allclose(block[:, :2].T @ block[:, :2], np.eye(2), atol=1e-5)
    same = next_block(moments_of(np.zeros((5, 40), np.float32), random_block(40)), random_block(40))
    assert same.shape == (40, 24)
    assert not same.any()


def test_layer_of_one_value_has_one_direction():
    block = random_block(1)
    assert next_block(moments_of(np.array([[1.0], [3.0]], np.float32), block), block).shape == (1, 1)


def test_nearest_mean_is_counted_on_the_pictures_that_made_no_mean():
    points = np.array([[0, 0], [1, 0], [10, 0], [9, 0], [0, 1], [9, 1]], float)
    labels = np.array([3, 3, 7, 7, 3, 3])  # the last is a 3 among the sevens
    assert nearest_mean_accuracy(points, labels) == (2, 3)
