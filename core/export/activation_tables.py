"""What a network computes of one picture, as files: every array as NPZ, one layer's numbers as CSV.

The NPZ opens with `numpy.load`; its arrays are named as Keras names the layers. The CSV follows `core.export.tables`:
each number has as many digits as it takes to read the same float32 back.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np

from core.export.tables import csv_text
from core.inference.forward_trace import ForwardTrace


def trace_arrays(trace: ForwardTrace) -> dict[str, np.ndarray]:
    """Return a picture and all that a network computes of it, by name, in the network's order.

    "picture" is (28, 28) uint8, 0 paper to 255 ink; "input" is what goes in, float32 in the network's input shape; then
    each layer's output, float32, under the layer's name in Keras ("conv2d", "dense_1"), the last one with its function;
    "logits" and "probabilities" are (10,) float32.
    """
    layers = {row.name: output for row, output in zip(trace.spec.rows(), trace.activations.outputs, strict=True)}
    return {
        "picture": trace.image,
        "input": trace.input_of(0),
        **layers,
        "logits": trace.activations.logits,
        "probabilities": trace.activations.probabilities,
    }


def npz_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return arrays as a compressed NPZ file: `numpy.load(file)["conv2d"]`, without pickles."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def values_csv(values: np.ndarray, *, unit: str = "unit") -> str:
    """Return numbers as CSV.

    Args:
        values: (units,): a row for each, its number from 0 and its value; (rows, columns): a row for each row;
            (rows, columns, maps): a row for each cell, a column for each map.
        unit: what one of a row of values is called.
    """
    if values.ndim == 1:
        return csv_text((unit, "value"), enumerate(values))
    if values.ndim == 2:
        header = ("row", *(f"column_{column}" for column in range(values.shape[1])))
        return csv_text(header, ((number, *row) for number, row in enumerate(values)))
    header = ("row", "column", *(f"map_{number}" for number in range(values.shape[2])))
    rows, columns, _ = values.shape
    return csv_text(header, ((row, column, *values[row, column]) for row in range(rows) for column in range(columns)))
