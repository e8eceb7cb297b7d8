"""Adam's fused updates and the biases' gradients by a product give what Keras and TensorFlow give."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.graph.fused_adam import FusedAdam, FusedAdamW
from core.training.graph.gradients import biases_by_product, gradients

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
    import tensorflow as tf

    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.layers.Input(shape[1:]),
            keras.layers.Conv2D(5, 3, padding=padding, strides=strides, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(4),
        ]
    )
    inputs = tf.constant(np.random.default_rng(0).standard_normal(shape), tf.float32)

    @tf.function
    def by_tape():
        with tf.GradientTape() as tape:
            minimised = tf.reduce_mean(tf.square(model(inputs) - 1.0))
        return tape.gradient(minimised, model.trainable_variables)

    @tf.function
    def by_product():
        with biases_by_product(wanted=True):
            outputs = model(inputs)
        return gradients(tf.reduce_mean(tf.square(outputs - 1.0)), model.trainable_variables)

    for usual, ours in zip(by_tape(), by_product(), strict=True):
        np.testing.assert_allclose(ours, usual, rtol=1e-4, atol=1e-6)
    assert "MatMul" in {one.type for one in _operations(by_product) if one.name.startswith("gradients")}
    assert "BiasAddGrad" not in {one.type for one in _operations(by_product) if "conv" in one.name}


def _operations(function):
    return function.get_concrete_function().graph.get_operations()
