"""Pictures as HTML: lines between blocks, and dots on cells."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from pages.ui import array_html, colours

VALUES = np.arange(30.0).reshape(5, 6)


def lines(picture: str) -> list[tuple[str, float]]:
    """Return the side that each line between blocks is measured from, and its place in percent."""
    found = re.findall(r"(?:height|width): 1px; (top|left): ([\d.]+)%", picture)
    return [(side, round(float(place), 1)) for side, place in found]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((2, 0), [("top", 40), ("top", 80), ("left", 33.3), ("left", 66.7)]),
        ((3, -1), [("top", 40), ("left", 33.3), ("left", 83.3)]),
        ((6, 0), []),
        (None, []),
    ],
    ids=["whole", "padded", "one", "none"],
)
def test_lines_part_the_blocks(blocks, expected):
    assert lines(array_html.picture(VALUES, "", width=60, blocks=blocks)) == expected


def test_dots_stand_on_the_marked_cells_alone():
    marks = np.zeros(VALUES.shape, bool)
    marks[1, 4] = marks[3, 0] = True
    picture = array_html.picture(VALUES, "", width=60, marks=marks)
    mask = re.search(rf"background: {re.escape(colours.MARK)}; mask: url\(data:image/png;base64,([^)]+)\)", picture)[1]
    ink = np.array(Image.open(io.BytesIO(base64.b64decode(mask))).getchannel("A")) > 0
    cells = ink.reshape(5, 10, 6, 10).any(axis=(1, 3))
    np.testing.assert_array_equal(cells, marks)
    assert not ink[10, :].any()
    assert colours.MARK not in array_html.picture(VALUES, "", width=60)


@pytest.mark.parametrize("size", [array_html.MOST_NUMBERS, array_html.MOST_NUMBERS + 1])
def test_cells_outside_are_hatched_with_their_numbers_and_without(size):
    outside = np.zeros((size, size), bool)
    outside[0] = True
    values = np.where(outside, 0.0, 1.0)
    hatched = array_html.numbers(values, "", signed=False, limit=1.0, outside=outside)
    assert "repeating-linear-gradient" in hatched
    assert "repeating-linear-gradient" not in array_html.numbers(values, "", signed=False, limit=1.0)
