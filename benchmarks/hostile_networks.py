"""Model files with numbers that are none, or of networks that are not ours: read in full, and then not taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.model_files import (
    DENSE,
    NETWORK,
    Change,
    Document,
    document,
    keras_file,
    layer_of,
    new_weights,
    npz_file,
    old_h5,
    some_weights,
)
from benchmarks.tflite_files import INT8, tflite_file

WEIGHTS = some_weights(NETWORK)
Case = tuple[bytes, str]  # a file, and a pattern of what its refusal says


def altered(change: Callable[[Document], Any] = lambda whole: None, *, weights: Change = lambda file: None) -> bytes:
    """Return a `.keras` file of the small network with something done to its configuration or its weights."""
    whole = document(NETWORK)
    change(whole)
    return keras_file(whole, new_weights(NETWORK, WEIGHTS, change=weights))


def with_layer(index: int, kind: str, config: Document, **entry: Any) -> bytes:
    """Return a `.keras` file with one more layer before layer `index`, from 1."""
    layer = {"module": "keras.layers", "class_name": kind, "config": {"name": kind.lower(), **config}, **entry}
    return altered(lambda whole: whole["config"]["layers"].insert(index, layer))


def with_settings(kind: str, **settings: Any) -> bytes:
    """Return a `.keras` file with other settings of its first layer of a kind."""
    return altered(lambda whole: layer_of(whole, kind).update(settings))


def wrong_numbers() -> dict[str, Case]:
    """Return files whose arrays cannot be a network's, each with a pattern of its refusal."""

    def number(value: float) -> bytes:
        weights = WEIGHTS | {"dense/kernel": np.full((72, 8), value, np.float32)}
        return keras_file(document(NETWORK), new_weights(NETWORK, weights))

    def of_type(array: np.ndarray) -> bytes:
        return keras_file(document(NETWORK), new_weights(NETWORK, WEIGHTS | {"dense/kernel": array}))

    negative = WEIGHTS | {"batch_normalization/moving_variance": np.array([-1, 1], np.float32)}
    rounded = np.ones((10, 784), np.int8)
    broken = npz_file(some_weights(DENSE) | {"dense/bias": np.full(6, np.nan, np.float32)}, spec=DENSE)
    return {
        "M17 NaN": (number(np.nan), r"Layer 6, 'dense': its kernel holds NaN \(not a number\)"),
        "M17 NaN in npz": (broken, r"'dense/bias' holds NaN"),
        "M18 infinite": (number(np.inf), "Layer 6, 'dense': its kernel holds infinite numbers"),
        "M19 wrong shape": (
            of_type(np.ones((8, 72), np.float32)),
            "its kernel must be 72\u00a0×\u00a08 and the file's is 8\u00a0×\u00a072",
        ),
        "whole numbers": (of_type(np.ones((72, 8), np.int32)), "must be of floating-point numbers"),
        "more digits than float32": (of_type(np.full((72, 8), 0.1)), "is of float64 and would lose digits"),
        "variance below 0": (
            keras_file(document(NETWORK), new_weights(NETWORK, negative)),
            "holds variances below 0",
        ),
        "rounded TFLite": (tflite_file(rounded, np.zeros(10, np.float32), kind=INT8), "numbers rounded to int8"),
    }


def other_networks() -> dict[str, Case]:
    """Return files of networks that have no counterpart here, each with a pattern of its refusal."""

    def shaped(*shape: int) -> Callable[[Document], None]:
        return lambda whole: layer_of(whole, "InputLayer").update(batch_shape=[None, *shape])

    inner = document(DENSE)["config"]
    dense = np.ones((10, 1024), np.float32)
    return {
        "M21 11 outputs": (
            altered(lambda whole: layer_of(whole, "Dense", 1).update(units=11)),
            "Layer 7 .* must give 10 va",
        ),
        "M21 input 32 x 32": (
            altered(shaped(32, 32, 1)),
            "input is 32\u00a0×\u00a032\u00a0×\u00a01, and that of a network for digits",
        ),
        "input 32 x 32 in TFLite": (
            tflite_file(dense, dense[:, 0], input_shape=(1, 32, 32)),
            "input is 32\u00a0×\u00a032",
        ),
        "no channels": (altered(shaped(28, 28)), "Layer 1, 'conv2d': its input is 28\u00a0×\u00a028 without channels"),
        "Embedding": (with_layer(3, "Embedding", {"input_dim": 5}), "Layer 3 is an Embedding; digits are pictures"),
        "network within": (with_layer(2, "Sequential", inner), "is a network of its own"),
        "kernel 3 x 5": (
            with_settings("Conv2D", kernel_size=[3, 5]),
            "Layer 1, 'conv2d': kernel_size is 3\u00a0×\u00a05",
        ),
        "dilated": (with_settings("Conv2D", dilation_rate=[2, 2]), "its kernel is dilated"),
        "groups": (with_settings("Conv2D", groups=2), "groups is 2, and Digit Lab has only 1"),
        "channels first": (
            with_settings("Conv2D", data_format="channels_first"),
            "data_format is 'channels_f",
        ),
        "unknown activation": (
            with_settings("Dense", activation="mish"),
            "activation is 'mish', and",
        ),
        "quantised": (
            with_settings("Dense", dtype={"config": {"name": "int8_from_float32"}}),
            "computes in 'int8_from_float32'",
        ),
        "capped ReLU": (with_layer(2, "ReLU", {"max_value": 6.0}), "max_value is 6.0, and Digit Lab has only the"),
        "softmax of rows": (with_layer(2, "Softmax", {"axis": 1}), "takes its softmax along axis 1"),
        "long name": (with_settings("Dense", name="x" * 1000), "Layer 6 has no name"),
        "depthwise alone": (
            tflite_file(np.ones((10, 784), np.float32), np.zeros(10, np.float32), operators=(9, 4)),
            "Layer 2, DEPTHWISE_CONV_2D: only a separable convolution",
        ),
        "LeakyReLU of no slope": (
            tflite_file(np.ones((10, 784), np.float32), np.zeros(10, np.float32), operators=(9, 98)),
            "Layer 2, LEAKY_RELU: its activation is one that Digit Lab does not have",
        ),
        "other operator": (
            tflite_file(np.ones((10, 784), np.float32), np.zeros(10, np.float32), operators=(9, 21)),
            "Layer 2, RELU6: Digit Lab has no layer for it",
        ),
    }


def damaged_files() -> dict[str, Case]:
    """Return files that are not whole, or no model's at all, each with a pattern of its refusal."""
    flat = tflite_file(np.ones((10, 784), np.float32), np.zeros(10, np.float32))
    files = {
        "keras": altered(),
        "h5": old_h5(NETWORK, WEIGHTS, whole=document(NETWORK, "2.2")),
        "weights.h5": new_weights(NETWORK, WEIGHTS),
        "npz": npz_file(WEIGHTS, spec=NETWORK),
        "tflite": flat,
    }
    cut = {
        f"M22 half a .{kind}": (data[: len(data) // 2], "This file is damaged|no file") for kind, data in files.items()
    }
    return cut | {
        "empty": (b"", "it is empty"),
        "text": (b"import keras\n", "This is not a model's file"),
        "ONNX": (b"\x08\x08\x12\x07pytorch", "seems to be an ONNX file"),
        "weights alone": (files["weights.h5"], "weights but not the network that they belong to"),
        "no JSON": (keras_file("{", b""), "config.json is not JSON"),
        "JSON of nothing": (keras_file("3", b""), "configuration of this model must be an object and is 3"),
    }
