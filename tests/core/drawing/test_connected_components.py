import numpy as np
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from core.drawing.connected_components import label_shapes
from core.drawing.ink_segmentation import otsu
from core.drawing.mnist_preprocess import crop_to_ink
from core.drawing.stroke_width import line_width, with_mnist_lines


def picture(text):
    return np.array([[mark == "#" for mark in line] for line in text.split()])


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("... ...", [[0, 0, 0], [0, 0, 0]], id="paper"),
        pytest.param("##. ..#", [[1, 1, 0], [0, 0, 1]], id="corners-touch"),
        pytest.param("#.# #.#", [[1, 0, 2], [1, 0, 2]], id="two"),
        pytest.param("#.# ###", [[1, 0, 1], [1, 1, 1]], id="joined-below"),
        pytest.param("#.#.# #.### ###..", [[1, 0, 1, 0, 1], [1, 0, 1, 1, 1], [1, 1, 1, 0, 0]], id="joined-late"),
        pytest.param("### ... ###", [[1, 1, 1], [0, 0, 0], [2, 2, 2]], id="above-and-below"),
    ],
)
def test_shapes_are_numbered(text, labels):
    found, count = label_shapes(picture(text))
    assert found.tolist() == labels
    assert count == max(map(max, labels))


@seed(22)
@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=7))
def test_touching_pixels_and_only_they_share_a_number(rows):
    inked = np.array(rows)
    found, count = label_shapes(inked)
    expected = np.where(inked, np.arange(1, inked.size + 1).reshape(inked.shape), 0)
    for _ in range(inked.size):  # the largest number spreads
        padded = np.pad(expected, 1)
        around = [padded[y : y + len(inked), x : x + 7] for y in range(3) for x in range(3)]
        expected = np.where(inked, np.max(around, axis=0), 0)
    assert count == len(np.unique(expected[inked]))
    assert len({*zip(found[inked].tolist(), expected[inked].tolist(), strict=True)}) == count


def test_otsu_parts_two_groups():
    values = np.array([0.0] * 50 + [1.0] * 10 + [9.0] * 10 + [10.0] * 5)
    assert 1 < otsu(values) <= 9


@pytest.mark.parametrize("width", [2, 6, 12])
def test_line_is_as_wide_as_it_was_drawn(width):
    ink = np.zeros((200, 40), np.uint8)
    ink[:, 10 : 10 + width] = 255
    # Crofton's formula along rows and columns alone takes a line that follows them for pi / 4 of its length
    assert line_width(ink) == pytest.approx(width * 4 / np.pi, rel=0.1)


@pytest.mark.parametrize(("width", "wanted"), [(2, 2.0), (5, 2.0), (10, None), (30, 3.0)])
def test_line_is_brought_to_what_mnist_has(width, wanted):
    rows, columns = np.mgrid[0:100, 0:100]
    inside = np.abs(np.hypot(rows - 49.5, columns - 49.5) - 49.5 + width / 2) <= width / 2
    ink = np.where(inside, 255, 0).astype(np.uint8)
    changed = with_mnist_lines(ink)
    if wanted is None:
        assert changed is ink
    else:
        side = max(crop_to_ink(changed).shape)
        assert line_width(changed) * 20 / side == pytest.approx(wanted, abs=0.35)
