"""Seams part touching ink where the least of it is crossed."""

from itertools import pairwise

import numpy as np

from core.drawing.numbers.seams import find_seams


def two_squares(bridge):
    """Return two squares of 20 pixels, 6 apart, that a bridge of so many rows joins."""
    ink = np.zeros((20, 46), np.uint8)
    ink[:, :20] = ink[:, 26:] = 255
    ink[8 : 8 + bridge, 20:26] = 255
    return ink


def test_seam_goes_through_the_bridge():
    seam = min(find_seams(two_squares(3), 3), key=lambda seam: seam.ink)
    assert seam.columns.min() >= 20
    assert seam.columns.max() <= 26
    assert seam.ink == 3


def test_seam_leans_between_slanted_strokes():
    rows, columns = np.mgrid[:40, :70]
    slanted = ((columns + rows // 2 - 22) // 6 % 4 == 0) & (columns + rows // 2 >= 22) & (columns + rows // 2 < 54)
    ink = np.where(slanted, 255, 0).astype(np.uint8)
    seams = find_seams(ink, 6)
    assert len(seams) == 1
    assert seams[0].columns[0] - seams[0].columns[-1] >= 6


def test_nothing_to_cut_in_one_block():
    assert find_seams(np.full((40, 30), 255, np.uint8), 5) == []


def test_seams_do_not_cross():
    ink = np.random.default_rng(3).integers(0, 256, (30, 120)).astype(np.uint8)
    seams = find_seams(ink, 20)
    assert len(seams) > 2
    assert all((left.columns <= right.columns).all() for left, right in pairwise(seams))
