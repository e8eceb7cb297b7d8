"""The digit on Start as a table: its shades, the inks of its numbers, and the square that a phone shows."""

from __future__ import annotations

import re

import numpy as np
import pytest

from pages.ui import colours
from pages.ui.pixels.pixel_grid import grid_html, ink_square

pytestmark = pytest.mark.app


def test_square_of_the_ink_holds_all_of_it():
    pixels = np.zeros((28, 28), np.uint8)
    pixels[26:28, 3:6] = 255  # at the lower edge
    assert ink_square(pixels) == (8, 0, 20)
    pixels[2, 0] = pixels[3, 27] = 1
    assert ink_square(pixels) == (0, 0, 28)
    assert ink_square(np.zeros((28, 28), np.uint8)) == (0, 0, 28)


def test_grid_is_a_picture_to_those_who_hear_it_only_once_the_numbers_are_gone():
    pixels = np.full((28, 28), 107, np.uint8)
    assert 'role="img"' not in grid_html(pixels, "x", look="shading")
    assert 'role="img"' in grid_html(pixels, "x", look="picture")


def test_grid_changes_the_ink_of_a_number_where_the_ground_asks_for_it():
    pixels = np.zeros((28, 28), np.uint8)
    pixels[0, :5] = [1, 125, 126, 165, 166]
    classes = re.findall(r'<td class="mix\d (low|middle|high)"', grid_html(pixels, "x", look="shading"))
    assert classes == ["low", "low", "middle", "middle", "high"]


def test_grid_shades_a_number_as_the_figures_of_other_pages_do():
    pixels = np.zeros((28, 28), np.uint8)
    pixels[0, :4] = [1, 100, 226, 255]
    drawn = grid_html(pixels, "x", look="shading")
    mixes = dict(re.findall(r"\.mix(\d) (\{--from: light-dark.*?\})", drawn))
    for value, step, share in re.findall(r'"mix(\d) \w+" style="--ink:([\d.]+)">(\d+)', drawn):
        value, step, share = share, value, float(step)
        ground, _ = colours.cell_colours(int(value) / 255, signed=False)
        both = re.findall("#......", mixes[step])
        for theme, wanted in enumerate(re.findall("#......", ground)):
            start, end = (np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) for colour in both[theme::2])
            mixed = start + (end - start) * share
            assert np.abs(mixed - [int(wanted[at : at + 2], 16) for at in (1, 3, 5)]).max() < 1
