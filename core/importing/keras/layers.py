"""One layer of a Keras model becomes layers of ours that predict the same, or a sentence that says why not.

What only matters in training (a rate of dropout, a momentum) is kept where we have it; what predicts is kept exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.errors import ModelFileError, SpecError
from core.importing.keras.chain import KerasLayer
from core.importing.keras.layer_settings import (
    PLAIN,
    absent_bias,
    function,
    initializer,
    l2,
    must_be,
    no,
    number,
    padding,
    refuse_policy,
    side,
    whole,
)
from core.importing.refusals import refusal
from models.checks import shown
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
from models.shapes import Shape, shape_text

_SEQUENCES = ("Embedding", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "TextVectorization", "MultiHeadAttention")
_TABLES = ("StringLookup", "IntegerLookup", "Hashing", "Discretization", "CategoryEncoding")
_PROGRAMS = ("Lambda", "TFSMLayer", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFOpLambda", "SlicingOpLambda")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a layer."""

    layers: tuple[Layer, ...] = ()
    absent: frozenset[str] = field(default_factory=frozenset)  # arrays that the file does without: "bias"
    remark: str = ""  # for the person


def take(layer: KerasLayer, shape: Shape) -> Taken:
    """Return the layers of ours that predict what this one predicts.

    Args:
        layer: as the file describes it.
        shape: of its input, without the axis N.

    Raises:
        ModelFileError: there are none; field `layer` is its index.
    """
    translation = _TRANSLATIONS.get(layer.kind)
    if translation is None:
        raise _unknown(layer)
    refuse_policy(layer)
    try:
        return translation(layer, shape)
    except SpecError as error:
        raise ModelFileError(f"{layer.label}: {error}", layer=layer.index) from error


def _unknown(layer: KerasLayer) -> ModelFileError:
    article = "an" if layer.kind[:1] in "AEIOUL" and layer.kind != "Lambda" else "a"
    if layer.kind in _SEQUENCES:
        what = f"Layer {layer.index + 1} is {article} {layer.kind}; digits are pictures"
    elif layer.kind in _PROGRAMS:
        what = f"{layer.label}, is a {layer.kind} layer: it holds a program, and programs of others are not run here"
    elif layer.kind in _TABLES:
        what = f"{layer.label}, is a {layer.kind} layer: it looks words or numbers up in a table; digits are pictures"
    elif layer.kind in ("Sequential", "Functional", "Model"):
        what = f"{layer.label}, is a network of its own, and a network here is one list of layers"
    else:
        what = f"{layer.label}, is of the kind {shown(layer.kind)}, which Digit Lab does not have"
    return refusal(what, PLAIN, layer=layer.index)


def _dense(layer: KerasLayer, shape: Shape) -> Taken:
    if layer.config.get("lora_rank") or layer.config.get("quantization_config"):
        raise no(layer, "its weights are changed while it computes", "Merge or remove LoRA and quantisation")
    dense = Dense(
        units=whole(layer, "units"),
        activation=function(layer),
        initializer=initializer(layer),
        l2=l2(layer),
    )
    return Taken(layers=(dense,), absent=absent_bias(layer))


def _convolution(layer: KerasLayer, shape: Shape) -> Taken:
    must_be(layer, "data_format", "channels_last", None)
    must_be(layer, "groups", 1)
    if side(layer, "dilation_rate", default=1) != 1:
        raise no(layer, "its kernel is dilated, and Digit Lab has only kernels without gaps")
    if layer.config.get("lora_rank"):
        raise no(layer, "its weights are changed while it computes", "Merge or remove LoRA")
    convolution = Conv2D(
        filters=whole(layer, "filters"),
        kernel_size=side(layer, "kernel_size"),
        strides=side(layer, "strides", default=1),
        padding=padding(layer),
        activation=function(layer),
        initializer=initializer(layer),
        l2=l2(layer),
    )
    return Taken(layers=(convolution,), absent=absent_bias(layer))


