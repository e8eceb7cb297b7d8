"""What is said of one layer of a Keras model: why it cannot be taken, or what became of it."""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence
from core.messages.numbers import shape_text, times

Stranger = Literal["program", "table", "network", "unknown"]
SettingKind = Literal["a whole number", "a number", "two whole numbers"]
_PLAIN = "Use a network of Dense, Conv2D, pooling, Flatten, BatchNormalization, Dropout and Activation layers."


@sentence
def sequence_layer(*, number: int, kind: str) -> str:
    """A layer for texts and sequences."""
    article = "an" if kind[:1] in "AEIOUL" else "a"
    return f"Layer {number} is {article} {kind}; digits are pictures. {_PLAIN}"


@sentence
def strange_layer(*, layer: Message, kind: str, stranger: Stranger) -> str:
    """A layer that holds a program, looks values up, is a whole model, or has no counterpart here."""
    what = {
        "program": f"is a {kind} layer: it holds a program, and programs of others are not run here",
        "table": f"is a {kind} layer: it looks words or numbers up in a table; digits are pictures",
        "network": "is a network of its own, and a network here is one list of layers",
        "unknown": f"is of the kind {kind}, which Digit Lab does not have",
    }[stranger]
    return f"{layer}, {what}. {_PLAIN}"


@sentence
def input_without_channels(*, layer: Message) -> str:
    """A first layer that gets pictures without the axis of channels."""
    return f"{layer}: its input is {times(28, 28)} without channels. Put a Flatten layer or a Reshape before it."


@sentence
def weights_change(*, layer: Message, may_be_quantised: bool) -> str:
    """A layer whose weights are others while it computes than the file holds."""
    causes = "LoRA and quantisation" if may_be_quantised else "LoRA"
    return f"{layer}: its weights are changed while it computes. Merge or remove {causes}."


@sentence
def other_number_type(*, layer: Message, dtype: str) -> str:
    """A layer that computes in another type than floating-point numbers."""
    return f"{layer}: it computes in {dtype}, not in float32. Save the network before it is quantised."


@sentence
def setting_of_other_kind(*, layer: Message, setting: str, kind: SettingKind, received: str) -> str:
    """A setting that is none of the kind that it must be; the two whole numbers are for rows and columns."""
    return f"{layer}: {setting} must be {kind}; got {received}. {_PLAIN}"


@sentence
def setting_is_not_square(*, layer: Message, setting: str, rows: str, columns: str) -> str:
    """A setting that is another number for rows than for columns."""
    return f"{layer}: {setting} is {times(rows, columns)}, and here it is square. {_PLAIN}"


@sentence
def setting_is_another(*, layer: Message, setting: str, received: str, known: str) -> str:
    """A setting that can only have one value here."""
    return f"{layer}: {setting} is {received}, and Digit Lab has only {known}. {_PLAIN}"


@sentence
def activation_of_others(*, layer: Message, name: str) -> str:
    """An activation that is a class, or a function that somebody registered."""
    return f"{layer}: its activation is {name}, an object of its own. Use the name of one of Keras's."


@sentence
def unknown_activation(*, layer: Message, received: str, known: tuple[str, ...]) -> str:
    """An activation that has no counterpart here."""
    return f"{layer}: its activation is {received}, and Digit Lab has {', '.join(known)}. Use one of these."


@sentence
def dilated_kernel(*, layer: Message) -> str:
    """A convolution whose kernel has gaps."""
    return f"{layer}: its kernel is dilated, and Digit Lab has only kernels without gaps. {_PLAIN}"


@sentence
def no_picture_to_pool(*, layer: Message, shape: tuple[int, ...]) -> str:
    """A pooling over rows and columns whose input has none."""
    return f"{layer}: it needs rows, columns and channels, and its input is {shape_text(shape)}. {_PLAIN}"


@sentence
def other_axis(*, layer: Message, axis: str, is_softmax: bool) -> str:
    """A softmax or a batch normalisation along another axis than the last."""
    if is_softmax:
        return f"{layer}: it takes its softmax along axis {axis}, and Digit Lab along the last. {_PLAIN}"
    return f"{layer}: it normalises axis {axis}, and Digit Lab only the last, the channels. {_PLAIN}"


@sentence
def other_reshape(*, layer: Message, shape: tuple[int, ...]) -> str:
    """A Reshape to anything but one row."""
    return f"{layer}: it reshapes {shape_text(shape)} values, and Digit Lab only flattens them. {_PLAIN}"


@sentence
def other_relu(*, layer: Message, setting: str, received: str, leaky_slope: float) -> str:
    """A ReLU with a slope, a threshold or a largest value."""
    known = f"the plain ReLU and the one of slope {leaky_slope:g} below 0"
    return f"{layer}: {setting} is {received}, and Digit Lab has only {known}. {_PLAIN}"


@sentence
def scaled_to_nothing(*, layer: Message, scale: float) -> str:
    """A Rescaling after which all pixels are the same."""
    return f"{layer}: it scales pixels by {scale:g}, so that nothing is left of them. Use another scale."


@sentence
def unusable_scaling(*, layer: Message, offset: float, divisor: float) -> str:
    """A Rescaling after which inputs are too large or too close together; in bytes."""
    return (
        f"{layer}: with it, bytes become (byte - {offset:g}) / {divisor:g}, which leaves no usable inputs. Scale "
        "pixels to 0 to 1."
    )


@sentence
def scaling_moved(*, layer: Message) -> str:
    """A Rescaling that became part of how bytes become inputs."""
    return f"{layer}, scales pixels; here that is done before the network."


@sentence
def became_pooling(*, layer: Message, rows: int, columns: int) -> str:
    """A global pooling that became a plain one."""
    return f"{layer}, became a pooling over all {times(rows, columns)} cells, which computes the same."


@sentence
def became_dropout(*, layer: Message) -> str:
    """A relative of Dropout that became a plain one."""
    return f"{layer}, became plain Dropout, which predicts the same."


@sentence
def left_out(*, layer: Message) -> str:
    """A layer that only matters in training."""
    return f"{layer}, was left out: it does nothing when the network predicts."
