"""Why a network, one of its layers or its stored weights cannot be used, and what helps.

Layers and their shapes: `layer` counts from 0 and is worded from 1; a shape is (rows, columns, channels) or (values,).
`value` is what was received, cut short by `models.checks.short_repr`.
"""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence
from core.messages.numbers import shape_text, times

_SETTINGS: dict[str, str] = {"l2": "L2", "rate": "Dropout rate", "function": "Activation"}


@sentence
def not_a_whole_number(*, setting: str, low: int, high: int, value: str) -> str:
    """A layer's setting is no int, or out of its bounds."""
    return f"{_setting(setting)} must be a whole number from {low:,} to {high:,}; got {value}."


@sentence
def not_a_number(*, setting: str, low: float, high: float, value: str) -> str:
    """A layer's setting is no number, or out of its bounds."""
    return f"{_setting(setting)} must be a number from {low:g} to {high:g}; got {value}."


@sentence
def not_one_of(*, setting: str, known: tuple[str, ...], value: str) -> str:
    """A layer's setting is none of the names that it may be."""
    return f"{_setting(setting)} must be one of {', '.join(known)}; got {value}."


@sentence
def too_many_units(*, most: int, units: int, pixels: int, mebibytes: float) -> str:
    """A dense layer whose weights for one image alone take too much memory."""
    return (
        f"Units must be a whole number from 1 to {most:,}; got {units:,}, whose weights "
        f"for one image of {pixels} pixels take {mebibytes:,.0f} MiB. Use fewer units."
    )


@sentence
def strides_above_kernel_size(*, strides: int, kernel_size: int) -> str:
    """A convolution that leaves cells out between its positions."""
    return (
        f"Strides must be at most the kernel size, or cells are skipped; got strides {strides} and "
        f"kernel size {kernel_size}. Use smaller strides or a larger kernel."
    )


@sentence
def no_layers() -> str:
    """A network without layers."""
    return "A network needs at least one layer; got none. Add a Dense layer of 10 units."


@sentence
def too_many_layers(*, count: int, most: int) -> str:
    """A network with more layers than are allowed."""
    excess = "1 layer" if count == most + 1 else f"{count - most:,} layers"
    return f"A network has at most {most} layers; got {count:,}. Remove {excess}."


@sentence
def softmax_over_one_value(*, layer: int) -> str:
    """A softmax along an axis of length 1."""
    return _misfit(layer, "softmax over a single value is always 1", "Use more units or another activation")


@sentence
def other_output_shape(*, layer: int, classes: int, shape: tuple[int, ...]) -> str:
    """The last layer gives another shape than one value per digit."""
    flatten = "" if len(shape) == 1 else "a Flatten layer and "
    return _misfit(
        layer,
        f"the last layer must give {classes} values, one per digit, and it gives {shape_text(shape)}",
        f"End with {flatten}a Dense layer of {classes} units",
    )


@sentence
def dense_on_image(*, layer: int, shape: tuple[int, ...]) -> str:
    """A dense layer whose input has rows and columns."""
    reason = f"Dense needs one row of values and its input is {shape_text(shape)}"
    return _misfit(layer, reason, "Put a Flatten layer before it")


@sentence
def window_on_flat_values(*, layer: int, kind: str, values: int) -> str:
    """A convolution or a pooling whose input is one row of values; `kind` is Keras's class."""
    return _misfit(
        layer,
        f"{kind} needs rows, columns and channels and its input is one row of {values:,} values",
        f"Put it before Flatten and Dense, in a network whose input is {times(28, 28, 1)}",
    )


@sentence
def window_too_large(
    *,
    layer: int,
    window: Literal["kernel", "pooling window"],
    size: int,
    rows: int,
    columns: int,
    follows_pooling: bool,
) -> str:
    """A kernel or a pooling window that is larger than its input."""
    return _misfit(
        layer,
        f"its input is {times(rows, columns)} pixels and its {window} {times(size, size)}",
        f"Remove a {'pooling' if follows_pooling else 'Conv2D'} layer or use a smaller {window}",
    )


@sentence
def dropout_at_end(*, layer: int) -> str:
    """A dropout layer behind all others."""
    reason = "a Dropout layer at the end would erase answers"
    return _misfit(layer, reason, "Put it before the last Dense layer")


@sentence
def too_large(
    *,
    layer: int,
    input_shape: tuple[int, ...],
    output_shape: tuple[int, ...],
    layer_parameters: int,
    parameters: int,
    mebibytes: float,
    most_parameters: int,
    most_mebibytes: int,
    is_flat: bool,
) -> str:
    """A network with too many parameters, or too much memory to train; `layer` is its largest."""
    remedy = "Use fewer units" if is_flat else "Use fewer units or filters, or a pooling layer before it"
    return (
        f"Layer {layer + 1} is too large: its input is {shape_text(input_shape)}, its output "
        f"{shape_text(output_shape)}, it has {layer_parameters:,} parameters. The network has {parameters:,} and "
        f"would take about {mebibytes:,.0f} MiB to train; at most {most_parameters:,} parameters and "
        f"{most_mebibytes:,} MiB are allowed. {remedy}."
    )


@sentence
def unknown_input_shape(*, known: tuple[tuple[int, ...], ...], value: str) -> str:
    """An input shape that no network here has."""
    return f"The input shape must be {' or '.join(str(tuple(shape)) for shape in known)}; got {value}."


@sentence
def other_weight_names() -> str:
    """Stored weights whose names are not the network's."""
    return "The stored weights belong to another network: their names differ."


@sentence
def other_weight_shape(*, name: str, stored: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """One stored array whose shape is not the network's."""
    return f"The stored weights belong to another network: {name} is {tuple(stored)}, not {tuple(expected)}."


@sentence
def bad_layer_setting(*, layer: int, kind: str, problem: Message) -> str:
    """A layer of a network is not valid by itself; `problem` is why."""
    return f"Layer {layer + 1} ({kind}): {problem}"


def _setting(setting: str) -> str:
    return _SETTINGS.get(setting) or setting.replace("_", " ").capitalize()


def _misfit(layer: int, reason: str, remedy: str) -> str:
    return f"Layer {layer + 1} does not fit: {reason}. {remedy}."
