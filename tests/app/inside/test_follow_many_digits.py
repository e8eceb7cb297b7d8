"""Maps over many digits on Inside: 0 for this digit is not dead, 0 for all of them is."""

from __future__ import annotations

import pytest

from models.cnn import cnn
from models.layers import Activation, Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network
from tests.support.inside_page import choose_map, layer
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]
SPEC = cnn(filters=(3,), dense=(6,))


@pytest.fixture
def dying(inside, monkeypatch):
    """Return Inside with a network whose map 1 is dead, and whose map 2 is 0 unless a picture holds much ink."""
    drawn = numpy_network.weights_of(SPEC)
    drawn["conv2d/kernel"][..., 1], drawn["conv2d/bias"][1] = 0, -1
    drawn["conv2d/kernel"][..., 2], drawn["conv2d/bias"][2] = 1, -8.5
    drawn["dense/kernel"][:, 4], drawn["dense/bias"][4] = 0, -1
    monkeypatch.setattr(numpy_network, "weights_of", lambda *_, **__: drawn)
    return inside


def test_dead_map_is_told_from_one_that_is_0_for_some_digits(dying):
    app = dying(SPEC)
    assert not dying.asked["pieces"]  # nothing is read before it is asked for
    app.button(key="inside-ask-many").click().run()
    assert dying.asked["pieces"] == [("test", 0, 5), ("test", 5, 5), ("test", 10, 2)]
    assert "**Map 1 is 0 for all of 12 test digits: it is dead.**" in text_of(app)
    choose_map(app, 1)
    assert "Map 1 is 0 for 12 of 12 digits (100 %)." in text_of(app)
    choose_map(app, 0)
    assert "Map 0 is 0 for 0 of 12 digits (0 %)." in text_of(app)
    app.session_state["inside-many-table"] = app.session_state["inside-maps-table"] = True
    app.run()
    assert text_of(app).count(">dead<") == 1
    assert "0 everywhere, of 12 digits" in text_of(app)


def test_answer_is_read_once_and_serves_all_layers(dying):
    app = dying(SPEC)
    app.button(key="inside-ask-many").click().run()
    asked = len(dying.asked["pieces"])
    layer(app, 4)
    choose_map(app, 4)
    assert "Unit 4 is 0 for 12 of 12 digits (100 %)." in text_of(app)
    assert len(dying.asked["pieces"]) == asked


def test_layers_that_no_relu_made_have_no_dead_maps(inside):
    layers = (Conv2D(filters=2, kernel_size=3), Activation(function="tanh"), Flatten(), Dense(units=10))
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers))
    for place in range(5):
        layer(app, place)
        assert not [button for button in app.button if button.key == "inside-ask-many"]
