"""What an operator of a TFLite graph says of itself: its weights and its settings.

Every function raises ModelFileError, which names the operator, where they cannot be taken.
"""

from __future__ import annotations

import numpy as np

from core.errors import ModelFileError, SpecError
from core.importing.tflite.graph import Graph, Operator
from core.messages.importing import files
from core.messages.importing import tflite as messages
from core.messages.message import Message
from models.checks import short_repr
from models.layers import Layer

_SAME, _VALID = 0, 1


def label(operator: Operator) -> Message:
    """Return the operator as a message names it: "Layer 2, CONV_2D"."""
    return files.layer(number=operator.index + 1, name=operator.name)


def refusal(operator: Operator, misfit: messages.Misfit) -> ModelFileError:
    """Return the error about an operator that we have no layer for."""
    return ModelFileError(messages.operator_does_not_fit(operator=label(operator), misfit=misfit), layer=operator.index)


def constant_input(graph: Graph, operator: Operator, index: int, rank: int) -> np.ndarray:
    """Return the weights that are an operator's input number `index`, float32 of `rank` axes."""
    numbers = None
    if len(operator.inputs) > index and operator.inputs[index] >= 0:
        name = files.array_of_layer(layer=label(operator), array="weights")
        numbers = graph.constant(operator.inputs[index], name, layer=operator.index)
    if numbers is None or numbers.ndim != rank:
        raise refusal(operator, "weights")
    return numbers


def bias(graph: Graph, operator: Operator, units: int) -> np.ndarray:
    """Return an operator's bias; zeros where it has none."""
    if len(operator.inputs) < 3 or operator.inputs[2] < 0:
        return np.zeros(units, np.float32)
    return constant_input(graph, operator, 2, 1)


def square_option(operator: Operator, columns_field: int, rows_field: int, setting: str) -> int:
    """Return the one number that two fields of the options are."""
    columns, rows = operator.option(columns_field, "int32"), operator.option(rows_field, "int32")
    if columns != rows:
        message = messages.setting_is_not_square(
            operator=label(operator), setting=setting, rows=short_repr(rows), columns=short_repr(columns)
        )
        raise ModelFileError(message, layer=operator.index)
    return columns


def padding(operator: Operator) -> str:
    """Return the padding of a convolution or a pooling."""
    number = operator.option(0, "int8")
    if number not in (_SAME, _VALID):
        raise refusal(operator, "padding")
    return "same" if number == _SAME else "valid"


def build_layer(operator: Operator, kind: type[Layer], **settings: object) -> Layer:
    """Return a layer of ours with the operator's settings."""
    try:
        return kind(**settings)  # type: ignore[arg-type]
    except SpecError as error:
        message = files.layer_setting(layer=label(operator), error=error.message)
        raise ModelFileError(message, layer=operator.index) from error
