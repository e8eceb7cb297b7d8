"""Random networks against Keras itself: what spec.py computes is what Keras builds."""

import json
import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings

from models.build import build
from models.layers import Activation, AveragePooling2D, MaxPooling2D
from models.spec import IMAGE, NetworkSpec
from tests.support.random_networks import networks

pytestmark = pytest.mark.process


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(networks())
def test_network_comes_back_from_its_file(spec):
    text = json.dumps(spec.to_json(), allow_nan=False)
    read = NetworkSpec.from_json(json.loads(text))
    assert read == spec
    assert hash(read) == hash(spec)
    assert json.dumps(read.to_json()) == text


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(networks())
def test_shapes_parameters_and_multiply_adds_are_those_of_keras(spec):
    model = build(spec, seed=0)
    for row, layer in zip(spec.rows(), model.layers, strict=True):
        assert (None, *row.output_shape) == layer.output.shape
        assert row.trainable_parameters == _count(layer.trainable_weights)
        assert row.non_trainable_parameters == _count(layer.non_trainable_weights)
        assert row.parameters == eval(row.formula.replace("\u00a0×\u00a0", " * "))
        assert row.multiply_adds == _multiply_adds(layer)
    assert spec.parameters == model.count_params()
    assert spec.trainable_parameters == _count(model.trainable_weights)
    assert spec.non_trainable_parameters == _count(model.non_trainable_weights)
    assert spec.multiply_adds == sum(_multiply_adds(layer) for layer in model.layers)


def _count(weights):
    return sum(math.prod(weight.shape) for weight in weights)


def _multiply_adds(layer):
    """Count as Keras's own arrays have it: every kernel weight at every output position."""
    match type(layer).__name__:
        case "Dense" | "Conv2D":
            positions = math.prod(layer.output.shape[1:-1])
            return layer.kernel.numpy().size * positions
        case "SeparableConv2D":
            positions = math.prod(layer.output.shape[1:-1])
            return (layer.depthwise_kernel.numpy().size + layer.pointwise_kernel.numpy().size) * positions
        case "BatchNormalization":
            return math.prod(layer.output.shape[1:])
        case _:
            return 0


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(networks(input_shapes=(IMAGE,), least_windows=2))
def test_cells_see_the_pixels_that_have_a_gradient(spec):
    spec = _linear(spec)
    import keras
    import tensorflow as tf

    model = build(spec, seed=0)
    for weight in model.trainable_weights:
        weight.assign(tf.ones_like(weight))
    probe = keras.Model(model.inputs, [layer.output for layer in model.layers])
    image = tf.ones((1, *spec.input_shape))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(image)
        outputs = probe(image)
        cells = [(row, cell) for row in spec.rows() if len(row.output_shape) == 3 for cell in _some(len(row.seen))]
        sums = [tf.reduce_sum(_of(outputs, row.index)[0, cell, cell]) for row, cell in cells]
        last = tf.reduce_sum(_of(outputs, len(spec.layers) - 1))
    for (row, cell), total in zip(cells, sums, strict=True):
        first, final = row.seen[cell]
        assert _extent(tape.gradient(total, image)) == ((first, first), (final, final))
    (first, final), *others = spec.rows()[-1].seen
    assert others == []
    assert _extent(tape.gradient(last, image)) == ((first, first), (final, final))


def _linear(spec):
    """Give every weight a say: no function that flattens, means in place of maxima."""
    layers = []
    for layer in spec.layers:
        if isinstance(layer, MaxPooling2D):
            layer = AveragePooling2D(**{field.name: getattr(layer, field.name) for field in fields(layer)})
        elif layer.kernels:
            layer = replace(layer, activation="linear")
        elif isinstance(layer, Activation):
            layer = Activation(function="linear")
        layers.append(layer)
    return NetworkSpec(input_shape=spec.input_shape, layers=tuple(layers))


def _of(outputs, index):
    return outputs[index] if isinstance(outputs, list) else outputs


def _some(cells):
    return sorted({0, cells // 2, cells - 1})


def _extent(gradient):
    """Return ((first row, first column), (last row, last column)) where the gradient is not 0."""
    seen = np.argwhere(gradient.numpy().reshape(28, 28))
    return tuple(seen.min(axis=0).tolist()), tuple(seen.max(axis=0).tolist())
