"""Which map or unit is looked at: the strongest, or the one that a person chose, which stands in the address."""

from __future__ import annotations

import pytest

from core.inference.forward_trace import strongest_map
from models.cnn import cnn
from models.layers import Conv2D, Flatten
from models.spec import IMAGE, NetworkSpec
from pages.state import cached
from tests.support.numpy_network import layer_outputs, weights_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

MANY = NetworkSpec(
    input_shape=IMAGE,
    layers=(Conv2D(filters=70, kernel_size=5, strides=5), Conv2D(filters=10, kernel_size=5), Flatten()),
)


def test_map_that_nobody_chose_is_the_strongest_for_each_picture_and_is_not_in_the_address(opened):
    app = opened(MANY, learned="digits", layer="1")
    strongest = []
    for index in range(4):
        app.query_params["digit"] = f"test-{index}"
        app.run()
        output = layer_outputs(MANY, weights_of(MANY), cached.dataset().test_images[index]).outputs[0]
        strongest.append(strongest_map(output))
        assert app.number_input(key="learned-number-0").value == strongest[-1]
        assert "map" not in app.query_params
    assert len(set(strongest)) > 1


def test_chosen_map_stays_stands_in_the_address_and_belongs_to_its_layer_and_network(opened):
    app = opened(MANY, learned="digits", layer="1")
    chosen = (app.number_input(key="learned-number-0").value + 1) % 70
    app.number_input(key="learned-number-0").set_value(chosen).run()
    assert app.query_params["map"] == str(chosen)
    app.query_params["digit"] = "test-7"
    app.run()
    assert app.number_input(key="learned-number-0").value == chosen
    again = opened(MANY, learned="digits", layer="1", map=str(chosen))
    assert again.number_input(key="learned-number-0").value == chosen
    other = cnn(filters=(70, 4), dense=(5,), dropout=0.0)
    opened(other)  # from now on another network is found
    again.run()
    output = layer_outputs(other, weights_of(other), cached.dataset().test_images[1]).outputs[0]
    assert again.number_input(key="learned-number-0").value == strongest_map(output)
    assert "map" not in again.query_params
    app = opened(MANY, learned="digits", layer="1", map="3")
    app.selectbox(key="inside-layer").select_index(1).run()
    assert "map" not in app.query_params


@pytest.mark.parametrize("made_up", ["", "70", "-1", "٣", "x" * 500], ids=range(5))
def test_map_that_the_address_makes_up_is_none(opened, made_up):
    app = opened(MANY, learned="digits", layer="1", map=made_up)
    assert not app.exception
    assert "map" not in app.query_params
