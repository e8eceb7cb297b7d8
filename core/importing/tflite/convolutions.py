"""A convolution of a TFLite graph as a layer of ours; a separable one is two operators there."""

from __future__ import annotations

import numpy as np

from core.errors import ModelFileError
from core.importing.tflite.graph import Graph, Operator
from core.importing.tflite.operators import bias, build_layer, constant_input, label, padding, refusal, square_option
from core.messages.importing import tflite as messages
from models.layers import Conv2D, Layer, SeparableConv2D


def read_convolution(graph: Graph, operator: Operator, depthwise: Operator | None) -> tuple[Layer, list[np.ndarray]]:
    """Return the layer and its arrays, laid out as Keras lays them.

    Args:
        graph: of the file.
        operator: CONV_2D.
        depthwise: the DEPTHWISE_CONV_2D right before it, where there is one.

    Raises:
        ModelFileError: a kernel is not square or leaves cells out, or the two are no separable convolution.
    """
    kernel = constant_input(graph, operator, 1, 4)
    filters, rows, columns, _ = kernel.shape
    if rows != columns or _is_dilated(operator, 4):
        message = messages.other_kernel(operator=label(operator), rows=rows, columns=columns)
        raise ModelFileError(message, layer=operator.index)
    strides, pointwise = square_option(operator, 1, 2, "strides"), kernel.transpose(1, 2, 3, 0)
    biases = bias(graph, operator, filters)
    if depthwise is None:
        window = {"kernel_size": rows, "strides": strides, "padding": padding(operator)}
        return build_layer(operator, Conv2D, filters=filters, **window), [pointwise, biases]
    kernel = constant_input(graph, depthwise, 1, 4)
    _, first_rows, first_columns, channels = kernel.shape
    is_plain = depthwise.option(3, "int32") == 1 and depthwise.option(4, "int8") == 0  # maps made of each, function
    is_square = first_rows == first_columns and not _is_dilated(depthwise, 5)
    if not (is_plain and is_square and rows == strides == 1) or bias(graph, depthwise, channels).any():
        raise refusal(depthwise, "depthwise")
    window = {"kernel_size": first_rows, "strides": square_option(depthwise, 1, 2, "strides")}
    layer = build_layer(operator, SeparableConv2D, filters=filters, padding=padding(depthwise), **window)
    return layer, [kernel.transpose(1, 2, 3, 0), pointwise, biases]


def _is_dilated(operator: Operator, field: int) -> bool:
    """Return whether cells are left out within a kernel; `field` is the first of two."""
    return (operator.option(field, "int32", 1), operator.option(field + 1, "int32", 1)) != (1, 1)
