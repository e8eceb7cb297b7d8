"""Follow the pixels' numbers as files."""

from __future__ import annotations

import pytest

from models.cnn import cnn
from tests.support.inside_page import layer

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def test_all_activations_and_the_chosen_layers_numbers_can_be_taken_away(inside, files):
    app = inside(cnn(filters=(3,), dense=(5,)))
    arrays = files.arrays("activations.npz")
    assert arrays["conv2d"].shape == (26, 26, 3)
    assert arrays["probabilities"].sum() == pytest.approx(1, abs=1e-5)
    rows = files.written["conv2d.csv"]().splitlines()
    assert rows[0] == '"row","column","map_0","map_1","map_2"'
    assert max(float(cell) for row in rows[1:] for cell in row.split(",")[2:]) == arrays["conv2d"].max()
    layer(app, 0)
    assert files.written["picture.csv"]().count("\n") == 29
