import numpy as np
import pytest

from core.drawing.mnist_preprocess import crop_to_ink
from core.drawing.stroke_width import mean_stroke_width, normalize_stroke_width


@pytest.mark.parametrize("width", [2, 6, 12])
def test_line_is_as_wide_as_it_was_drawn(width):
    ink = np.zeros((200, 40), np.uint8)
    ink[:, 10 : 10 + width] = 255
    # Crofton's formula along rows and columns alone takes a line that follows them for pi / 4 of its length
    assert mean_stroke_width(ink) == pytest.approx(width * 4 / np.pi, rel=0.1)


@pytest.mark.parametrize(("width", "wanted"), [(2, 2.0), (5, 2.0), (10, None), (30, 3.0)])
def test_line_is_brought_to_what_mnist_has(width, wanted):
    rows, columns = np.mgrid[0:100, 0:100]
    inside = np.abs(np.hypot(rows - 49.5, columns - 49.5) - 49.5 + width / 2) <= width / 2
    ink = np.where(inside, 255, 0).astype(np.uint8)
    changed = normalize_stroke_width(ink)
    if wanted is None:
        assert changed is ink
    else:
        side = max(crop_to_ink(changed).shape)
        assert mean_stroke_width(changed) * 20 / side == pytest.approx(wanted, abs=0.35)
