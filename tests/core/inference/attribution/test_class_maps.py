"""Class maps with numbers worked out by hand, and stretching."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.attribution.class_maps import grad_cam, grad_cam_plus_plus, stretched

MAPS = np.array([[[1.0, 0.0], [2.0, 1.0]], [[0.0, 3.0], [1.0, 0.0]]])  # (2, 2, 2): two maps
SLOPES = np.array([[[1.0, -1.0], [0.0, 0.0]], [[0.0, 0.0], [3.0, 0.0]]])


def test_grad_cam_weighs_each_map_by_its_mean_gradient_and_cuts_at_0():
    # weights 4 / 4 = 1 and -1 / 4; the place of the second map alone would be -0.75
    np.testing.assert_allclose(grad_cam(MAPS, SLOPES), [[1.0, 1.75], [0.0, 1.0]])


def test_grad_cam_plus_plus_weighs_each_place_by_its_share():
    # map 0 sums to 4: shares 1 / (2 + 4) at slope 1 and 9 / (18 + 4 * 27) at slope 3, so 1/6 + 3/14 = 8/21;
    # map 1's only slope is below 0 and counts nothing
    weight = 1 / 6 * 1 + 9 / 126 * 3
    np.testing.assert_allclose(grad_cam_plus_plus(MAPS, SLOPES), weight * MAPS[..., 0])


def test_grad_cam_plus_plus_is_the_papers_formula_written_out():
    rng = np.random.default_rng(4)
    maps, slopes = rng.uniform(0, 1, (5, 4, 3)), rng.normal(size=(5, 4, 3))
    slopes[0] = 0
    total = np.zeros((5, 4))
    for k in range(3):
        weight = 0.0
        for i in range(5):
            for j in range(4):
                slope = slopes[i, j, k]
                if slope:
                    alpha = slope**2 / (
                        2 * slope**2 + sum(maps[a, b, k] * slope**3 for a in range(5) for b in range(4))
                    )
                    weight += alpha * max(slope, 0)
        total += weight * maps[:, :, k]
    np.testing.assert_allclose(grad_cam_plus_plus(maps, slopes), np.maximum(total, 0))


def test_grad_cam_plus_plus_counts_only_what_is_above_0_of_maps_that_go_below():
    # the map sums to -1, so that the paper's denominator is 0 at slope 2: with 0.5 above 0 each counts 2 / (2 + 1)
    maps = np.array([[[-1.0], [0.2]], [[-0.5], [0.3]]])
    for slope in (1.999, 2.0, 2.001):
        np.testing.assert_allclose(
            grad_cam_plus_plus(maps, np.full((2, 2, 1), slope)), 4 * 2 / 3 * np.maximum(maps[..., 0], 0), rtol=1e-3
        )


def test_grad_cam_plus_plus_of_a_tiny_slope_is_half_of_it():
    np.testing.assert_allclose(grad_cam_plus_plus(MAPS[..., :1], np.full((2, 2, 1), 1e-200)), 2e-200 * MAPS[..., 0])


@pytest.mark.parametrize("make", [grad_cam, grad_cam_plus_plus])
def test_network_that_does_not_change_has_an_empty_map(make):
    assert make(MAPS, np.zeros_like(MAPS)).tolist() == [[0, 0], [0, 0]]


def test_stretching_interpolates_between_the_middles_of_cells():
    np.testing.assert_allclose(stretched(np.array([[0.0, 4.0]]), 4), [[0, 1, 3, 4]] * 4)


@pytest.mark.parametrize("values", [np.arange(784.0).reshape(28, 28), np.full((1, 1), 3.0), np.full((24, 5), 2.0)])
def test_stretching_leaves_what_has_its_size_and_what_is_level(values):
    np.testing.assert_allclose(
        stretched(values, 28),
        np.broadcast_to(values, (28, 28))
        if values.shape == (1, 1)
        else values
        if values.shape == (28, 28)
        else np.full((28, 28), 2.0),
    )
