"""TFLite graphs as networks of ours, where they are one chain of operators that we have layers for.

TensorFlow's converter folds batch normalisation into the layer before it where it can; where it cannot, it leaves a MUL
and an ADD, which become a BatchNormalization of mean 0 that computes exactly these.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from core.errors import ModelFileError, SpecError
from core.export.model_files.model_note import ModelNote
from core.importing.keras.config import renumbered
from core.importing.read_model import ReadModel
from core.importing.refusals import refusal
from core.importing.tflite.graph import Graph, Operator, read_graph
from core.importing.tflite.operators import PLAIN, bias, constant, label, made, no, padding, square
from core.importing.variables import refuse_shape, variables_of, weight_shapes
from models.layers import (
    MAX_LAYERS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    Layer,
    MaxPooling2D,
)
from models.shapes import Shape, fitting_shapes, shape_text
from models.spec import FLAT, IMAGE, NetworkSpec

_FUSED = {0: "linear", 1: "relu", 4: "tanh"}
_FUNCTIONS = {"SOFTMAX": "softmax", "LOGISTIC": "sigmoid", "TANH": "tanh", "RELU": "relu"}
_OF_SHAPES = ("SHAPE", "STRIDED_SLICE", "PACK")  # work out how long a row is; the tensors say it too
_EPSILON = 2.0**-10  # with a variance of 1 - 2**-10 the root of their sum is 1, in float32 too


def read_tflite(data: bytes) -> ReadModel:
    """Return the network of a TFLite file: its numbers, laid out as Keras lays them.

    Raises:
        ModelFileError: it is damaged, rounded, or no chain of our layers; field `layer` is an operator's index.
    """
    graph = read_graph(data)
    chain = _Chain(graph)
    for operator in graph.operators:
        chain.follow(operator)
    if chain.current != graph.output:
        raise refusal("The operators of this TFLite file are no chain from its input to its output", PLAIN)
    spec = chain.spec()
    held = [array for arrays in chain.arrays for array in arrays]
    weights = dict(zip(weight_shapes(spec), held, strict=True))
    return ReadModel(
        kind="tflite",
        spec=spec,
        weights=weights,
        note=ModelNote.from_text(graph.description),
        remarks=("The converter to TFLite may have folded and joined layers: this is the network as the file has it.",),
    )


class _Chain:
    """The layers so far, and the tensor that holds what they give."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.current = graph.input
        self._start = self._input_shape()
        self._layers: list[Layer] = []
        self._places: list[int] = []  # of the operator that each layer came from
        self.arrays: list[list[np.ndarray]] = []  # of each layer

    def follow(self, operator: Operator) -> None:
        """Take one operator.

        Raises:
            ModelFileError: there is no layer for it, or it does not continue the chain.
        """
        if operator.name in _OF_SHAPES and not any(self._graph.tensors[one].is_float for one in operator.outputs):
            return
        first = operator.inputs[:1] if operator.name not in ("MUL", "ADD") else operator.inputs
        if self.current not in first or len(operator.outputs) != 1:
            raise no(operator, "it does not take what the operator before it gives")
        if operator.name == "FULLY_CONNECTED":
            self._dense(operator)
        elif operator.name == "CONV_2D":
            self._convolution(operator)
        elif operator.name in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            self._pooling(operator)
        elif operator.name == "MEAN":
            self._mean(operator)
        elif operator.name == "RESHAPE":
            self._reshape(operator)
        elif operator.name in _FUNCTIONS:
            if operator.name == "SOFTMAX" and operator.options and operator.options.fraction(0) != 1.0:
                raise no(operator, "its beta is not 1")
            self._function(operator, _FUNCTIONS[operator.name])
        elif operator.name in ("MUL", "ADD"):
            self._normalisation(operator)
        else:
            raise no(operator, "Digit Lab has no layer for it")
        self.current = operator.outputs[0]

    def spec(self) -> NetworkSpec:
        """Return the network."""
        try:
            return NetworkSpec(input_shape=self._start, layers=tuple(self._layers))
        except SpecError as error:
            raise self._misfit(error) from error

    def _input_shape(self) -> Shape:
        shape = self._graph.tensors[self._graph.input].shape
        known = {(28, 28): FLAT, FLAT: FLAT, IMAGE: IMAGE}
        if shape[1:] not in known or not self._graph.tensors[self._graph.input].is_float:
            received = shape_text(shape[1:5]) or "nothing"
            raise refusal(
                f"This TFLite file's input is {received}, and that of a network for digits is 28 x 28, 28 x 28 x 1 or "
                "784 numbers of float32",
                "Bring a network that was trained on MNIST's pictures",
            )
        return known[shape[1:]]

    @property
    def _shape(self) -> Shape:
        shapes, misfit = fitting_shapes(self._start, tuple(self._layers))
        if misfit is not None:
            raise self._misfit(misfit) from misfit
        return (self._start, *shapes)[-1]

    def _add(self, operator: Operator, layer: Layer, *arrays: np.ndarray) -> None:
        if len(self._layers) == MAX_LAYERS:
            raise no(operator, f"a network here has at most {MAX_LAYERS} layers")
        expected = variables_of(layer, self._shape[-1])
        for (name, shape), array in zip(expected.items(), arrays, strict=True):
            refuse_shape(f"{label(operator)}: its {name}", array.shape, shape, layer=operator.index)
        self._layers.append(layer)
        self._places.append(operator.index)
        self.arrays.append([np.ascontiguousarray(array) for array in arrays])

    def _dense(self, operator: Operator) -> None:
        if operator.option(1, "int8"):
            raise no(operator, "its weights are stored in an order of their own")
        kernel = constant(self._graph, operator, 1, 2)
        if len(self._shape) == 3:  # it takes whatever lies in a row
            self._add(operator, Flatten())
        self._add(
            operator, made(operator, Dense, units=len(kernel)), kernel.T, bias(self._graph, operator, len(kernel))
        )
        self._fused(operator, 0)

    def _convolution(self, operator: Operator) -> None:
        kernel = constant(self._graph, operator, 1, 4)
        filters, rows, columns, _ = kernel.shape
        if rows != columns or operator.option(4, "int32", 1) != 1 or operator.option(5, "int32", 1) != 1:
            raise no(operator, f"its kernel is {rows} x {columns} or dilated, and here it is square without gaps")
        layer = made(
            operator,
            Conv2D,
            filters=filters,
            kernel_size=rows,
            strides=square(operator, 1, 2, "strides"),
            padding=padding(operator),
        )
        self._add(operator, layer, kernel.transpose(1, 2, 3, 0), bias(self._graph, operator, filters))
        self._fused(operator, 3)

    def _pooling(self, operator: Operator) -> None:
        kind = MaxPooling2D if operator.name == "MAX_POOL_2D" else AveragePooling2D
        size, strides = square(operator, 3, 4, "window"), square(operator, 1, 2, "strides")
        own = None if strides == size else strides
        self._add(operator, made(operator, kind, pool_size=size, strides=own, padding=padding(operator)))
        self._fused(operator, 5)

    def _mean(self, operator: Operator) -> None:
        """Take the mean over rows and columns: what Keras's global pooling becomes."""
        axes = self._graph.whole_numbers(operator.inputs[1]) if len(operator.inputs) == 2 else []
        if len(self._shape) != 3 or sorted(axis % 4 for axis in axes) != [1, 2]:
            raise no(operator, "it is no mean over rows and columns")
        self._add(operator, made(operator, AveragePooling2D, pool_size=self._shape[0]))
        if len(self._graph.tensors[operator.outputs[0]].shape) == 2:
            self._add(operator, Flatten())

    def _reshape(self, operator: Operator) -> None:
        before, after = self._shape, self._graph.tensors[operator.outputs[0]].shape[1:]
        if not self._layers and after in (FLAT, IMAGE):
            self._start = after
        elif after == (math.prod(before),):
            if len(before) > 1:
                self._add(operator, Flatten())
        elif after != before:
            raise no(operator, f"it lays {shape_text(before)} values out anew, and Digit Lab only in one row")

    def _function(self, operator: Operator, function: str) -> None:
        last = self._layers[-1] if self._layers else None
        if isinstance(last, Dense | Conv2D) and last.activation == "linear":
            self._layers[-1] = dataclasses.replace(last, activation=function)
        else:
            self._add(operator, Activation(function=function))

    def _fused(self, operator: Operator, field: int) -> None:
        number = operator.option(field, "int8")
        if number not in _FUSED:
            raise no(operator, "its activation is one that Digit Lab does not have")
        if _FUSED[number] != "linear":
            self._function(operator, _FUSED[number])

    def _normalisation(self, operator: Operator) -> None:
        others = [one for one in operator.inputs if one != self.current]
        channels = self._shape[-1]
        numbers = None
        if len(others) == 1 and len(operator.inputs) == 2:
            numbers = self._graph.constant(others[0], label(operator), layer=operator.index)
        if numbers is None or numbers.size not in (1, channels) or numbers.size != (numbers.shape or (1,))[-1]:
            raise no(operator, "it joins two ways through the network, or does not work channel by channel")
        row = np.broadcast_to(numbers.reshape(-1), (channels,)).astype(np.float32)
        last = self._layers[-1] if self._layers else None
        if operator.name == "ADD" and isinstance(last, BatchNormalization) and not self.arrays[-1][1].any():
            self.arrays[-1][1] = row
        else:
            ones, zeros = np.ones(channels, np.float32), np.zeros(channels, np.float32)
            gamma, beta = (row, zeros) if operator.name == "MUL" else (ones, row)
            layer = BatchNormalization(epsilon=_EPSILON)
            self._add(operator, layer, gamma, beta, zeros, np.full(channels, 1 - _EPSILON, np.float32))
        self._fused(operator, 0)

    def _misfit(self, error: SpecError) -> ModelFileError:
        place = error.fields.get("layer")
        if not isinstance(place, int) or not 0 <= place < len(self._places):
            return ModelFileError(str(error), layer=None)
        index = self._places[place]
        return ModelFileError(renumbered(str(error), index + 1), layer=index)