def _pooling(kind: type[MaxPooling2D] | type[AveragePooling2D]) -> Callable[[KerasLayer, Shape], Taken]:
    def pooling(layer: KerasLayer, shape: Shape) -> Taken:
        must_be(layer, "data_format", "channels_last", None)
        size = side(layer, "pool_size", default=2)
        strides = size if layer.config.get("strides") is None else side(layer, "strides")
        own = None if strides == size else strides
        return Taken(layers=(kind(pool_size=size, strides=own, padding=padding(layer)),))

    return pooling


def _global_pooling(kind: type[MaxPooling2D] | type[AveragePooling2D]) -> Callable[[KerasLayer, Shape], Taken]:
    def pooling(layer: KerasLayer, shape: Shape) -> Taken:
        must_be(layer, "data_format", "channels_last", None)
        if len(shape) != 3:
            raise no(layer, f"it needs rows, columns and channels, and its input is {shape_text(shape)}")
        pool = kind(pool_size=shape[0])
        remark = f"{layer.label}, became a pooling over all {shape[0]} x {shape[1]} cells, which computes the same."
        return Taken(layers=(pool,) if layer.config.get("keepdims") else (pool, Flatten()), remark=remark)

    return pooling


def _normalisation(layer: KerasLayer, shape: Shape) -> Taken:
    axis = layer.config.get("axis", -1)
    axis = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
    if type(axis) is not int or axis not in (-1, len(shape)):
        raise no(layer, f"it normalises axis {shown(axis)}, and Digit Lab only the last, the channels")
    must_be(layer, "renorm", False, None)
    must_be(layer, "center", True, False)
    must_be(layer, "scale", True, False)
    momentum = min(max(number(layer, "momentum", 0.99), 0.0), MAX_MOMENTUM)
    names = {"center": "beta", "scale": "gamma"}
    absent = frozenset(array for key, array in names.items() if not layer.config.get(key, True))
    epsilon = number(layer, "epsilon", 1e-3)
    return Taken(layers=(BatchNormalization(momentum=momentum, epsilon=epsilon),), absent=absent)


def _dropout(layer: KerasLayer, shape: Shape) -> Taken:
    rate = min(max(number(layer, "rate", 0.5), 0.0), MAX_DROPOUT_RATE)
    remark = "" if layer.kind == "Dropout" else f"{layer.label}, became plain Dropout, which predicts the same."
    return Taken(layers=(Dropout(rate=rate),), remark=remark)


def _nothing(layer: KerasLayer, shape: Shape) -> Taken:
    return Taken(remark=f"{layer.label}, was left out: it does nothing when the network predicts.")


def _flatten(layer: KerasLayer, shape: Shape) -> Taken:
    must_be(layer, "data_format", "channels_last", None)
    return Taken(layers=(Flatten(),))


def _reshape(layer: KerasLayer, shape: Shape) -> Taken:
    target = layer.config.get("target_shape")
    count = _product(shape)
    if isinstance(target, list) and target in ([count], [-1]):
        return Taken(layers=(Flatten(),))
    if isinstance(target, list) and tuple(target) == shape:
        return Taken()
    raise no(layer, f"it lays {shape_text(shape)} values out anew, and Digit Lab only lays them in one row")


def _activation(layer: KerasLayer, shape: Shape) -> Taken:
    return Taken(layers=(Activation(function=function(layer)),))


def _relu(layer: KerasLayer, shape: Shape) -> Taken:
    for key in ("max_value", "negative_slope", "threshold"):
        if layer.config.get(key):
            raise no(layer, f"{key} is {shown(layer.config[key])}, and Digit Lab has only the plain ReLU")
    return Taken(layers=(Activation(function="relu"),))


def _softmax(layer: KerasLayer, shape: Shape) -> Taken:
    axis = layer.config.get("axis", -1)
    axis = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
    if type(axis) is not int or axis not in (-1, len(shape)):
        raise no(layer, f"it takes its softmax along axis {shown(axis)}, and Digit Lab along the last")
    return Taken(layers=(Activation(function="softmax"),))


def _product(shape: Shape) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


_TRANSLATIONS: dict[str, Callable[[KerasLayer, Shape], Taken]] = {
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
