"""Configurations of Keras 2 and 3 become our layers where these predict the same, else a sentence about the layer."""

from __future__ import annotations

import pytest

from core.data.input_scaling import Pixels
from core.errors import ModelFileError
from core.export.model_files.model_note import ModelNote
from core.importing.keras.config import convert_model
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
from models.spec import FLAT, IMAGE

TEN = ("Dense", {"name": "out", "units": 10})


def sequential(*layers, shape=(28, 28, 1)):
    described = [
        {"class_name": kind, "config": {"name": f"layer_{place}", **config}}
        for place, (kind, config) in enumerate(layers)
    ]
    described[0]["config"]["batch_input_shape"] = [None, *shape]
    return {"class_name": "Sequential", "config": {"name": "s", "layers": described}}


def functional(era, *layers, shape=(28, 28)):
    entries = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, *shape]}, "name": "in", "inbound_nodes": []}
    ]
    before = "in"
    for place, (kind, config) in enumerate(layers):
        name = f"layer_{place}"
        tensor = {"class_name": "__keras_tensor__", "config": {"shape": [None], "keras_history": [before, 0, 0]}}
        nodes = [{"args": [tensor], "kwargs": {"mask": None}}] if era == 3 else [[[before, 0, 0, {}]]]
        entries.append({"class_name": kind, "config": {"name": name, **config}, "name": name, "inbound_nodes": nodes})
        before = name
    ends = (["in", 0, 0], [before, 0, 0]) if era == 3 else ([["in", 0, 0]], [[before, 0, 0]])
    config = {"name": "f", "layers": entries, "input_layers": ends[0], "output_layers": ends[1]}
    return {"class_name": "Functional" if era == 3 else "Model", "config": config}


def layers_of(*layers, shape=(28, 28, 1), tail=(("Flatten", {}), TEN)):
    """Return our layers of a Sequential, less the two at the end that make it a network."""
    found = convert_model(sequential(*layers, *tail, shape=shape), None).spec.layers
    assert found[-2:] == (Flatten(), Dense(units=10))
    return found[:-2]


