"""Adam's fused updates and our gradients of biases, ReLU and max pooling give what Keras and TensorFlow give."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.graph.fused_adam import FusedAdam, FusedAdamW
from core.training.graph.gradients import gradients, overridden_gradients

pytestmark = pytest.mark.process


@pytest.mark.parametrize("name", ["Adam", "AdamW"])
@pytest.mark.parametrize("parameters", [{}, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.01}], ids=["usual", "others"])
def test_fused_adam_updates_as_keras_does(name, parameters):
    import keras
    import tensorflow as tf

    generator = np.random.default_rng(0)
    fused = {"Adam": FusedAdam, "AdamW": FusedAdamW}[name]
    start = [generator.standard_normal(shape).astype(np.float32) for shape in ((5, 4), (4,))]
    steps = [[tf.constant(generator.standard_normal(one.shape), tf.float32) for one in start] for _ in range(20)]

    def trained(kind):
        variables = [keras.Variable(one, name=label) for one, label in zip(start, ("kernel", "bias"), strict=True)]
        optimizer = kind(learning_rate=0.05, **parameters)
        if name == "AdamW":
            optimizer.exclude_from_weight_decay(var_list=variables[1:])
        optimizer.build(variables)
        take = tf.function(lambda *given: optimizer.apply(given, variables))
        for given in steps:
            take(*given)
        return [np.asarray(one) for one in (*variables, *optimizer.variables)]

    found = trained(getattr(keras.optimizers, name)), trained(fused)
    for keras_s, ours in zip(*found, strict=True):
        np.testing.assert_allclose(ours, keras_s, rtol=2e-5, atol=2e-6)
    assert not np.allclose(found[1][0], start[0])


@pytest.mark.parametrize(
    ("shape", "padding", "strides"),
    [((8, 12, 12, 1), "valid", 1), ((8, 9, 9, 3), "same", 2), ((1, 5, 5, 2), "valid", 1)],
    ids=["first layer", "strided", "one image"],
)
def test_biases_have_the_gradients_that_tensorflow_gives_them(shape, padding, strides):
    import keras

    made = [keras.layers.Conv2D(5, 3, padding=padding, strides=strides, activation="relu")]
    operations = _compare_gradients(shape, made)
    assert "MatMul" in {one.type for one in operations if one.name.startswith("gradients")}
    assert "BiasAddGrad" not in {one.type for one in operations if "conv" in one.name}


def _chain(name, layers):
    """Return a convolution, and what is done to its outputs."""
    convolution = layers.Conv2D(5, 3, activation=None if name in {"no ReLU", "normalised"} else "relu")
    return {
        "windows side by side": [convolution, layers.MaxPooling2D(2)],
        "windows that overlap": [convolution, layers.MaxPooling2D(3, strides=2)],
        "windows over the edge": [convolution, layers.MaxPooling2D(4, padding="same")],
        "no ReLU": [convolution, layers.MaxPooling2D(2)],
        "normalised": [convolution, layers.BatchNormalization(), layers.ReLU(), layers.MaxPooling2D(2)],
        "pooled twice": [convolution, layers.MaxPooling2D(2), layers.MaxPooling2D(2)],
        "no pooling": [convolution],
    }[name]


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("windows side by side", [(4, 5, 5, 5)]),
        ("windows that overlap", [(4, 4, 4, 5)]),
        ("windows over the edge", [(4, 3, 3, 5)]),
        ("no ReLU", []),
        ("normalised", [(4, 5, 5, 5)]),
        ("pooled twice", [(4, 5, 5, 5)]),
        ("no pooling", [(4, 10, 10, 5)]),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_gradients_through_max_pooling_are_those_of_tensorflow(name, looks):
    """`looks` is the shapes at which the gradient of ReLU is taken: the windows', where there are any."""
    import keras

    operations = _compare_gradients((4, 12, 12, 2), _chain(name, keras.layers))
    assert [tuple(one.outputs[0].shape) for one in operations if one.type == "ReluGrad"] == looks


def test_gradient_of_outputs_that_are_pooled_and_used_elsewhere_too():
    import keras

    inputs = keras.Input((12, 12, 2), batch_size=4)
    outputs = keras.layers.Conv2D(5, 3, activation="relu")(inputs)
    pooled = keras.layers.MaxPooling2D(2)(outputs)
    both = [keras.layers.Flatten()(one) for one in (outputs, pooled)]
    _compare_models(keras.Model(inputs, keras.layers.Dense(4)(keras.layers.Concatenate()(both))), (4, 12, 12, 2))


def _compare_gradients(shape, layers):
    import keras

    keras.utils.set_random_seed(1)
    layers = [keras.layers.Input(shape[1:]), *layers, keras.layers.Flatten(), keras.layers.Dense(4)]
    return _compare_models(keras.Sequential(layers), shape)


def _compare_models(model, shape):
    """Check our gradients of a model's variables by TensorFlow's, and return the operations that give ours."""
    import tensorflow as tf

    inputs = tf.constant(np.random.default_rng(0).standard_normal(shape), tf.float32)

    def minimised():
        return tf.reduce_mean(tf.square(model(inputs, training=True) - 1.0))

    @tf.function
    def by_tape():
        with tf.GradientTape() as tape:
            value = minimised()
        return tape.gradient(value, model.trainable_variables)

    @tf.function
    def by_ours():
        with overridden_gradients(wanted=True):
            value = minimised()
        return gradients(value, model.trainable_variables)

    for usual, ours in zip(by_tape(), by_ours(), strict=True):
        np.testing.assert_allclose(ours, usual, rtol=1e-4, atol=1e-6)
    return by_ours.get_concrete_function().graph.get_operations()
