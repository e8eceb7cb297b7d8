"""Where one image has more ink than another: the part of the square and the pixel, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.classes.difference import PARTS, MoreInk, more_ink

PAPER = np.zeros((28, 28))


def test_part_has_most_ink_together_and_the_pixel_the_largest_difference() -> None:
    image, other = PAPER.copy(), np.full((28, 28), 0.1)
    image[20, 5:9] = 0.5  # four pixels at the bottom left, 1.6 more together
    image[12, 13] = 0.9  # one in the middle, 0.8 more
    assert more_ink(image, other) == MoreInk(part="bottom left", row=12, column=13, here=0.9, there=0.1)


def test_no_more_ink_anywhere_is_nothing() -> None:
    assert more_ink(PAPER, PAPER) is None
    assert more_ink(PAPER, PAPER + 1) is None


@pytest.mark.parametrize(("place", "part"), list(enumerate(PARTS)), ids=PARTS)
def test_every_part_is_named(place: int, part: str) -> None:
    image = PAPER.copy()
    image[(10, 16, 27)[place // 3], (10, 11, 17)[place % 3]] = 1
    found = more_ink(image, PAPER)
    assert found is not None
    assert found.part == part
