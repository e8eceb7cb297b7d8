"""Class maps: which places of a convolution's maps speak for a digit. NumPy alone, in float64.

Both are cut at 0 (ReLU), so they tell nothing of what speaks against it, and are as coarse as the layer's maps.
"""

from __future__ import annotations

import numpy as np


def grad_cam(maps: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return Grad-CAM's map: each map times the mean of its gradient, added up, cut at 0.

    R. R. Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization",
    ICCV 2017, equations 1 and 2.

    Args:
        maps: (rows, columns, maps), the layer's output.
        gradients: of the target with respect to it, same shape.

    Returns:
        (rows, columns) float64, 0 or more.
    """
    weights = gradients.astype(np.float64).mean(axis=(0, 1))
    return np.maximum(maps.astype(np.float64) @ weights, 0)


def grad_cam_plus_plus(maps: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Return Grad-CAM++'s map, whose weights count only what raises the target, each place by its share.

    A. Chattopadhay et al., "Grad-CAM++: generalized gradient-based visual explanations for deep convolutional
    networks", WACV 2018, equations 5, 6 and 19, for Y = exp(S) of the target S. The factor exp(S), which is common to
    all weights, is left out: it changes no more than the scale, and may be no number.

    The paper's shares s**2 / (2 s**2 + s**3 sum(A)) of a slope s are those of rectified maps A. Of maps that go below 0
    the denominator may be near 0 or below it, and a share without bound; so only what is above 0 is added up, which
    changes nothing of a rectified map. Each place then counts s / (2 + s sum(A)): from 0 to half its slope.

    Args:
        maps: (rows, columns, maps), the layer's output.
        gradients: of the target with respect to it, same shape.

    Returns:
        (rows, columns) float64, 0 or more.
    """
    values, slopes = maps.astype(np.float64), gradients.astype(np.float64)
    rising = np.maximum(slopes, 0)
    weights = (rising / (2 + rising * np.maximum(values, 0).sum(axis=(0, 1)))).sum(axis=(0, 1))
    return np.maximum(values @ weights, 0)


def stretched(values: np.ndarray, side: int) -> np.ndarray:
    """Return a map, (rows, columns), as (side, side) float64, interpolated linearly between its cells' middles."""
    rows, columns = (_interpolation(count, side) for count in values.shape)
    return rows @ values.astype(np.float64) @ columns.T


def _interpolation(count: int, side: int) -> np.ndarray:
    """Return (side, count): how much each of so many cells in a row gives to each of `side` places along them."""
    at = np.clip((np.arange(side) + 0.5) * count / side - 0.5, 0, count - 1)
    low = np.minimum(at.astype(int), max(count - 2, 0))
    high = np.minimum(low + 1, count - 1)
    shares = np.zeros((side, count))
    np.add.at(shares, (np.arange(side), low), 1 - (at - low))
    np.add.at(shares, (np.arange(side), high), at - low)
    return shares
