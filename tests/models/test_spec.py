import json
import pickle

import pytest

from core.errors import SpecError
from core.messages.message import from_document, to_document
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from models.mlp import mlp
from models.spec import NetworkSpec

IMAGE, FLAT = (28, 28, 1), (784,)
TEN = Dense(units=10)


@pytest.mark.parametrize(
    ("input_shape", "layers", "index", "message"),
    [
        pytest.param(
            IMAGE,
            (
                Conv2D(filters=8, kernel_size=5),
                MaxPooling2D(pool_size=12),
                Conv2D(filters=8, kernel_size=5),
                Flatten(),
                TEN,
            ),
            2,
            "Layer 3 does not fit: its input is 2\u00a0×\u00a02 pixels and its kernel 5\u00a0×\u00a05. "
            "Remove a pooling layer or use a smaller kernel.",
            id="kernel larger than a pooled image",
        ),
        pytest.param(
            IMAGE,
            (Conv2D(filters=8, kernel_size=20), Conv2D(filters=8, kernel_size=10), Flatten(), TEN),
            1,
            "Layer 2 does not fit: its input is 9\u00a0×\u00a09 pixels and its kernel 10\u00a0×\u00a010. "
            "Remove a Conv2D layer or use a smaller kernel.",
            id="kernel larger than a convolved image",
        ),
        pytest.param(
            IMAGE,
            (*[MaxPooling2D()] * 5, Flatten(), TEN),
            4,
            "Layer 5 does not fit: its input is 1\u00a0×\u00a01 pixels and its pooling window 2\u00a0×\u00a02. "
            "Remove a pooling layer or use a smaller pooling window.",
            id="pooling down to nothing",
        ),
        pytest.param(
            FLAT,
            (Conv2D(filters=8, kernel_size=3), Flatten(), TEN),
            0,
            "Layer 1 does not fit: Conv2D needs rows, columns and channels and its input is one row of 784 values. "
            "Put it before Flatten and Dense, in a network whose input is 28\u00a0×\u00a028\u00a0×\u00a01.",
            id="convolution of a flat input",
        ),
        pytest.param(
            IMAGE,
            (Flatten(), AveragePooling2D(), TEN),
            1,
            "Layer 2 does not fit: AveragePooling2D needs rows, columns and channels and its input is one row of "
            "784 values. Put it before Flatten and Dense, in a network whose input is 28\u00a0×\u00a028\u00a0×\u00a01.",
            id="pooling after flatten",
        ),
        pytest.param(
            IMAGE,
            (Conv2D(filters=8, kernel_size=3), TEN),
            1,
            "Layer 2 does not fit: Dense needs one row of values and its input is 26\u00a0×\u00a026\u00a0×\u00a08. "
            "Put a Flatten layer before it.",
            id="flatten missing before the output",
        ),
        pytest.param(
            FLAT,
            (Dense(units=64, activation="relu"),),
            0,
            "Layer 1 does not fit: the last layer must give 10 values, one per digit, and it gives 64. "
            "End with a Dense layer of 10 units.",
            id="64 outputs",
        ),
        pytest.param(
            IMAGE,
            (Conv2D(filters=10, kernel_size=28),),
            0,
            "Layer 1 does not fit: the last layer must give 10 values, one per digit, and it gives "
            "1\u00a0×\u00a01\u00a0×\u00a010. "
            "End with a Flatten layer and a Dense layer of 10 units.",
            id="ten feature maps",
        ),
        pytest.param(
            FLAT,
            (TEN, Dropout(rate=0.5)),
            1,
            "Layer 2 does not fit: a Dropout layer at the end would erase answers. Put it before the last Dense layer.",
            id="dropout of the answers",
        ),
        pytest.param(
            FLAT,
            (Dense(units=1, activation="softmax"), TEN),
            0,
            "Layer 1 does not fit: softmax over a single value is always 1. Use more units or another activation.",
            id="softmax of one unit",
        ),
        pytest.param(
            IMAGE,
            (Activation(function="softmax"), Flatten(), TEN),
            0,
            "Layer 1 does not fit: softmax over a single value is always 1. Use more units or another activation.",
            id="softmax of one channel",
        ),
        pytest.param(
            FLAT,
            (*[Dropout(rate=0.1)] * 30, TEN),
            30,
            "A network has at most 30 layers; got 31. Remove 1 layer.",
            id="31 layers",
        ),
        pytest.param(
            FLAT,
            (),
            None,
            "A network needs at least one layer; got none. Add a Dense layer of 10 units.",
            id="no layers",
        ),
        pytest.param(
            FLAT,
            (Dense(units=4096), Dense(units=4096), TEN),
            1,
            "Layer 2 is too large: its input is 4096, its output 4096, it has 16,781,312 parameters. The network has "
            "20,037,642 and would take about 314 MiB to train; at most 20,000,000 parameters and 2,048 MiB are "
            "allowed. Use fewer units.",
            id="too many parameters",
        ),
        pytest.param(
            IMAGE,
            (*[Conv2D(filters=512, kernel_size=1, padding="same")] * 6, MaxPooling2D(pool_size=28), Flatten(), TEN),
            1,
            "Layer 2 is too large: its input is 28\u00a0×\u00a028\u00a0×\u00a0512, its output "
            "28\u00a0×\u00a028\u00a0×\u00a0512, it has 262,656 parameters. "
            "The network has 1,319,434 and would take about 2,373 MiB to train; at most 20,000,000 parameters and "
            "2,048 MiB are allowed. Use fewer units or filters, or a pooling layer before it.",
            id="too much memory",
        ),
        pytest.param(
            FLAT, ("Dense",), 0, "Layer 1 is not a layer that we know: 'Dense'.", id="a text in place of a layer"
        ),
        pytest.param(FLAT, [TEN], None, "The layers of a network must be a tuple; got a list.", id="a list of layers"),
        pytest.param(
            (784.0,),
            (TEN,),
            None,
            "The input shape must be (784,) or (28, 28, 1); got (784.0).",
            id="a float in the input shape",
        ),
        pytest.param(
            (28, 28, True),
            (Flatten(), TEN),
            None,
            "The input shape must be (784,) or (28, 28, 1); got (28, 28, True).",
            id="a boolean in the input shape",
        ),
        pytest.param(
            (32, 32, 3),
            (Flatten(), TEN),
            None,
            "The input shape must be (784,) or (28, 28, 1); got (32, 32, 3).",
            id="another input shape",
        ),
    ],
)
def test_network_that_does_not_fit_is_refused_with_layer_sizes_and_remedy(input_shape, layers, index, message):
    with pytest.raises(SpecError) as refusal:
        NetworkSpec(input_shape=input_shape, layers=layers)
    assert str(refusal.value) == message
    assert refusal.value.fields == {"layer": index}
    assert str(from_document(json.loads(json.dumps(to_document(refusal.value.message))))) == message


