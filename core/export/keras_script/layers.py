"""The network of a stand-alone script: its layers as lines of Keras, in the order of the form."""

from __future__ import annotations

from core.export.code_format import INDENT, format_call, format_keywords, format_literal
from models.layers import (
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
from models.spec import NetworkSpec

_USUAL = BatchNormalization()


def build_lines(spec: NetworkSpec, l2: float) -> list[str]:
    """Return the lines that build the network; what Keras does by default is left out.

    Args:
        spec: the network.
        l2: of every kernel, on top of what a layer has of its own.
    """
    penalties = _penalties(spec, l2)
    lines = [f"l2 = {_regularizer(penalties.pop())}"] if len(penalties) == 1 else []
    common = "l2" if lines else None
    lines += ["model = keras.Sequential([", f"{INDENT}keras.Input(shape={spec.input_shape}),"]
    for layer in spec.layers:
        lines += format_call(f"layers.{type(layer).__name__}", _arguments(layer, l2, common), after=",", depth=1)
    return [*lines, "])", "model.summary()"]


def is_penalised(spec: NetworkSpec, l2: float) -> bool:
    """Return whether any kernel has a penalty."""
    return bool(_penalties(spec, l2))


def _penalties(spec: NetworkSpec, l2: float) -> set[float]:
    return {_penalty(layer, l2) for layer in spec.layers if isinstance(layer, Dense | Conv2D)} - {0.0}


def _arguments(layer: Layer, l2: float, common: str | None) -> list[str]:
    match layer:
        case Dense():
            return [format_literal(layer.units), *_function(layer.activation), *_kernel(layer, l2, common)]
        case Conv2D():
            strides = format_keywords(strides=layer.strides) if layer.strides != 1 else []
            sizes = [format_literal(layer.filters), format_literal(layer.kernel_size), *strides]
            return [*sizes, *_padding(layer.padding), *_function(layer.activation), *_kernel(layer, l2, common)]
        case Dropout():
            return [format_literal(layer.rate)]
        case BatchNormalization():
            momentum = format_keywords(momentum=layer.momentum) if layer.momentum != _USUAL.momentum else []
            return momentum + (format_keywords(epsilon=layer.epsilon) if layer.epsilon != _USUAL.epsilon else [])
        case MaxPooling2D() | AveragePooling2D():
            strides = format_keywords(strides=layer.strides) if layer.strides not in (None, layer.pool_size) else []
            return [format_literal(layer.pool_size), *strides, *_padding(layer.padding)]
        case Activation():
            return [format_literal(layer.function)]
        case Flatten():
            return []


def _function(activation: str) -> list[str]:
    return format_keywords(activation=activation) if activation != "linear" else []


def _padding(padding: str) -> list[str]:
    return format_keywords(padding=padding) if padding != "valid" else []


def _kernel(layer: Dense | Conv2D, l2: float, common: str | None) -> list[str]:
    initializer = format_keywords(kernel_initializer=layer.initializer) if layer.initializer != "glorot_uniform" else []
    penalty = _penalty(layer, l2)
    return initializer + ([f"kernel_regularizer={common or _regularizer(penalty)}"] if penalty else [])


def _penalty(layer: Dense | Conv2D, l2: float) -> float:
    """Return the sum of both penalties on a layer's kernel, without the dust of adding decimal fractions."""
    return float(f"{l2 + layer.l2:.12g}")


def _regularizer(penalty: float) -> str:
    return f"regularizers.L2({format_literal(penalty)})"
