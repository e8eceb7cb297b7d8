"""A network as a NumPy function, written for it: a line or two per layer, and no framework."""

from __future__ import annotations

from core.export.code_format import INDENT, format_literal
from models.layer_table import LayerRow
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
    activation_of,
)
from models.shapes import Shape, window
from models.spec import NetworkSpec

_FUNCTIONS = {
    "linear": "{}",
    "relu": "np.maximum({}, 0)",
    "sigmoid": "sigmoid({})",
    "tanh": "np.tanh({})",
    "softmax": "softmax({})",
}
_WINDOWS = f"""
def windows(x, size, strides):  # (N, rows, columns, size, size, channels)
{INDENT}seen = np.lib.stride_tricks.sliding_window_view(x, (size, size), (1, 2))
{INDENT}return np.moveaxis(seen[:, ::strides, ::strides], 3, 5)"""
_CONVOLUTION = f"""
def convolution(x, kernel, strides):
{INDENT}return np.tensordot(windows(x, len(kernel), strides), kernel, 3)"""
_NORMALISATION = f"""
def normalisation(x, w, name, epsilon):
{INDENT}scale = w[name + "/gamma"] / np.sqrt(w[name + "/moving_variance"] + epsilon)
{INDENT}return x * scale + (w[name + "/beta"] - w[name + "/moving_mean"] * scale)"""
_SIGMOID = f"""
def sigmoid(x):
{INDENT}return 0.5 + 0.5 * np.tanh(x / 2)"""
_SOFTMAX = f"""
def softmax(x):
{INDENT}x = np.exp(x - x.max(-1, keepdims=True))
{INDENT}return x / x.sum(-1, keepdims=True)"""


def network_lines(spec: NetworkSpec) -> list[str]:
    """Return the lines that define `network(x, w)`, and the functions that it needs; only NumPy, as `np`, is used.

    `x` is (N, *input shape) float32 as the network was trained, `w` gives arrays by "layer/name"; it returns (N, 10).
    """
    rows = spec.rows()
    body: list[str] = []
    for layer, row in zip(spec.layers, rows, strict=True):
        body += _layer(layer, row)
    kinds, functions = {type(layer) for layer in spec.layers}, {activation_of(layer) for layer in spec.layers}
    needed = {
        _WINDOWS: any(window(layer) for layer in spec.layers),
        _CONVOLUTION: Conv2D in kinds,
        _NORMALISATION: BatchNormalization in kinds,
        _SIGMOID: "sigmoid" in functions,
        _SOFTMAX: "softmax" in functions,
    }
    defined = [line for text, is_needed in needed.items() if is_needed for line in (*_lines(text), "", "")]
    return [*defined, "def network(x, w):", *(f"{INDENT}{line}" for line in body), f"{INDENT}return x"]


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def _layer(layer: Layer, row: LayerRow) -> list[str]:
    def weight(name: str) -> str:
        return f"w[{format_literal(f'{row.name}/{name}')}]"

    def through(values: str) -> str:
        return f"x = {_FUNCTIONS[activation_of(layer)].format(values)}"

    match layer:
        case Dense():
            return [through(f"x @ {weight('kernel')} + {weight('bias')}")]
        case Conv2D():
            product = f"convolution(x, {weight('kernel')}, {format_literal(layer.strides)}) + {weight('bias')}"
            return [*_padding(layer, row.input_shape, "0"), through(product)]
        case BatchNormalization():
            return [f"x = normalisation(x, w, {format_literal(row.name)}, {format_literal(layer.epsilon)})"]
        case MaxPooling2D():
            return [*_padding(layer, row.input_shape, "-np.inf"), f"x = {_windows(layer)}.max(3).max(3)"]
        case AveragePooling2D():
            padding = _padding(layer, row.input_shape, "np.nan")  # what is no pixel does not count
            mean = f"np.nanmean({_windows(layer)}, (3, 4))" if padding else f"{_windows(layer)}.mean((3, 4))"
            return [*padding, f"x = {mean}"]
        case Flatten():
            return ["x = x.reshape(len(x), -1)"]
        case Activation():
            return [through("x")] if layer.function != "linear" else []
        case Dropout():
            return []


def _windows(layer: MaxPooling2D | AveragePooling2D) -> str:
    return f"windows(x, {format_literal(layer.pool_size)}, {format_literal(layer.strides or layer.pool_size)})"


def _padding(layer: Layer, shape: Shape, value: str) -> list[str]:
    """Return the line that pads rows and columns as TensorFlow does, the odd cell at the end; none if there is none."""
    sliding = window(layer)
    assert sliding is not None
    cells = shape[0]
    before = max(-sliding.start(0, cells), 0)
    after = max((sliding.positions(cells) - 1) * sliding.strides + sliding.size - cells - before, 0)
    if before == after == 0:
        return []
    side = f"({before}, {after})"
    filled = "" if value == "0" else f", constant_values={value}"
    return [f"x = np.pad(x, ((0, 0), {side}, {side}, (0, 0)){filled})"]
