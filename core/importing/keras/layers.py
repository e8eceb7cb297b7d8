"""One layer of a Keras model becomes layers of ours that predict the same, or a sentence that says why not.

What only matters in training (a rate of dropout, how slowly an average moves) is kept where we have it; what predicts
is kept exactly.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from core.errors import ModelFileError, SpecError
from core.importing.keras.chain import KerasLayer
from core.importing.keras.layer_settings import (
    absent_bias,
    check_dtype_policy,
    check_setting,
    read_setting,
    square_size,
)
from core.messages.importing import files
from core.messages.importing import keras_layers as messages
from core.messages.message import Message
from models.checks import short_repr
from models.layers import (
    LAYER_KINDS,
    Activation,
    AveragePooling2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling2D,
    Shape,
)
from models.layers.activations import LEAKY_SLOPE

_SEQUENCES = ("Embedding", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "TextVectorization", "MultiHeadAttention")
_LEAKY_LAYERS_SLOPE = 0.3  # of the class where its configuration has none
_STRANGERS: dict[messages.Stranger, tuple[str, ...]] = {
    "program": ("Lambda", "TFSMLayer", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFOpLambda", "SlicingOpLambda"),
    "table": ("StringLookup", "IntegerLookup", "Hashing", "Discretization", "CategoryEncoding"),
    "network": ("Sequential", "Functional", "Model"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedLayer:
    """What became of a layer."""

    layers: tuple[Layer, ...] = ()
    absent: frozenset[str] = field(default_factory=frozenset)  # arrays that the file does without: "bias"
    remark: Message | None = None  # for the person


def convert_layer(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    """Return the layers of ours that predict what this one predicts.

    Args:
        layer: as the file describes it.
        shape: of its input, without the axis N.

    Raises:
        ModelFileError: there are none; field `layer` is its index.
    """
    converter = _CONVERTERS.get(layer.kind)
    if converter is None:
        raise _unknown(layer)
    check_dtype_policy(layer)
    try:
        return converter(layer, shape)
    except SpecError as error:
        message = files.layer_setting(layer=layer.label, error=error.message)
        raise ModelFileError(message, layer=layer.index) from error


def _unknown(layer: KerasLayer) -> ModelFileError:
    known: list[messages.Stranger] = [stranger for stranger, kinds in _STRANGERS.items() if layer.kind in kinds]
    if layer.kind in _SEQUENCES:
        message = messages.sequence_layer(number=layer.index + 1, kind=layer.kind)
    elif known:
        message = messages.strange_layer(layer=layer.label, kind=layer.kind, stranger=known[0])
    else:
        message = messages.strange_layer(layer=layer.label, kind=short_repr(layer.kind), stranger="unknown")
    return ModelFileError(message, layer=layer.index)


def _same(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    """Return our layer of the same class, with the same settings."""
    kind = LAYER_KINDS[_OTHER_NAMES.get(layer.kind, layer.kind)]
    for key, value in kind.keras_fixed.items():
        if key != "dilation_rate":
            check_setting(layer, key, value, None if key == "data_format" else value)
        elif square_size(layer, key, default=1) != 1:
            raise ModelFileError(messages.dilated_kernel(layer=layer.label), layer=layer.index)
    is_quantised = bool(layer.config.get("quantization_config")) and kind is Dense
    if layer.config.get("lora_rank") or is_quantised:
        message = messages.weights_change(layer=layer.label, may_be_quantised=kind is Dense)
        raise ModelFileError(message, layer=layer.index)
    settings = {setting.name: read_setting(layer, kind, setting) for setting in fields(kind)}
    if settings.get("strides") == settings.get("pool_size", 0):
        settings["strides"] = None  # as usual
    return ConvertedLayer(layers=(kind(**settings),), absent=absent_bias(layer) if kind.kernels else frozenset())


def _global_pooling(kind: type[MaxPooling2D] | type[AveragePooling2D]) -> Callable[[KerasLayer, Shape], ConvertedLayer]:
    def pooling(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
        check_setting(layer, "data_format", "channels_last", None)
        if len(shape) != 3:
            raise ModelFileError(messages.no_picture_to_pool(layer=layer.label, shape=shape), layer=layer.index)
        if kind is AveragePooling2D and not layer.config.get("keepdims"):
            return _same(layer, shape)
        pool = kind(pool_size=shape[0])
        remark = messages.became_pooling(layer=layer.label, rows=shape[0], columns=shape[1])
        return ConvertedLayer(layers=(pool,) if layer.config.get("keepdims") else (pool, Flatten()), remark=remark)

    return pooling


def _check_axis(layer: KerasLayer, shape: Shape) -> None:
    """Raise ModelFileError unless a layer works along the last axis."""
    axis = layer.config.get("axis", -1)
    axis = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
    if type(axis) is not int or axis not in (-1, len(shape)):
        is_softmax = layer.kind == "Softmax"
        message = messages.other_axis(layer=layer.label, axis=short_repr(axis), is_softmax=is_softmax)
        raise ModelFileError(message, layer=layer.index)


def _normalisation(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    _check_axis(layer, shape)
    check_setting(layer, "renorm", False, None)
    check_setting(layer, "center", True, False)
    check_setting(layer, "scale", True, False)
    names = {"center": "beta", "scale": "gamma"}
    absent = frozenset(array for key, array in names.items() if not layer.config.get(key, True))
    return dataclasses.replace(_same(layer, shape), absent=absent)


def _dropout(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    rate = read_setting(layer, Dropout, fields(Dropout)[0])
    return ConvertedLayer(layers=(Dropout(rate=rate),), remark=messages.became_dropout(layer=layer.label))


def _nothing(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    return ConvertedLayer(remark=messages.left_out(layer=layer.label))


def _reshape(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    target = layer.config.get("target_shape")
    count = math.prod(shape)
    if isinstance(target, list) and target in ([count], [-1]):
        return ConvertedLayer(layers=(Flatten(),))
    if isinstance(target, list) and tuple(target) == shape:
        return ConvertedLayer()
    raise ModelFileError(messages.other_reshape(layer=layer.label, shape=shape), layer=layer.index)


def _relu(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    """Return a ReLU, or the leaky one, which Keras also has as a class of its own; older files call its slope alpha."""
    slopes = (layer.config.get(key) for key in ("negative_slope", "alpha"))
    usual = _LEAKY_LAYERS_SLOPE if layer.kind == "LeakyReLU" else 0.0
    slope = next((slope for slope in slopes if slope is not None), usual)
    bent = {key: layer.config[key] for key in ("max_value", "threshold") if layer.config.get(key)}
    is_known = slope == 0 or (isinstance(slope, float) and math.isclose(slope, LEAKY_SLOPE, rel_tol=1e-6))  # a float32
    for key, value in (bent if is_known else {"negative_slope": slope}).items():
        message = messages.other_relu(
            layer=layer.label, setting=key, received=short_repr(value), leaky_slope=LEAKY_SLOPE
        )
        raise ModelFileError(message, layer=layer.index)
    return ConvertedLayer(layers=(Activation(function="leaky_relu" if slope else "relu"),))


def _softmax(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    _check_axis(layer, shape)
    return ConvertedLayer(layers=(Activation(function="softmax"),))


_OTHER_NAMES = {"Convolution2D": "Conv2D"}
_CONVERTERS: dict[str, Callable[[KerasLayer, Shape], ConvertedLayer]] = {
    **dict.fromkeys([*LAYER_KINDS, *_OTHER_NAMES], _same),
    "GlobalMaxPooling2D": _global_pooling(MaxPooling2D),
    "GlobalAveragePooling2D": _global_pooling(AveragePooling2D),
    "BatchNormalization": _normalisation,
    "SpatialDropout2D": _dropout,
    "GaussianDropout": _dropout,
    "GaussianNoise": _nothing,
    "ActivityRegularization": _nothing,
    "Reshape": _reshape,
    "ReLU": _relu,
    "LeakyReLU": _relu,
    "Softmax": _softmax,
}
