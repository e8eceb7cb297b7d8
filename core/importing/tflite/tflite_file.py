"""TFLite graphs as networks of ours, where they are one chain of operators that we have layers for.

TensorFlow's converter folds batch normalisation into the layer before it where it can; where it cannot, it leaves a MUL
and an ADD, which become a BatchNormalization of mean 0 that computes exactly these.
"""

from __future__ import annotations

import math

import numpy as np

from core.errors import ModelFileError
from core.export.model_files.model_note import ModelNote
from core.importing.read_model import ReadModel
from core.importing.spec_errors import network_of, shape_after
from core.importing.tflite.convolutions import read_convolution
from core.importing.tflite.graph import Graph, Operator, read_graph
from core.importing.tflite.operators import bias, build_layer, constant_input, label, padding, refusal, square_option
from core.importing.variables import check_shape, weight_shapes
from core.messages.importing import files
from core.messages.importing import tflite as messages
from models.layers import (
    FUNCTIONS,
    MAX_LAYERS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
    Shape,
)
from models.layers.kernel import KernelLayer
from models.spec import FLAT, IMAGE, NetworkSpec

_FUSED = {0: "linear", 1: "relu", 4: "tanh"}
_FUNCTIONS = {function.tflite: name for name, function in FUNCTIONS.items() if function.tflite}
_OPTION_LEFT_OUT = {"SOFTMAX": 1.0}
_OF_SHAPES = ("SHAPE", "STRIDED_SLICE", "PACK")  # work out how long a row is; the tensors say it too
_EPSILON = 2.0**-10  # with a variance of 1 - 2**-10 the root of their sum is 1, in float32 too


def read_tflite(data: bytes) -> ReadModel:
    """Return the network of a TFLite file: its numbers, laid out as Keras lays them.

    Raises:
        ModelFileError: it is damaged, rounded, or no chain of our layers; field `layer` is an operator's index.
    """
    graph = read_graph(data)
    chain = _LayerChain(graph)
    for operator in graph.operators:
        chain.add_operator(operator)
    chain.end()
    if chain.current != graph.output:
        raise ModelFileError(messages.no_chain(), layer=None)
    spec = chain.spec()
    held = [array for arrays in chain.arrays for array in arrays]
    weights = dict(zip(weight_shapes(spec), held, strict=True))
    return ReadModel(
        kind="tflite",
        spec=spec,
        weights=weights,
        note=ModelNote.from_text(graph.description),
        remarks=(messages.layers_may_be_joined(),),
    )


def _check_function(operator: Operator) -> None:
    """Refuse an activation whose one option, where it has one, is another than ours has."""
    wanted = FUNCTIONS[_FUNCTIONS[operator.name]].tflite_number
    if wanted is None:
        is_ours = operator.option(0, "int8") == 0  # GELU's approximation; the others have no option
    else:
        given = operator.options.float32(0) if operator.options else _OPTION_LEFT_OUT.get(operator.name, 0.0)
        is_ours = math.isclose(given, wanted, rel_tol=1e-6)
    if not is_ours:
        raise refusal(operator, "beta" if operator.name == "SOFTMAX" else "activation")


