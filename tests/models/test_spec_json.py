import json

import pytest

from core.errors import SpecError
from models.cnn import cnn
from models.layers import ACTIVATIONS, LAYER_KINDS, Conv2D, Dense, Flatten, MaxPooling2D
from models.spec import NetworkSpec

TEN = {"kind": "Dense", "units": 10}


def network(*layers, **changes):
    return {"schema": 1, "input_shape": [784], "layers": list(layers)} | changes


def test_document_is_the_same_text_each_time():
    spec = NetworkSpec(
        input_shape=(28, 28, 1),
        layers=(Conv2D(filters=4, kernel_size=3), MaxPooling2D(), Flatten(), Dense(units=10, activation="softmax")),
    )
    assert json.dumps(spec.to_json()) == (
        '{"schema": 1, "input_shape": [28, 28, 1], "layers": ['
        '{"kind": "Conv2D", "filters": 4, "kernel_size": 3, "strides": 1, "padding": "valid", '
        '"activation": "linear", "initializer": "glorot_uniform", "l2": 0.0}, '
        '{"kind": "MaxPooling2D", "pool_size": 2, "strides": null, "padding": "valid"}, '
        '{"kind": "Flatten"}, '
        '{"kind": "Dense", "units": 10, "activation": "softmax", "initializer": "glorot_uniform", "l2": 0.0}]}'
    )


def test_network_survives_a_file():
    spec = cnn(dropout=0.25, batch_normalization=True)
    assert NetworkSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec


def test_settings_with_a_default_may_be_left_out():
    assert NetworkSpec.from_json(network(TEN)) == NetworkSpec(input_shape=(784,), layers=(Dense(units=10),))


@pytest.mark.parametrize(
    ("document", "index", "message"),
    [
        pytest.param(None, None, "A network must be an object with schema 1; got None.", id="nothing"),
        pytest.param([TEN], None, "A network must be an object with schema 1; got a list.", id="a list"),
        pytest.param(
            network(TEN, schema=2),
            None,
            "The network's schema must be 1; got 2. Save it again with this Digit Lab.",
            id="schema of another time",
        ),
        pytest.param(
            network(TEN, schema=True),
            None,
            "The network's schema must be 1; got True. Save it again with this Digit Lab.",
            id="a boolean for the schema",
        ),
        pytest.param(
            {"layers": [TEN]},
            None,
            "The network's schema must be 1; got None. Save it again with this Digit Lab.",
            id="no schema",
        ),
        pytest.param(
            network(TEN, optimizer="adam"),
            None,
            "The network has an unknown entry 'optimizer'; its entries are schema, input_shape, layers. Remove it.",
            id="unknown entry of the network",
        ),
        pytest.param(
            {"schema": 1, "input_shape": [784]}, None, "The network lacks the entry 'layers'. Add it.", id="no layers"
        ),
        pytest.param(
            network(TEN, input_shape="784"), None, "The input shape must be a list; got '784'.", id="a text for a shape"
        ),
        pytest.param(
            network(TEN, input_shape=[28] * 100_000),
            None,
            "The input shape must be (784,) or (28, 28, 1); got (28, 28, 28, 28, ...).",
            id="a shape without end",
        ),
        pytest.param(
            network(layers={"0": TEN}), None, "The layers of a network must be a list; got a dict.", id="layers as dict"
        ),
        pytest.param(
            network(*[TEN] * 100_000),
            30,
            "A network has at most 30 layers; got 100,000. Remove 99,970 layers.",
            id="100,000 layers",
        ),
        pytest.param(
            network("Dense"), 0, "Layer 1 must be an object with a kind; got 'Dense'.", id="a text for a layer"
        ),
        pytest.param(
            network({"kind": "Lambda", "function": "os.system"}),
            0,
            f"Layer 1 is of an unknown kind, 'Lambda'. Use one of {', '.join(LAYER_KINDS)}.",
            id="unknown kind",
        ),
        pytest.param(
            network({"kind": ["Dense"]}),
            0,
            f"Layer 1 is of an unknown kind, a list. Use one of {', '.join(LAYER_KINDS)}.",
            id="a list for a kind",
        ),
        pytest.param(
            network({"kind": "Flatten", "data_format": "channels_first"}),
            0,
            "Layer 1 (Flatten) has an unknown entry 'data_format'; it has none. Remove it.",
            id="unknown entry of flatten",
        ),
        pytest.param(
            network(TEN | {"use_bias": False}),
            0,
            "Layer 1 (Dense) has an unknown entry 'use_bias'; its entries are units, activation, initializer, l2. "
            "Remove it.",
            id="unknown entry of a layer",
        ),
        pytest.param(
            network({"kind": "Dropout"}), 0, "Layer 1 (Dropout) lacks the entry 'rate'. Add it.", id="missing entry"
        ),
        pytest.param(
            network({"kind": "Dropout", "rate": 0.1}, TEN | {"activation": "mish"}),
            1,
            f"Layer 2 (Dense): Activation must be one of {', '.join(ACTIVATIONS)}; got 'mish'.",
            id="unknown activation",
        ),
        pytest.param(
            network(TEN | {"initializer": "orthogonal"}),
            0,
            "Layer 1 (Dense): Initializer must be one of glorot_uniform, he_normal, lecun_normal, random_normal, "
            "zeros; got 'orthogonal'.",
            id="unknown initializer",
        ),
        pytest.param(
            network(TEN | {"units": 10.0}),
            0,
            "Layer 1 (Dense): Units must be a whole number from 1 to 4,096; got 10.0.",
            id="a float for units",
        ),
        pytest.param(
            network({"kind": "Dense", "units": 9}),
            0,
            "Layer 1 does not fit: the last layer must give 10 values, one per digit, and it gives 9. "
            "End with a Dense layer of 10 units.",
            id="nine outputs",
        ),
    ],
)
def test_file_that_we_do_not_know_is_refused_by_name(document, index, message):
    with pytest.raises(SpecError) as refusal:
        NetworkSpec.from_json(document)
    assert str(refusal.value) == message
    assert refusal.value.fields == {"layer": index}
