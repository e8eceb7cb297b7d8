"""What an operator of a TFLite graph says of itself: its weights and its settings.

Every function raises ModelFileError, which names the operator, where they cannot be taken.
"""

from __future__ import annotations

import numpy as np

from core.errors import ModelFileError, SpecError
from core.importing.refusals import refusal
from core.importing.tflite.graph import Graph, Operator
from models.checks import shown
from models.layers import Layer

PLAIN = "Bring the network's .keras or .h5 file"
_SAME, _VALID = 0, 1


def label(operator: Operator) -> str:
    """Return the operator as a message begins: "Layer 2, CONV_2D"."""
    return f"Layer {operator.index + 1}, {operator.name}"


def no(operator: Operator, what: str) -> ModelFileError:
    """Return the error that says what is wrong with an operator, a clause without its full stop."""
    return refusal(f"{label(operator)}: {what}", PLAIN, layer=operator.index)


def constant(graph: Graph, operator: Operator, place: int, rank: int) -> np.ndarray:
    """Return the weights that are an operator's input number `place`, float32 of `rank` axes."""
    numbers = None
    if len(operator.inputs) > place and operator.inputs[place] >= 0:
        numbers = graph.constant(operator.inputs[place], f"{label(operator)}: its weights", layer=operator.index)
    if numbers is None or numbers.ndim != rank:
        raise no(operator, "the file does not hold its weights")
    return numbers


def bias(graph: Graph, operator: Operator, units: int) -> np.ndarray:
    """Return an operator's bias; zeros where it has none."""
    if len(operator.inputs) < 3 or operator.inputs[2] < 0:
        return np.zeros(units, np.float32)
    return constant(graph, operator, 2, 1)


def square(operator: Operator, first: int, second: int, what: str) -> int:
    """Return the one number that two fields of the options are."""
    one, other = operator.option(first, "int32"), operator.option(second, "int32")
    if one != other:
        raise no(operator, f"its {what} are {shown(other)} x {shown(one)}, and here they are square")
    return one


def padding(operator: Operator) -> str:
    """Return the padding of a convolution or a pooling."""
    number = operator.option(0, "int8")
    if number not in (_SAME, _VALID):
        raise no(operator, "its padding is neither same nor valid")
    return "same" if number == _SAME else "valid"


def made(operator: Operator, kind: type[Layer], **settings: object) -> Layer:
    """Return a layer of ours with the operator's settings."""
    try:
        return kind(**settings)  # type: ignore[arg-type]
    except SpecError as error:
        raise ModelFileError(f"{label(operator)}: {error}", layer=operator.index) from error
