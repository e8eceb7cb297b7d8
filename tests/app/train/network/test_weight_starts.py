"""The list of layers shows how weights start where it is not as usual."""

from __future__ import annotations

import pytest

from models.draft.draft import Draft
from models.draft.review import review
from models.layers import Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec
from pages.parts.train.network.weight_starts import rows_with_starts

pytestmark = pytest.mark.app

LAYERS = (
    Conv2D(filters=4, kernel_size=3, activation="relu", initializer="zeros"),
    Flatten(),
    Dense(units=8, activation="tanh", initializer="zeros"),
    Dense(units=8, activation="relu", initializer="he_normal"),
    Dense(units=10, initializer="zeros"),
)


def test_row_shows_how_weights_start_where_it_is_not_as_usual_and_warns_of_zeros():
    draft = Draft.from_spec(NetworkSpec(input_shape=IMAGE, layers=LAYERS))
    rows = rows_with_starts(draft, review(draft))
    assert [row.text.partition("initialiser ")[2] for row in rows] == ["zeros", "", "zeros", "He normal", "zeros"]
    said = [row.problem for row in rows]
    assert said[0] == (
        "All its weights start at 0: with ReLU it then gives 0 for every picture, gets no gradient and never learns. "
        "Choose another initialiser."
    )
    assert "all its units then begin alike, and may stay so" in said[2]
    assert [said[1], *said[3:]] == ["", "", ""]


def test_layer_that_does_not_fit_says_that_and_layers_behind_it_are_looked_at_too():
    draft = Draft.from_spec(NetworkSpec(input_shape=IMAGE, layers=LAYERS)).removed(1)  # the Flatten
    said = [row.problem for row in rows_with_starts(draft, review(draft))]
    assert said[0].startswith("All its weights start at 0")
    assert said[1].startswith("Layer 2 does not fit")
