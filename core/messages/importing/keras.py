"""What is said of a Keras model's configuration that is no chain of Keras's own layers, or of another input."""

from __future__ import annotations

from typing import Literal

from core.messages.importing.files import SAVE_AGAIN
from core.messages.message import Message, sentence
from core.messages.numbers import times

Part = Literal["model", "configuration", "layer", "layer configuration", "layer input", "call"]
_ONE_CHAIN = "Bring a network in which each layer follows the one before."
_OTHERS_PROGRAMS = "programs of others are not run here"


@sentence
def too_many_other_bytes(*, count: int) -> str:
    """A .keras file with much beside the network."""
    return f"This file brings {count:,} bytes besides its network, and a network for digits needs none. {SAVE_AGAIN}"


@sentence
def no_object(*, part: Part, number: int | None, received: str) -> str:
    """A part of a configuration that should be a JSON object; `number` is the layer's where the part is of a list."""
    parts: dict[Part, str] = {
        "model": "The configuration of this model",
        "configuration": "The configuration",
        "layer": f"The description of layer {number}",
        "layer configuration": f"The configuration of layer {number}",
        "layer input": "An input of a layer",
        "call": "What a layer is called with",
    }
    return f"{parts[part]} must be an object and is {received}. {SAVE_AGAIN}"


@sentence
def model_is_a_class(*, name: str) -> str:
    """A model of a class that is neither Sequential nor Functional."""
    return (
        f"This model is of the class {name}, which is a program of its own, and {_OTHERS_PROGRAMS}. Build the network "
        "as a keras.Sequential, copy its weights there and save that."
    )


@sentence
def foreign_class(*, layer: Message | None, name: str) -> str:
    """A layer, or without one a model, of a class that is not Keras's."""
    what = f"{layer}," if layer else "This model"
    return (
        f"{what} is of a class that is not Keras's own, {name}: it needs a program, and {_OTHERS_PROGRAMS}. Build the "
        "network of Keras's layers."
    )


@sentence
def sparse_input() -> str:
    """A model whose input is sparse or ragged."""
    return f"This model's input is sparse or ragged; a picture is neither. {SAVE_AGAIN}"


@sentence
def no_input_shape() -> str:
    """A model that does not say which shape its input has."""
    return "This model does not say which shape its input has. Give it an Input layer and save it again."


@sentence
def other_input_shape(*, sizes: tuple[str, ...], is_cut: bool) -> str:
    """A model with another input than digits have; its first sizes, as they were received."""
    received = times(*sizes, *(["..."] if is_cut else []))
    return (
        f"This model's input is {received}, and that of a network for digits is {times(28, 28)}, {times(28, 28, 1)} or "
        "784. Bring a network that was trained on MNIST's pictures."
    )


@sentence
def layer_without_name(*, number: int) -> str:
    """A layer without a name, or with one that is longer than any."""
    return f"Layer {number} has no name. {SAVE_AGAIN}"


@sentence
def layer_without_class(*, number: int) -> str:
    """A layer whose class is not said."""
    return f"Layer {number} does not say of which class it is. {SAVE_AGAIN}"


@sentence
def no_layers() -> str:
    """A model of no layers."""
    return f"This model has no layers. {SAVE_AGAIN}"


@sentence
def far_too_many_layers(*, count: int, most: int) -> str:
    """A model of so many layers that none of them is looked at."""
    return f"This model has {count:,} layers, and at most {most} can be taken. Use fewer layers."


@sentence
def too_many_layers(*, number: int, most: int) -> str:
    """The first layer, by its number in the file, that is one too many."""
    return f"Layer {number} is one too many: a network here has at most {most} layers. Use fewer layers."


@sentence
def other_ends(*, inputs: int, outputs: int) -> str:
    """A model of several inputs or outputs, or of none."""
    return f"This model has {inputs} inputs and {outputs} outputs, and a network here has one of each. {_ONE_CHAIN}"


@sentence
def same_name_twice() -> str:
    """A model with two layers of one name."""
    return f"Two layers of this model have the same name. {SAVE_AGAIN}"


@sentence
def several_sources(*, name: str, count: int) -> str:
    """A layer that gets the values of several layers, or of none."""
    return f"The layer {name} gets the values of {count} layers, not of one. {_ONE_CHAIN}"


@sentence
def several_followers(*, name: str) -> str:
    """A layer whose values go to two layers."""
    return f"The layer {name} is followed by two layers, not by one. {_ONE_CHAIN}"


@sentence
def no_chain() -> str:
    """A model whose layers do not lead from its input to its output."""
    return f"The layers of this model do not form one chain from its input to its output. {_ONE_CHAIN}"


@sentence
def no_sources(*, name: str) -> str:
    """A layer that does not say which layer it gets its values from."""
    return f"The layer {name} does not say where its values come from. {SAVE_AGAIN}"


@sentence
def input_without_source() -> str:
    """An input of a layer that does not say which layer it comes from."""
    return f"An input of a layer does not say which layer it comes from. {SAVE_AGAIN}"


@sentence
def called_with_arguments(*, name: str, argument: str) -> str:
    """A layer that is called with something besides its input."""
    return f"The layer {name} is called with {argument}, which no layer here is. {_ONE_CHAIN}"
