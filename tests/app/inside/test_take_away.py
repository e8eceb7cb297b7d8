"""Follow the pixels' numbers as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import streamlit as st

from models.cnn import cnn
from tests.support.inside_page import layer

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], Any]]:
    """Return what the buttons that were drawn last would write, by the file's name."""
    drawn: dict[str, Callable[[], Any]] = {}
    real = st.download_button

    def button(label: str, *, data: Callable[[], Any], file_name: str, **options: Any) -> bool:
        drawn[file_name] = data
        return real(label, data=data, file_name=file_name, **options)

    monkeypatch.setattr(st, "download_button", button)
    return drawn


def test_all_activations_and_the_chosen_layers_numbers_can_be_taken_away(inside, files):
    app = inside(cnn(filters=(3,), dense=(5,)))
    with np.load(io.BytesIO(files["activations.npz"]())) as arrays:
        assert arrays["conv2d"].shape == (26, 26, 3)
        assert arrays["probabilities"].sum() == pytest.approx(1, abs=1e-5)
        strongest = arrays["conv2d"].max()
    rows = files["conv2d.csv"]().splitlines()
    assert rows[0] == '"row","column","map_0","map_1","map_2"'
    assert max(float(cell) for row in rows[1:] for cell in row.split(",")[2:]) == strongest
    layer(app, 0)
    assert files["picture.csv"]().count("\n") == 29
