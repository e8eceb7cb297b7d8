"""One layer of a Keras model becomes layers of ours that predict the same, or a sentence that says why not.

What only matters in training (a rate of dropout, a momentum) is kept where we have it; what predicts is kept exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.errors import ModelFileError, SpecError
from core.importing.keras.chain import KerasLayer
from core.importing.keras.layer_settings import (
    absent_bias,
    activation,
    check_dtype_policy,
    check_setting,
    initializer,
    integer,
    l2,
    number,
    padding,
    square_size,
)
from core.messages.importing import files
from core.messages.importing import keras_layers as messages
from core.messages.message import Message
from models.checks import short_repr
from models.layers import (
    MAX_DROPOUT_RATE,
    MAX_MOMENTUM,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling2D,
)
from models.shapes import Shape

_SEQUENCES = ("Embedding", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "TextVectorization", "MultiHeadAttention")
_TABLES = ("StringLookup", "IntegerLookup", "Hashing", "Discretization", "CategoryEncoding")
_NETWORKS = ("Sequential", "Functional", "Model")
_PROGRAMS = ("Lambda", "TFSMLayer", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFOpLambda", "SlicingOpLambda")


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
    if layer.kind in _SEQUENCES:
        message = messages.sequence_layer(number=layer.index + 1, kind=layer.kind)
    elif layer.kind in _PROGRAMS:
        message = messages.program_layer(layer=layer.label, kind=layer.kind)
    elif layer.kind in _TABLES:
        message = messages.table_layer(layer=layer.label, kind=layer.kind)
    elif layer.kind in _NETWORKS:
        message = messages.nested_network(layer=layer.label)
    else:
        message = messages.unknown_kind(layer=layer.label, kind=short_repr(layer.kind))
    return ModelFileError(message, layer=layer.index)


def _dense(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    if layer.config.get("lora_rank") or layer.config.get("quantization_config"):
        raise ModelFileError(messages.weights_change(layer=layer.label, may_be_quantised=True), layer=layer.index)
    dense = Dense(
        units=integer(layer, "units"),
        activation=activation(layer),
        initializer=initializer(layer),
        l2=l2(layer),
    )
    return ConvertedLayer(layers=(dense,), absent=absent_bias(layer))


def _convolution(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    check_setting(layer, "data_format", "channels_last", None)
    check_setting(layer, "groups", 1)
    if square_size(layer, "dilation_rate", default=1) != 1:
        raise ModelFileError(messages.dilated_kernel(layer=layer.label), layer=layer.index)
    if layer.config.get("lora_rank"):
        raise ModelFileError(messages.weights_change(layer=layer.label, may_be_quantised=False), layer=layer.index)
    convolution = Conv2D(
        filters=integer(layer, "filters"),
        kernel_size=square_size(layer, "kernel_size"),
        strides=square_size(layer, "strides", default=1),
        padding=padding(layer),
        activation=activation(layer),
        initializer=initializer(layer),
        l2=l2(layer),
    )
    return ConvertedLayer(layers=(convolution,), absent=absent_bias(layer))


def _pooling(kind: type[MaxPooling2D] | type[AveragePooling2D]) -> Callable[[KerasLayer, Shape], ConvertedLayer]:
    def pooling(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
        check_setting(layer, "data_format", "channels_last", None)
        size = square_size(layer, "pool_size", default=2)
        strides = size if layer.config.get("strides") is None else square_size(layer, "strides")
        own = None if strides == size else strides
        return ConvertedLayer(layers=(kind(pool_size=size, strides=own, padding=padding(layer)),))

    return pooling


def _global_pooling(kind: type[MaxPooling2D] | type[AveragePooling2D]) -> Callable[[KerasLayer, Shape], ConvertedLayer]:
    def pooling(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
        check_setting(layer, "data_format", "channels_last", None)
        if len(shape) != 3:
            raise ModelFileError(messages.no_picture_to_pool(layer=layer.label, shape=shape), layer=layer.index)
        pool = kind(pool_size=shape[0])
        remark = messages.became_pooling(layer=layer.label, rows=shape[0], columns=shape[1])
        return ConvertedLayer(layers=(pool,) if layer.config.get("keepdims") else (pool, Flatten()), remark=remark)

    return pooling


def _normalisation(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    axis = layer.config.get("axis", -1)
    axis = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
    if type(axis) is not int or axis not in (-1, len(shape)):
        message = messages.other_axis_normalised(layer=layer.label, axis=short_repr(axis))
        raise ModelFileError(message, layer=layer.index)
    check_setting(layer, "renorm", False, None)
    check_setting(layer, "center", True, False)
    check_setting(layer, "scale", True, False)
    momentum = min(max(number(layer, "momentum", 0.99), 0.0), MAX_MOMENTUM)
    names = {"center": "beta", "scale": "gamma"}
    absent = frozenset(array for key, array in names.items() if not layer.config.get(key, True))
    epsilon = number(layer, "epsilon", 1e-3)
    return ConvertedLayer(layers=(BatchNormalization(momentum=momentum, epsilon=epsilon),), absent=absent)


def _dropout(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    rate = min(max(number(layer, "rate", 0.5), 0.0), MAX_DROPOUT_RATE)
    remark = None if layer.kind == "Dropout" else messages.became_dropout(layer=layer.label)
    return ConvertedLayer(layers=(Dropout(rate=rate),), remark=remark)


def _nothing(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    return ConvertedLayer(remark=messages.left_out(layer=layer.label))


def _flatten(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    check_setting(layer, "data_format", "channels_last", None)
    return ConvertedLayer(layers=(Flatten(),))


def _reshape(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    target = layer.config.get("target_shape")
    count = _product(shape)
    if isinstance(target, list) and target in ([count], [-1]):
        return ConvertedLayer(layers=(Flatten(),))
    if isinstance(target, list) and tuple(target) == shape:
        return ConvertedLayer()
    raise ModelFileError(messages.other_reshape(layer=layer.label, shape=shape), layer=layer.index)


def _activation(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    return ConvertedLayer(layers=(Activation(function=activation(layer)),))


def _relu(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    for key in ("max_value", "negative_slope", "threshold"):
        if layer.config.get(key):
            message = messages.other_relu(layer=layer.label, setting=key, received=short_repr(layer.config[key]))
            raise ModelFileError(message, layer=layer.index)
    return ConvertedLayer(layers=(Activation(function="relu"),))


def _softmax(layer: KerasLayer, shape: Shape) -> ConvertedLayer:
    axis = layer.config.get("axis", -1)
    axis = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
    if type(axis) is not int or axis not in (-1, len(shape)):
        message = messages.other_axis_of_softmax(layer=layer.label, axis=short_repr(axis))
        raise ModelFileError(message, layer=layer.index)
    return ConvertedLayer(layers=(Activation(function="softmax"),))


def _product(shape: Shape) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


_CONVERTERS: dict[str, Callable[[KerasLayer, Shape], ConvertedLayer]] = {
    "Dense": _dense,
    "Conv2D": _convolution,
    "Convolution2D": _convolution,
    "MaxPooling2D": _pooling(MaxPooling2D),
    "AveragePooling2D": _pooling(AveragePooling2D),
    "GlobalMaxPooling2D": _global_pooling(MaxPooling2D),
    "GlobalAveragePooling2D": _global_pooling(AveragePooling2D),
    "BatchNormalization": _normalisation,
    "Dropout": _dropout,
    "SpatialDropout2D": _dropout,
    "GaussianDropout": _dropout,
    "GaussianNoise": _nothing,
    "ActivityRegularization": _nothing,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Activation": _activation,
    "ReLU": _relu,
    "Softmax": _softmax,
}
