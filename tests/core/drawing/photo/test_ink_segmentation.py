import numpy as np

from core.drawing.photo.ink_segmentation import otsu_threshold


def test_otsu_parts_two_groups():
    values = np.array([0.0] * 50 + [1.0] * 10 + [9.0] * 10 + [10.0] * 5)
    assert 1 < otsu_threshold(values) <= 9
