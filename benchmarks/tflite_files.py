"""A small TFLite file, built with the `flatbuffers` package: one dense layer and a softmax, or what is said instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

FLOAT32, INT8 = 0, 9
FULLY_CONNECTED, SOFTMAX = 9, 25


def tflite_file(
    kernel: np.ndarray,
    bias: np.ndarray,
    *,
    input_shape: Sequence[int] = (1, 784),
    kind: int = FLOAT32,
    operators: Sequence[int] = (FULLY_CONNECTED, SOFTMAX),
) -> bytes:
    """Return a file with a dense layer of this kernel and bias, then softmax.

    Args:
        kernel: (units, inputs).
        bias: (units,).
        input_shape: of the graph's input, with the axis N.
        kind: the type that the kernel is said to be of.
        operators: the schema's numbers of the two operators.
    """
    import flatbuffers

    builder = flatbuffers.Builder(1024)
    units = len(kernel)
    buffers = [_table(builder, {}), *(_table(builder, {0: _bytes(builder, array)}) for array in (kernel, bias))]
    shapes = [(input_shape, FLOAT32, 0), (kernel.shape, kind, 1), (bias.shape, FLOAT32, 2)]
    shapes += [((1, units), FLOAT32, 0)] * 2
    tensors = [
        _table(builder, {0: _integers(builder, shape), 2: ("uint32", buffer), 1: ("int8", number)})
        for shape, number, buffer in shapes
    ]
    softmax = _table(builder, {0: ("float32", 1.0)})
    steps = [
        _table(builder, {0: ("uint32", 0), 1: _integers(builder, (0, 1, 2)), 2: _integers(builder, (3,))}),
        _table(
            builder,
            {0: ("uint32", 1), 1: _integers(builder, (3,)), 2: _integers(builder, (4,)), 3: ("uint8", 9), 4: softmax},
        ),
    ]
    graph = {
        0: _tables(builder, tensors),
        1: _integers(builder, (0,)),
        2: _integers(builder, (4,)),
        3: _tables(builder, steps),
    }
    codes = [_table(builder, {0: ("int8", number), 3: ("int32", number)}) for number in operators]
    subgraphs = _tables(builder, [_table(builder, graph)])
    fields = {0: ("uint32", 3), 1: _tables(builder, codes), 2: subgraphs, 4: _tables(builder, buffers)}
    builder.Finish(_table(builder, fields), b"TFL3")
    return bytes(builder.Output())


def _table(builder: Any, fields: dict[int, Any]) -> int:
    """Return where a table is whose fields are offsets, or numbers as ("int8", 3)."""
    builder.StartObject(6)
    for slot, value in fields.items():
        if isinstance(value, int):
            builder.PrependUOffsetTRelativeSlot(slot, value, 0)
        else:
            name = {"int8": "Int8", "uint8": "Uint8", "int32": "Int32", "uint32": "Uint32", "float32": "Float32"}
            getattr(builder, f"Prepend{name[value[0]]}Slot")(slot, value[1], None)
    return builder.EndObject()


def _integers(builder: Any, numbers: Sequence[int]) -> int:
    return builder.CreateNumpyVector(np.array(numbers, np.int32))


def _bytes(builder: Any, array: np.ndarray) -> int:
    return builder.CreateByteVector(np.ascontiguousarray(array).tobytes())


def _tables(builder: Any, offsets: Sequence[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return builder.EndVector()
