"""A network that diverged, whose values are NaN or infinite: Inside says so, and no layer breaks the page."""

from __future__ import annotations

import numpy as np
import pytest

from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network
from tests.support.inside_page import layer
from tests.support.page_text import text_of

pytestmark = [
    pytest.mark.app,
    pytest.mark.usefixtures("real_mnist"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),  # NumPy's of NaN and infinity; here they are the matter
]
EVERY_KIND = (
    Conv2D(filters=3, kernel_size=3),
    MaxPooling2D(),
    Conv2D(filters=2, kernel_size=3, padding="same"),
    BatchNormalization(),
    Activation(function="tanh"),
    AveragePooling2D(),
    SeparableConv2D(filters=2, kernel_size=2, activation="gelu"),
    MaxPooling2D(padding="same"),
)
OPENED = ("inside-function", "inside-kernels", "inside-before-after", "inside-distribution")
NO_NUMBERS = "Not all of the ten logits are numbers"


@pytest.fixture
def diverged(inside, monkeypatch):
    """Return Inside with a value in place of all weights of one map of the first layer: `diverged(spec, np.nan)`."""
    real = numpy_network.weights_of

    def opened(spec: NetworkSpec, value: float, **query: str):
        def weights_of(spec: NetworkSpec, *, seed: int = 0) -> dict[str, np.ndarray]:
            arrays = real(spec, seed=seed)
            arrays["conv2d/bias"][1] = value
            return arrays

        monkeypatch.setattr(numpy_network, "weights_of", weights_of)
        return inside(spec, **query)

    return opened


@pytest.mark.parametrize(
    ("value", "ending"),
    [
        (np.nan, (Flatten(), Dropout(rate=0.5), Dense(units=12), BatchNormalization(), Dense(units=10))),
        (np.inf, (GlobalAveragePooling2D(), Dense(units=10, activation="sigmoid"))),
    ],
    ids=["nan", "infinite"],
)
def test_every_layer_can_be_looked_at(diverged, value, ending):
    spec = NetworkSpec(input_shape=IMAGE, layers=(*EVERY_KIND, *ending))
    app = diverged(spec, value)
    for key in OPENED:
        app.session_state[key] = True
    for place in range(len(spec.layers) + 1):
        layer(app, place)
        assert not app.exception, place
        assert not app.error, place
    is_nan = "nan" in app.code[0].value
    assert is_nan == ("the ten scores are no numbers" in text_of(app))
    assert (is_nan or "inf" in app.code[0].value) == (NO_NUMBERS in text_of(app))


def test_scores_that_are_no_numbers_are_said_to_be_none(diverged):
    spec = NetworkSpec(input_shape=IMAGE, layers=(Conv2D(filters=2, kernel_size=3), Flatten(), Dense(units=10)))
    app = diverged(spec, np.nan, layer="3")
    said = text_of(app)
    assert "It reads nothing: the ten scores are no numbers. The label says 2." in said
    assert said.count(NO_NUMBERS) == 1
    assert "It reads a" not in said
    assert "no number sure" not in said
    assert "For the 0:" not in said
    assert "Loss of this image" not in said


def test_shifted_picture_is_said_to_be_read_as_nothing(diverged):
    layers = (Conv2D(filters=2, kernel_size=3), AveragePooling2D(), Flatten(), Dense(units=10))
    app = diverged(NetworkSpec(input_shape=IMAGE, layers=layers), np.nan, layer="2")
    assert "The network reads nothing: the ten scores are no numbers." in text_of(app)
    assert "no number sure" not in text_of(app)
