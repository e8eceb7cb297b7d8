import numpy as np
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from core.drawing.connected_components import label_components


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
    found, count = label_components(picture(text))
    assert found.tolist() == labels
    assert count == max(map(max, labels))


@seed(22)
@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=7))
def test_touching_pixels_and_only_they_share_a_number(rows):
    inked = np.array(rows)
    found, count = label_components(inked)
    expected = np.where(inked, np.arange(1, inked.size + 1).reshape(inked.shape), 0)
    for _ in range(inked.size):  # the largest number spreads
        padded = np.pad(expected, 1)
        around = [padded[y : y + len(inked), x : x + 7] for y in range(3) for x in range(3)]
        expected = np.where(inked, np.max(around, axis=0), 0)
    assert count == len(np.unique(expected[inked]))
    assert len({*zip(found[inked].tolist(), expected[inked].tolist(), strict=True)}) == count
