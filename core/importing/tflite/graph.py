"""A TFLite file as operators and tensors: plain float32 graphs with one input and one output, nothing executed.

Numbers of operators, types and fields are those of TensorFlow Lite's schema.fbs, version 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.errors import ModelFileError
from core.importing.tflite.flatbuffer import Table
from core.importing.variables import as_float32
from core.messages.importing import tflite as messages
from core.messages.message import Message
from models.checks import short_repr

IDENTIFIER = b"TFL3"  # at byte 4
MAX_OPERATORS = 400
_FLOAT32, _INT32, _INT64, _BOOL = 0, 2, 4, 6
_ROUNDED = {1: "float16", 3: "uint8", 7: "int16", 9: "int8", 17: "int4"}
_VERSION = 3
NAMES = {
    **{0: "ADD", 1: "AVERAGE_POOL_2D", 3: "CONV_2D", 9: "FULLY_CONNECTED", 14: "LOGISTIC", 17: "MAX_POOL_2D"},
    **{18: "MUL", 19: "RELU", 22: "RESHAPE", 25: "SOFTMAX", 28: "TANH", 45: "STRIDED_SLICE", 77: "SHAPE"},
    **{2: "CONCATENATION", 4: "DEPTHWISE_CONV_2D", 6: "DEQUANTIZE", 7: "EMBEDDING_LOOKUP", 16: "LSTM", 21: "RELU6"},
    **{32: "CUSTOM", 34: "PAD", 39: "TRANSPOSE", 40: "MEAN", 41: "SUB", 42: "DIV", 83: "PACK", 98: "LEAKY_RELU"},
    **{114: "QUANTIZE", 118: "IF", 119: "WHILE", 150: "GELU"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """An array of the graph."""

    shape: tuple[int, ...]
    kind: int  # the schema's number of its type
    buffer: int

    @property
    def is_float(self) -> bool:
        """Whether it holds float32."""
        return self.kind == _FLOAT32


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A step of the graph; entries of `inputs` are -1 for what is left out."""

    index: int  # from 0
    name: str  # "CONV_2D"
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Table | None

    def option(self, number: int, kind: str, default: int = 0) -> int:
        """Return a whole number of the options."""
        assert kind in ("int8", "int32", "uint8")
        return default if self.options is None else self.options.integer(number, kind, default)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What a file holds."""

    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    input: int  # a tensor's number
    output: int
    description: str
    buffers: tuple[Table, ...]

    def constant(self, number: int, name: Message, *, layer: int) -> np.ndarray | None:
        """Return a float32 tensor that the file holds, of its own shape; None where it is computed.

        Raises:
            ModelFileError: it is not as long as its shape says, or not finite.
        """
        tensor = self.tensors[number]
        content = self.buffers[tensor.buffer].bytes_at(0) if tensor.buffer < len(self.buffers) else None
        if content is None or not tensor.is_float or len(content) == 0:
            return None
        if any(size < 0 for size in tensor.shape) or math.prod(tensor.shape) * 4 != len(content):
            raise ModelFileError(messages.array_of_other_length(array=name), layer=layer)
        return as_float32(content.view("<f4").reshape(tensor.shape), name, layer=layer)

    def integer_constant(self, number: int) -> list[int]:
        """Return a short int32 tensor that the file holds; nothing where it is computed, long or of another type."""
        tensor = self.tensors[number] if number >= 0 else None
        if tensor is None or tensor.kind != _INT32 or tensor.buffer >= len(self.buffers):
            return []
        content = self.buffers[tensor.buffer].bytes_at(0)
        return content.view("<i4").tolist() if len(content) in (4, 8, 12, 16) else []


def read_graph(data: bytes) -> Graph:
    """Return the graph of a TFLite file.

    Raises:
        ModelFileError: it is damaged, has several graphs, inputs or outputs, or holds rounded weights.
    """
    model = Table.root(data)
    version = model.integer(0, "uint32")
    if version != _VERSION:
        raise ModelFileError(messages.other_version(version=version, known=_VERSION), layer=None)
    subgraphs = model.tables(2)
    if len(subgraphs) != 1:
        raise ModelFileError(messages.several_graphs(count=len(subgraphs)), layer=None)
    graph = subgraphs[0]
    tensors = tuple(
        Tensor(shape=tuple(table.integers(0)), kind=table.integer(1, "int8"), buffer=table.integer(2, "uint32"))
        for table in graph.tables(0)
    )
    for tensor in tensors:
        if tensor.kind in _ROUNDED:
            raise ModelFileError(messages.rounded_numbers(dtype=_ROUNDED[tensor.kind]), layer=None)
        if tensor.kind not in (_FLOAT32, _INT32, _INT64, _BOOL):
            raise ModelFileError(messages.other_numbers(), layer=None)
    inputs, outputs = graph.integers(1), graph.integers(2)
    if len(inputs) != 1 or len(outputs) != 1:
        raise ModelFileError(messages.other_ends(inputs=len(inputs), outputs=len(outputs)), layer=None)
    operators = _operators(graph, model.tables(1), len(tensors))
    _check_tensors([*inputs, *outputs], len(tensors))
    return Graph(
        tensors=tensors,
        operators=operators,
        input=inputs[0],
        output=outputs[0],
        description=model.text(3),
        buffers=tuple(model.tables(4)),
    )


def _operators(graph: Table, codes: list[Table], tensor_count: int) -> tuple[Operator, ...]:
    tables = graph.tables(3)
    if len(tables) > MAX_OPERATORS:
        raise ModelFileError(messages.too_many_operators(count=len(tables), most=MAX_OPERATORS), layer=None)
    operators = []
    for index, table in enumerate(tables):
        code = table.integer(0, "uint32")
        if code >= len(codes):
            raise ModelFileError(messages.operator_of_no_kind(number=index + 1), layer=index)
        number = max(codes[code].integer(0, "int8"), codes[code].integer(3, "int32"))
        inputs, outputs = table.integers(1), table.integers(2)
        _check_tensors([tensor for tensor in inputs if tensor != -1] + outputs, tensor_count)
        operators.append(
            Operator(
                index=index,
                name=NAMES.get(number, f"number {short_repr(number)}"),
                inputs=tuple(inputs),
                outputs=tuple(outputs),
                options=table.table(4),
            )
        )
    return tuple(operators)


def _check_tensors(numbers: list[int], count: int) -> None:
    if not all(0 <= number < count for number in numbers):
        raise ModelFileError(messages.unknown_tensors(), layer=None)
