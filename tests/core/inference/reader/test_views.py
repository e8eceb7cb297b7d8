"""Pictures turned and scaled as SciPy turns them."""

import numpy as np
import pytest
from scipy import ndimage

from core.inference.reader.views import seen_variously, view

IMAGES = np.random.default_rng(3).integers(0, 256, (4, 28, 28), np.uint8)


@pytest.mark.parametrize(("degrees", "scale"), [(0, 1.0), (8, 0.9), (-8, 1.1), (90, 1.0)])
def test_view_is_what_scipy_makes_of_it(degrees, scale):
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / scale
    middle = np.array([13.5, 13.5])
    pixels = IMAGES.astype(np.float64)
    expected = [ndimage.affine_transform(one, matrix, middle - matrix @ middle, order=1) for one in pixels]
    seen = (pixels.reshape(4, -1) @ view(degrees, scale)).reshape(IMAGES.shape)
    np.testing.assert_allclose(seen[:, 3:-3, 3:-3], np.stack(expected)[:, 3:-3, 3:-3], atol=0.01)


def test_turn_is_clockwise_and_scale_enlarges():
    line = np.zeros((1, 28, 28), np.uint8)
    line[0, 8:20, 13:15] = 255
    as_it_is, right_small, right_large, left_small, left_large = seen_variously(line)[:, 0]
    assert as_it_is.tolist() == line[0].tolist()
    assert np.flatnonzero(right_small[9])[-1] > np.flatnonzero(right_small[18])[-1]
    assert np.flatnonzero(left_small[9])[0] < np.flatnonzero(left_small[18])[0]
    for small, large in ((right_small, right_large), (left_small, left_large)):
        assert np.count_nonzero(small.max(axis=1) > 127) < 12 < np.count_nonzero(large.max(axis=1) > 127)


def test_no_pictures_are_none():
    assert seen_variously(IMAGES[:0]).shape == (5, 0, 28, 28)