@pytest.mark.parametrize(
    ("kind", "config", "expected"),
    [
        ("Conv2D", {"filters": 3, "kernel_size": [5, 5], "strides": [2, 2], "padding": "same", "activation": "relu"},
         (Conv2D(filters=3, kernel_size=5, strides=2, padding="same", activation="relu"),)),
        ("Convolution2D", {"filters": 3, "kernel_size": 3, "padding": "VALID"}, (Conv2D(filters=3, kernel_size=3),)),
        ("Conv2D", {"filters": 3, "kernel_size": [3, 3], "kernel_initializer": {"class_name": "HeNormal"},
                    "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}}},
         (Conv2D(filters=3, kernel_size=3, initializer="he_normal", l2=0.5),)),
        ("SeparableConv2D", {"filters": 3, "kernel_size": [5, 5], "depthwise_initializer": {"class_name": "HeNormal"},
                             "pointwise_regularizer": None},
         (SeparableConv2D(filters=3, kernel_size=5, initializer="he_normal"),)),
        ("MaxPooling2D", {"pool_size": [3, 3], "strides": [2, 2]}, (MaxPooling2D(pool_size=3, strides=2),)),
        ("MaxPooling2D", {"pool_size": [3, 3], "strides": [3, 3]}, (MaxPooling2D(pool_size=3),)),
        ("AveragePooling2D", {"pool_size": 2, "strides": None, "padding": "same"}, (AveragePooling2D(padding="same"),)),
        ("GlobalAveragePooling2D", {}, (GlobalAveragePooling2D(),)),
        ("GlobalAveragePooling2D", {"keepdims": True}, (AveragePooling2D(pool_size=28),)),
        ("BatchNormalization", {"axis": [3], "momentum": 0.9, "epsilon": 0.01},
         (BatchNormalization(momentum=0.9, epsilon=0.01),)),
        ("BatchNormalization", {"momentum": 1.5}, (BatchNormalization(momentum=0.9999),)),
        ("Dropout", {"rate": 0.99}, (Dropout(rate=0.95),)),
        ("SpatialDropout2D", {"rate": 0.3}, (Dropout(rate=0.3),)),
        ("GaussianNoise", {"stddev": 1.0}, ()),
        ("ReLU", {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}, (Activation(function="relu"),)),
        ("ReLU", {"negative_slope": 0.2}, (Activation(function="leaky_relu"),)),
        ("LeakyReLU", {"negative_slope": 0.2}, (Activation(function="leaky_relu"),)),
        ("LeakyReLU", {"alpha": 0.20000000298023224}, (Activation(function="leaky_relu"),)),
        ("LeakyReLU", {"alpha": 0.2}, (Activation(function="leaky_relu"),)),
        ("LeakyReLU", {"negative_slope": 0.0}, (Activation(function="relu"),)),
        ("Activation", {"activation": "leaky_relu"}, (Activation(function="leaky_relu"),)),
        ("Activation", {"activation": "gelu"}, (Activation(function="gelu"),)),
        ("Activation", {"activation": "sigmoid"}, (Activation(function="sigmoid"),)),
        ("Reshape", {"target_shape": [28, 28, 1]}, ()),
    ],
)  # fmt: skip
def test_layer_becomes_ours(kind, config, expected):
    assert layers_of((kind, config)) == expected


def test_global_pooling_lays_its_values_out_as_flatten_does():
    found = convert_model(sequential(("GlobalMaxPooling2D", {}), TEN), None)
    assert found.spec.layers == (MaxPooling2D(pool_size=28), Flatten(), Dense(units=10))
    assert "which computes the same" in str(found.remarks[0])


@pytest.mark.parametrize("era", [2, 3])
@pytest.mark.parametrize(
    ("start", "shape"),
    [
        (("Flatten", {}), FLAT),
        (("Reshape", {"target_shape": [784]}), FLAT),
        (("Reshape", {"target_shape": [28, 28, 1]}), IMAGE),
    ],
    ids=["flattened", "in a row", "with channels"],
)  # fmt: skip
def test_picture_without_channels_is_laid_out_by_the_first_layers(era, start, shape):
    tail = [("Flatten", {}), TEN] if shape == IMAGE else [TEN]
    spec = convert_model(functional(era, start, *tail), None).spec
    assert spec.input_shape == shape
    assert spec.layers[-1] == Dense(units=10)


@pytest.mark.parametrize(
    ("note", "config", "pixels"),
    [
        (None, {"scale": 1 / 255}, Pixels()),
        (None, {"scale": 1 / 127.5, "offset": -1.0}, Pixels(offset=127.5, divisor=127.5)),
        (ModelNote(pixels=Pixels(offset=10.0, divisor=50.0)), {"scale": 2.0}, Pixels(offset=10.0, divisor=25.0)),
    ],
    ids=["0 to 1", "-1 to 1", "after the note"],
)
def test_scaling_at_the_start_is_said_and_not_a_layer(note, config, pixels):
    found = convert_model(sequential(("Rescaling", config), ("Flatten", {}), TEN), note)
    assert found.spec.layers == (Flatten(), Dense(units=10))
    assert found.note == ModelNote(pixels=pixels)


def test_layers_of_a_list_alone_are_those_of_the_first_keras_2():
    whole = sequential(("Flatten", {}), TEN)
    whole["config"] = whole["config"]["layers"]
    assert convert_model(whole, None).spec.layers == (Flatten(), Dense(units=10))


def test_number_in_a_message_is_the_layers_in_the_file():
    kernel = {"filters": 2, "kernel_size": [9, 9]}
    whole = sequential(
        ("GaussianNoise", {}), ("MaxPooling2D", {"pool_size": 4}), ("Conv2D", kernel), ("Flatten", {}), TEN
    )
    with pytest.raises(ModelFileError, match=r"^Layer 3 does not fit: its input is 7\u00a0×\u00a07 pixels") as caught:
        convert_model(whole, None)
    assert caught.value.fields == {"layer": 2}


def branched(change):
    whole = functional(3, ("Flatten", {}), ("Dense", {"units": 10}), ("Dense", {"units": 10}))
    change(whole["config"])
    return whole


def called_with(**arguments):
    return branched(lambda config: config["layers"][2]["inbound_nodes"][0].update(kwargs=arguments))


@pytest.mark.parametrize(
    ("whole", "sentence"),
    [
        (branched(lambda config: config.update(input_layers=[["in", 0, 0], ["b", 0, 0]])), "has 2 inputs and 1 out"),
        (branched(lambda config: config.update(output_layers=["layer_1", 0, 0])), "do not form one chain from"),
        (branched(lambda config: config["layers"][3].update(inbound_nodes=config["layers"][2]["inbound_nodes"])),
         "'layer_0' is followed by two layers"),
        (branched(lambda config: config["layers"][2]["inbound_nodes"].append(config["layers"][1]["inbound_nodes"][0])),
         "'layer_1' gets the values of 2 layers"),
        (branched(lambda config: config["layers"][2].update(name="layer_2")), "Two layers of this model have the same"),
        (branched(lambda config: config["layers"][2].update(inbound_nodes=7)), "does not say where its values come"),
        (called_with(training=True), "'layer_1' is called with 'training'"),
        (sequential(("Dense", {"units": 10}), shape=(28, 28, 3)), "input is 28\u00a0×\u00a028\u00a0×\u00a03"),
        ({"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": {"name": "d"}}]}},
         "does not say which shape"),
        ({"class_name": "Sequential", "config": {"layers": []}}, "has no layers"),
        ([], "must be an object"),
        (sequential(("Dense", {"units": "many"}), shape=(784,)), "units must be a whole number; got 'many'"),
        (sequential(("LeakyReLU", {"negative_slope": 0.3}), TEN), "negative_slope is 0.3, and Digit Lab has only the"),
        (sequential(("LeakyReLU", {}), TEN), "is 0.3, and Digit Lab has only the plain ReLU and the one"),
        (sequential(("ReLU", {"threshold": 1.0}), TEN), "threshold is 1.0, and"),
        (sequential(("SeparableConv2D", {"filters": 3, "kernel_size": 3, "depth_multiplier": 2}), TEN),
         "depth_multiplier is 2"),
        (sequential(("BatchNormalization", {"axis": 1}), TEN), "normalises axis 1"),
        (sequential(("BatchNormalization", {"epsilon": 1e999}), TEN), "epsilon must be a number; got inf"),
        (sequential(("Reshape", {"target_shape": [7, 112]}), TEN), "reshapes 28\u00a0×\u00a028\u00a0×\u00a01 values"),
        (sequential(("Rescaling", {"scale": 0.0}), TEN), "nothing is left of them"),
        (sequential(*[("Rescaling", {"scale": 1e-8})] * 60, TEN), r"Layer 1,.* / 1e\+08, which leaves no"),
        (sequential(*[("Rescaling", {"scale": 1e30, "offset": 1e30})] * 60, TEN), "Layer 1,.*no usable inputs"),
        (sequential(("Rescaling", {"offset": -1e7}), TEN), r"\(byte - 1e\+07\) / 1, which leaves"),
        (sequential(*[("ReLU", {})] * 31, TEN), "Layer 31 is one too many"),
        (sequential(("Dense", {"units": 10, "lora_rank": 4}), shape=(784,)), "weights are changed while it computes"),
    ],
)  # fmt: skip
def test_what_is_no_network_of_ours_is_refused(whole, sentence):
    with pytest.raises(ModelFileError, match=sentence) as caught:
        convert_model(whole, None)
    assert str(caught.value).endswith(".")
