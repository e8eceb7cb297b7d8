"""What is said of a TFLite file: why its graph or one of its operators cannot be taken."""

from __future__ import annotations

from typing import Literal

from core.messages.importing.files import SAVE_AGAIN
from core.messages.message import Message, sentence
from core.messages.numbers import shape_text, times

_PLAIN = "Bring the network's .keras or .h5 file."
_FLOAT_FILE = "Bring the file with weights of float32, such as digits.tflite."
Misfit = Literal[
    "chain", "kind", "weights", "weight_order", "padding", "beta", "depthwise", "mean", "activation", "arithmetic"
]
_MISFIT: dict[Misfit, str] = {
    "chain": "it does not take what the operator before it gives",
    "kind": "Digit Lab has no layer for it",
    "weights": "the file does not hold its weights",
    "weight_order": "its weights are stored in an order of their own",
    "padding": "its padding is neither same nor valid",
    "beta": "its beta is not 1",
    "depthwise": f"only a separable convolution, with kernels of {times(1, 1)} right behind it, is read",
    "mean": "it is not a mean over rows and columns",
    "activation": "its activation is one that Digit Lab does not have",
    "arithmetic": "it joins two ways through the network, or does not work channel by channel",
}


@sentence
def other_version(*, version: int, known: int) -> str:
    """A file of another version of the format."""
    return f"This TFLite file is of version {version:,}, and only {known} is known. {SAVE_AGAIN}"


@sentence
def several_graphs(*, count: int) -> str:
    """A file of several graphs, or of none."""
    return f"This TFLite file holds {count:,} graphs, and a network here is one. {SAVE_AGAIN}"


@sentence
def rounded_numbers(*, dtype: str) -> str:
    """A quantised file."""
    return f"This TFLite file holds numbers rounded to {dtype}. {_FLOAT_FILE}"


@sentence
def other_numbers() -> str:
    """A file with numbers of a type that no network for digits needs."""
    return f"This TFLite file holds numbers of a type that no network for digits has. {_FLOAT_FILE}"


@sentence
def other_ends(*, inputs: int, outputs: int) -> str:
    """A graph of several inputs or outputs, or of none."""
    return (
        f"This TFLite file has {inputs:,} inputs and {outputs:,} outputs, and a network here has one of each. "
        f"{SAVE_AGAIN}"
    )


@sentence
def too_many_operators(*, count: int, most: int) -> str:
    """A graph of more operators than are looked at."""
    return f"This TFLite file has {count:,} operators, and at most {most} can be read. {SAVE_AGAIN}"


@sentence
def operator_of_no_kind(*, number: int) -> str:
    """An operator, by its number from 1, whose kind the file does not hold."""
    return f"Operator {number} of this TFLite file is of no kind. {SAVE_AGAIN}"


@sentence
def unknown_tensors() -> str:
    """A graph that names tensors which the file does not hold."""
    return f"This TFLite file names tensors that it does not hold. {SAVE_AGAIN}"


@sentence
def other_input_shape(*, shape: tuple[int, ...]) -> str:
    """A graph with another input than digits have; its first sizes without the axis N."""
    received = shape_text(shape) or "nothing"
    return (
        f"This TFLite file's input is {received}, and that of a network for digits is {times(28, 28)}, "
        f"{times(28, 28, 1)} or 784 numbers of float32. Bring a network that was trained on MNIST's pictures."
    )


@sentence
def no_chain() -> str:
    """A graph whose operators do not lead from its input to its output."""
    return f"The operators of this TFLite file do not form one chain from its input to its output. {_PLAIN}"


@sentence
def array_of_other_length(*, array: Message) -> str:
    """A constant with more or fewer bytes than its shape needs."""
    return f"{array} is not as long as its shape says. {SAVE_AGAIN}"


@sentence
def operator_does_not_fit(*, operator: Message, misfit: Misfit) -> str:
    """An operator that has no counterpart here, or only with other settings or weights."""
    return f"{operator}: {_MISFIT[misfit]}. {_PLAIN}"


@sentence
def too_many_layers(*, operator: Message, most: int) -> str:
    """The first operator that is one too many."""
    return f"{operator}: a network here has at most {most} layers. {_PLAIN}"


@sentence
def other_kernel(*, operator: Message, rows: int, columns: int) -> str:
    """A convolution whose kernel is not square, or has gaps."""
    return f"{operator}: its kernel is {times(rows, columns)} or dilated, and here it is square without gaps. {_PLAIN}"


@sentence
def setting_is_not_square(*, operator: Message, setting: str, rows: str, columns: str) -> str:
    """A setting, "strides" or "window", that is another number for rows than for columns."""
    return f"{operator}: its {setting} are {times(rows, columns)}, and here they are square. {_PLAIN}"


@sentence
def other_reshape(*, operator: Message, shape: tuple[int, ...]) -> str:
    """A reshape to anything but one row."""
    return f"{operator}: it reshapes {shape_text(shape)} values, and Digit Lab only flattens them. {_PLAIN}"


@sentence
def layers_may_be_joined() -> str:
    """What is said of every network from a TFLite file."""
    return "The converter to TFLite may have folded and joined layers: this is the network as the file has it."
