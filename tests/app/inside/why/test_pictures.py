"""Maps over the digit's outline."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np

from core.inference.attribution.attribution import Attribution
from pages.parts.inside.why.pictures import falls_figure, outline, over_outline

INK = np.zeros((28, 28), np.uint8)
INK[27, 3:5] = 255
INK[0, 0] = 90  # too pale for an outline


def test_outline_goes_round_the_ink_and_not_between_its_pixels():
    assert sorted(map(tuple, outline(INK).tolist())) == [
        (3, 27, 3, 28),
        (3, 27, 4, 27),
        (3, 28, 4, 28),
        (4, 27, 5, 27),
        (4, 28, 5, 28),
        (5, 27, 5, 28),
    ]


def test_square_lies_where_it_was_erased_and_is_the_one_that_a_click_tells():
    falls = np.arange(49.0).reshape(7, 7) - 10
    figure = falls_figure(falls, INK, square=4, stride=4, at=(2, 5))
    heat, points, _ = figure.data
    assert heat["x"][5] == 4 * 5 + 1.5  # the middle of pixels 20 to 23
    place = 2 * 7 + 5
    assert tuple(points[name][place] for name in ("x", "y", "customdata")) == (21.5, 9.5, place)
    frame = figure.layout["shapes"][-1]
    assert tuple(frame[name] for name in ("x0", "x1", "y0", "y1")) == (19.5, 23.5, 7.5, 11.5)


def test_map_of_any_size_is_as_large_as_the_picture_and_says_what_it_shows():
    found = Attribution(method="grad-cam", values=np.ones((4, 4), np.float32))
    made = over_outline(found, INK, "<4 x 4>", width=100)
    assert "width: 100px; max-width: 100%; height: 100px" in made
    assert re.search('aria-label="&lt;4 x 4&gt;"', made)


def test_outline_belongs_to_the_map_where_that_is_saved_as_a_figure():
    found = Attribution(method="grad-cam", values=np.ones((4, 4), np.float32))
    figure = ElementTree.fromstring(over_outline(found, INK, "A map", width=100))
    assert figure.get("role") == "img"
    assert [part.get("aria-hidden") for part in figure] == [None, "true"]