class _LayerChain:
    """The layers so far, and the tensor that holds what they give."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.current = graph.input
        self._start = self._input_shape()
        self._layers: list[Layer] = []
        self._depthwise: Operator | None = None  # the first half of a separable convolution, whose second half is next
        self._indices: list[int] = []  # of the operator that each layer came from
        self.arrays: list[list[np.ndarray]] = []  # of each layer

    def add_operator(self, operator: Operator) -> None:
        """Take one operator.

        Raises:
            ModelFileError: there is no layer for it, or it does not continue the chain.
        """
        if operator.name in _OF_SHAPES and not any(self._graph.tensors[tensor].is_float for tensor in operator.outputs):
            return
        first = operator.inputs[:1] if operator.name not in ("MUL", "ADD") else operator.inputs
        if operator.name != "CONV_2D":
            self.end()
        if self.current not in first or len(operator.outputs) != 1:
            raise refusal(operator, "chain")
        if operator.name == "FULLY_CONNECTED":
            self._add_dense(operator)
        elif operator.name == "DEPTHWISE_CONV_2D":
            self._depthwise = operator
        elif operator.name == "CONV_2D":
            self._add_convolution(operator)
        elif operator.name in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            self._add_pooling(operator)
        elif operator.name == "MEAN":
            self._add_mean(operator)
        elif operator.name == "RESHAPE":
            self._add_reshape(operator)
        elif operator.name in _FUNCTIONS:
            _check_function(operator)
            self._add_activation(operator, _FUNCTIONS[operator.name])
        elif operator.name in ("MUL", "ADD"):
            self._add_normalisation(operator)
        else:
            raise refusal(operator, "kind")
        self.current = operator.outputs[0]

    def end(self) -> None:
        """Raise ModelFileError where a separable convolution lacks its second half."""
        if self._depthwise is not None:
            raise refusal(self._depthwise, "depthwise")

    def spec(self) -> NetworkSpec:
        """Return the network."""
        return network_of(self._start, self._layers, self._indices)

    def _input_shape(self) -> Shape:
        shape = self._graph.tensors[self._graph.input].shape
        known = {(28, 28): FLAT, FLAT: FLAT, IMAGE: IMAGE}
        if shape[1:] not in known or not self._graph.tensors[self._graph.input].is_float:
            raise ModelFileError(messages.other_input_shape(shape=shape[1:5]), layer=None)
        return known[shape[1:]]

    @property
    def _shape(self) -> Shape:
        return shape_after(self._start, self._layers, self._indices)

    def _add(self, operator: Operator, layer: Layer, *arrays: np.ndarray) -> None:
        if len(self._layers) == MAX_LAYERS:
            raise ModelFileError(
                messages.too_many_layers(operator=label(operator), most=MAX_LAYERS), layer=operator.index
            )
        expected = layer.weights(self._shape[-1])
        for (name, shape), array in zip(expected.items(), arrays, strict=True):
            described = files.array_of_layer(layer=label(operator), array=name)
            check_shape(described, array.shape, shape, layer=operator.index)
        self._layers.append(layer)
        self._indices.append(operator.index)
        self.arrays.append([np.ascontiguousarray(array) for array in arrays])

    def _add_dense(self, operator: Operator) -> None:
        if operator.option(1, "int8"):
            raise refusal(operator, "weight_order")
        kernel = constant_input(self._graph, operator, 1, 2)
        if len(self._shape) == 3:  # it takes whatever lies in a row
            self._add(operator, Flatten())
        self._add(
            operator,
            build_layer(operator, Dense, units=len(kernel)),
            kernel.T,
            bias(self._graph, operator, len(kernel)),
        )
        self._add_fused_activation(operator, 0)

    def _add_convolution(self, operator: Operator) -> None:
        layer, arrays = read_convolution(self._graph, operator, self._depthwise)
        self._depthwise = None
        self._add(operator, layer, *arrays)
        self._add_fused_activation(operator, 3)

    def _add_pooling(self, operator: Operator) -> None:
        kind = MaxPooling2D if operator.name == "MAX_POOL_2D" else AveragePooling2D
        size, strides = square_option(operator, 3, 4, "window"), square_option(operator, 1, 2, "strides")
        own = None if strides == size else strides
        self._add(operator, build_layer(operator, kind, pool_size=size, strides=own, padding=padding(operator)))
        self._add_fused_activation(operator, 5)

    def _add_mean(self, operator: Operator) -> None:
        """Take the mean over rows and columns: what Keras's global pooling becomes."""
        axes = self._graph.integer_constant(operator.inputs[1]) if len(operator.inputs) == 2 else []
        if len(self._shape) != 3 or sorted(axis % 4 for axis in axes) != [1, 2]:
            raise refusal(operator, "mean")
        if len(self._graph.tensors[operator.outputs[0]].shape) == 2:
            self._add(operator, GlobalAveragePooling2D())
        else:
            self._add(operator, build_layer(operator, AveragePooling2D, pool_size=self._shape[0]))

    def _add_reshape(self, operator: Operator) -> None:
        before, after = self._shape, self._graph.tensors[operator.outputs[0]].shape[1:]
        if not self._layers and after in (FLAT, IMAGE):
            self._start = after
        elif after == (math.prod(before),):
            if len(before) > 1:
                self._add(operator, Flatten())
        elif after != before:
            raise ModelFileError(messages.other_reshape(operator=label(operator), shape=before), layer=operator.index)

    def _add_activation(self, operator: Operator, function: str) -> None:
        last = self._layers[-1] if self._layers else None
        if isinstance(last, KernelLayer) and last.output_function == "linear":
            self._layers[-1] = last.with_function(function)
        else:
            self._add(operator, Activation(function=function))

    def _add_fused_activation(self, operator: Operator, field: int) -> None:
        number = operator.option(field, "int8")
        if number not in _FUSED:
            raise refusal(operator, "activation")
        if _FUSED[number] != "linear":
            self._add_activation(operator, _FUSED[number])

    def _add_normalisation(self, operator: Operator) -> None:
        others = [tensor for tensor in operator.inputs if tensor != self.current]
        channels = self._shape[-1]
        numbers = None
        if len(others) == 1 and len(operator.inputs) == 2:
            numbers = self._graph.constant(others[0], label(operator), layer=operator.index)
        if numbers is None or numbers.size not in (1, channels) or numbers.size != (numbers.shape or (1,))[-1]:
            raise refusal(operator, "arithmetic")
        row = np.broadcast_to(numbers.reshape(-1), (channels,)).astype(np.float32)
        last = self._layers[-1] if self._layers else None
        if operator.name == "ADD" and isinstance(last, BatchNormalization) and not self.arrays[-1][1].any():
            self.arrays[-1][1] = row
        else:
            ones, zeros = np.ones(channels, np.float32), np.zeros(channels, np.float32)
            gamma, beta = (row, zeros) if operator.name == "MUL" else (ones, row)
            layer = BatchNormalization(epsilon=_EPSILON)
            self._add(operator, layer, gamma, beta, zeros, np.full(channels, 1 - _EPSILON, np.float32))
        self._add_fused_activation(operator, 0)
