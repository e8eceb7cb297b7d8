"""What a network computes, taken away: read back, it is what was computed."""

from __future__ import annotations

import csv
import io

import numpy as np

from core.export.activation_tables import npz_bytes, trace_arrays, values_csv
from core.inference.forward_trace import ForwardTrace
from models.layers import Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network

SPEC = NetworkSpec(
    input_shape=IMAGE, layers=(Conv2D(filters=2, kernel_size=3), Flatten(), Dense(units=4), Dense(units=10))
)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_npz_holds_every_layer_under_its_name_in_keras() -> None:
    image = np.arange(784, dtype=np.uint8).reshape(28, 28)
    weights = numpy_network.weights_of(SPEC, seed=1)
    activations = numpy_network.layer_outputs(SPEC, weights, image)
    trace = ForwardTrace(spec=SPEC, image=image, activations=activations, weights=weights)
    with np.load(io.BytesIO(npz_bytes(trace_arrays(trace)))) as read:
        arrays = dict(read)
    names = ["picture", "input", "conv2d", "flatten", "dense", "dense_1", "logits", "probabilities"]
    assert list(arrays) == names
    assert arrays["input"].shape == (28, 28, 1)
    np.testing.assert_array_equal(arrays["picture"], image)
    np.testing.assert_array_equal(arrays["input"][..., 0], image / np.float32(255))
    for name, output in zip(names[2:6], activations.outputs, strict=True):
        np.testing.assert_array_equal(arrays[name], output)
        assert arrays[name].dtype == np.float32
    np.testing.assert_array_equal(arrays["logits"], activations.logits)
    np.testing.assert_array_equal(arrays["probabilities"], activations.probabilities)


def test_units_rows_and_maps_are_read_back_as_the_same_float32() -> None:
    maps = np.random.default_rng(0).normal(size=(3, 4, 2)).astype(np.float32)
    header, *rows = rows_of(values_csv(maps))
    assert header == ["row", "column", "map_0", "map_1"]
    assert [row[:2] for row in rows[:5]] == [["0", "0"], ["0", "1"], ["0", "2"], ["0", "3"], ["1", "0"]]
    np.testing.assert_array_equal(np.array([row[2:] for row in rows], np.float32).reshape(maps.shape), maps)

    header, *rows = rows_of(values_csv(maps[..., 0]))
    assert header == ["row", "column_0", "column_1", "column_2", "column_3"]
    np.testing.assert_array_equal(np.array([row[1:] for row in rows], np.float32), maps[..., 0])

    assert rows_of(values_csv(np.array([0.1, -2], np.float32), unit="digit")) == [
        ["digit", "value"],
        ["0", "0.1"],
        ["1", "-2.0"],
    ]
