"""What is measured of a batch, inside the graph: each image's loss, their sum, how many were read right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any


def per_image_loss(name: str, *, from_logits: bool) -> Callable[[Any, Any], Any]:
    """Return a function of labels (N,) and outputs (N, 10) that gives each image's loss, (N,), as Keras computes it.

    Args:
        name: of the loss.
        from_logits: the outputs are no probabilities yet. Binary cross-entropy then takes the sigmoid of each, as
            Keras does; mean squared error, which has no such form in Keras, takes their softmax.
    """
    import keras
    import tensorflow as tf

    functions = {
        "sparse_categorical_crossentropy": keras.losses.sparse_categorical_crossentropy,
        "categorical_crossentropy": keras.losses.categorical_crossentropy,
        "binary_crossentropy": keras.losses.binary_crossentropy,
    }
    if name == "mean_squared_error":
        mean_squared_error = keras.losses.mean_squared_error
        probabilities = tf.nn.softmax if from_logits else tf.identity
        return lambda labels, outputs: mean_squared_error(tf.one_hot(labels, 10), probabilities(outputs))
    function = functions[name]
    if name == "sparse_categorical_crossentropy":
        return lambda labels, outputs: function(labels, outputs, from_logits=from_logits)
    return lambda labels, outputs: function(tf.one_hot(labels, 10), outputs, from_logits=from_logits)


def with_penalty(mean: Any, variables: Sequence[Any], l2: float) -> Any:
    """Return a mean loss plus `l2` times the sum of all squared kernel entries, as keras.regularizers.L2 adds it."""
    import tensorflow as tf

    if not l2:
        return mean
    squares = [tf.reduce_sum(tf.square(one.value)) for one in variables if one.name == "kernel"]
    return mean + l2 * tf.add_n(squares)


def hits(outputs: Any, labels: Any) -> Any:
    """Return how many of outputs (N, 10) have their largest value at the label (N,): an int32 scalar."""
    import tensorflow as tf

    answers = tf.argmax(outputs, axis=-1, output_type=tf.int32)
    return tf.reduce_sum(tf.cast(tf.equal(answers, labels), tf.int32))


def total(losses: Any) -> Any:
    """Return the sum of losses (N,) as float64: of float32 values, it is then the same however they are grouped."""
    import tensorflow as tf

    return tf.cast(tf.reduce_sum(losses), tf.float64)
