"""The network of a stand-alone script: its layers as lines of Keras, in the order of the form."""

from __future__ import annotations

from core.export.code_format import INDENT, format_call, format_keywords, format_literal
from models.layers import Layer
from models.layers.base import defaults
from models.layers.kernel import KernelLayer, keras_argument
from models.spec import NetworkSpec


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
        arguments = [*_arguments(layer), *_kernels(layer, l2, common)]
        lines += format_call(f"layers.{type(layer).__name__}", arguments, after=",", depth=1)
    return [*lines, "])", "model.summary()"]


def is_penalised(spec: NetworkSpec, l2: float) -> bool:
    """Return whether any kernel has a penalty."""
    return bool(_penalties(spec, l2))


def _penalties(spec: NetworkSpec, l2: float) -> set[float]:
    return {_penalty(layer, l2) for layer in spec.kernel_layers.values()} - {0.0}


def _arguments(layer: Layer) -> list[str]:
    shown, others = layer.shown_always, list(layer.keras_arguments.items())
    usual = defaults(type(layer))
    changed = {name: value for name, value in others[shown:] if value != usual.get(name)}
    return [*(format_literal(value) for _, value in others[:shown]), *format_keywords(**changed)]


def _kernels(layer: Layer, l2: float, common: str | None) -> list[str]:
    """Return how the kernels of a layer start and what they cost, where that is not as usual."""
    if not isinstance(layer, KernelLayer):
        return []
    arguments, penalty = [], _penalty(layer, l2)
    if layer.initializer != "glorot_uniform":
        named = {keras_argument(kernel, "initializer"): layer.initializer for kernel in layer.kernels}
        arguments += format_keywords(**named)
    if penalty:
        written = common or _regularizer(penalty)
        arguments += [f"{keras_argument(kernel, 'regularizer')}={written}" for kernel in layer.kernels]
    return arguments


def _penalty(layer: KernelLayer, l2: float) -> float:
    """Return the sum of both penalties on a layer's kernels, without the dust of adding decimal fractions."""
    return float(f"{l2 + layer.l2:.12g}")


def _regularizer(penalty: float) -> str:
    return f"regularizers.L2({format_literal(penalty)})"
