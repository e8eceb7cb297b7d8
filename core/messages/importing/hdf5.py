"""What is said of an HDF5 file that cannot be read, and of weights that are not where Keras keeps them."""

from __future__ import annotations

from typing import Literal

from core.messages.importing.files import SAVE_AGAIN
from core.messages.message import Message, sentence

ArrayFault = Literal["missing", "no_array", "elsewhere", "packed", "type"]
_ARRAY_FAULT: dict[ArrayFault, str] = {
    "missing": "is missing",
    "no_array": "must be an array and is not one",
    "elsewhere": "lies in another file, and only this one is read",
    "packed": "is packed or cut into pieces, which Keras does not do",
    "type": "must be of floating-point numbers and is not",
}


@sentence
def unusable_attribute(*, attribute: str, fault: Literal["no_text", "no_texts", "too_many"]) -> str:
    """An attribute that is not one text where it should be, that is not of texts, or that lists more than a model's."""
    what = {"no_text": "must be a text", "no_texts": "must be of text", "too_many": "is longer than a model's may be"}
    return f"{attribute} in this file {what[fault]}. {SAVE_AGAIN}"


@sentence
def too_many_names(*, attribute: str, most: int) -> str:
    """An attribute that lists more names than a model has."""
    return f"{attribute} in this file lists more than {most:,} names. {SAVE_AGAIN}"


@sentence
def attribute_is_too_long(*, attribute: str, most_bytes: int) -> str:
    """An attribute with a text that is longer than a model's."""
    return f"{attribute} in this file is longer than the {most_bytes:,} bytes that a model's may be. {SAVE_AGAIN}"


@sentence
def attribute_lists_no_names(*, attribute: str, longest: int) -> str:
    """An attribute that lists something else than names, or longer ones."""
    return f"{attribute} in this file must list names of at most {longest} characters. {SAVE_AGAIN}"


@sentence
def group_is_too_large(*, most: int) -> str:
    """A group with more entries than a model's."""
    return f"A group of this file holds more than {most:,} things, and a model's holds few. {SAVE_AGAIN}"


@sentence
def groups_are_too_deep() -> str:
    """A path with more steps than a model's."""
    return f"The groups of this file are nested too deeply to be a model's. {SAVE_AGAIN}"


@sentence
def link(*, name: str) -> str:
    """An object that may lie in another file."""
    return f"{name} in this file is a link to somewhere else, and only this file is read. {SAVE_AGAIN}"


@sentence
def unusable_array(*, array: Message, fault: ArrayFault) -> str:
    """An array of the network that the file does not hold, or not as Keras writes it."""
    return f"{array} {_ARRAY_FAULT[fault]}. {SAVE_AGAIN}"


@sentence
def other_count_of_layers(*, received: int, expected: int) -> str:
    """Weights of more or fewer layers than the network has."""
    return f"The file holds {received} layers with weights and the network has {expected}. {SAVE_AGAIN}"


@sentence
def other_count_of_kind(*, kind: str, received: int, expected: int) -> str:
    """Weights of more or fewer layers of a kind, such as "conv2d", than the network has."""
    return (
        f"The file holds weights of {received} layers of the kind {kind} and the network has {expected}. {SAVE_AGAIN}"
    )


@sentence
def other_count_of_arrays(*, layer: Message, received: int, expected: int) -> str:
    """More or fewer arrays of a layer than it has."""
    return f"{layer}: the file holds {received} arrays of it and it has {expected}. {SAVE_AGAIN}"


@sentence
def layer_without_weights(*, layer: Message) -> str:
    """A layer of which the file holds nothing."""
    return f"{layer}: the file holds no weights of it. {SAVE_AGAIN}"


@sentence
def no_weights() -> str:
    """A file without the group that holds the weights of layers."""
    return f"This file holds no weights of layers where Keras keeps them. {SAVE_AGAIN}"