def test_thirty_layers_are_allowed():
    assert len(NetworkSpec(input_shape=FLAT, layers=(*[Dropout(rate=0.1)] * 29, TEN)).rows()) == 30


@pytest.mark.parametrize(
    ("layers", "probabilities"),
    [
        pytest.param((Dense(units=10, activation="softmax"),), True, id="softmax"),
        pytest.param((Dense(units=10, activation="sigmoid"),), True, id="sigmoid"),
        pytest.param((Dense(units=10),), False, id="linear"),
        pytest.param((Dense(units=10, activation="relu"),), False, id="relu"),
        pytest.param((Dense(units=10), Activation(function="softmax")), True, id="softmax as a layer"),
        pytest.param((Dense(units=10, activation="softmax"), BatchNormalization()), False, id="shifted afterwards"),
        pytest.param((Dense(units=16, activation="softmax"), Dense(units=10)), False, id="softmax in the middle"),
        pytest.param((Dense(units=10, activation="softmax"), Flatten()), True, id="flatten changes nothing"),
    ],
)
def test_network_says_whether_it_gives_probabilities_or_logits(layers, probabilities):
    spec = NetworkSpec(input_shape=FLAT, layers=layers)
    assert spec.outputs_probabilities is probabilities
    assert spec.from_logits is not probabilities


def test_specs_are_values():
    one = NetworkSpec(input_shape=FLAT, layers=(Dropout(rate=0), TEN))
    other = NetworkSpec(input_shape=FLAT, layers=(Dropout(rate=0.0), Dense(units=10)))
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one
    assert one != NetworkSpec(input_shape=FLAT, layers=(TEN,))


def test_dropout_rate_is_the_first_ones_and_is_changed_in_every_layer():
    spec = mlp(hidden=(4, 3), dropout=0.2)
    assert spec.dropout_rate == 0.2
    assert spec.with_dropout_rate(0.5) == mlp(hidden=(4, 3), dropout=0.5)
    assert mlp(hidden=(4,), dropout=0).dropout_rate is None
    with pytest.raises(SpecError, match="Dropout rate"):
        spec.with_dropout_rate(1.0)


@pytest.mark.parametrize(
    ("ending", "function"),
    [
        ((Dense(units=10, activation="softmax"),), "softmax"),
        ((Dense(units=10),), "linear"),
        ((Dense(units=10), Activation(function="relu")), "relu"),
        ((Dense(units=10, activation="tanh"), Flatten()), "tanh"),
    ],
)
def test_function_that_the_answer_comes_out_of_is_known(ending, function):
    assert NetworkSpec(input_shape=FLAT, layers=ending).last_function == function
