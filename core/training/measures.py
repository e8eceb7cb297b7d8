"""What is measured of a batch, inside the graph: each image's loss, their sum, how many were read right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def per_image_loss(name: str, *, from_logits: bool) -> Callable[[Any, Any], Any]:
    """Return a function of labels (N,) and outputs (N, 10) that gives each image's loss, (N,), as Keras computes it."""
    import keras
    import tensorflow as tf

    functions = {
        "sparse_categorical_crossentropy": keras.losses.sparse_categorical_crossentropy,
        "categorical_crossentropy": keras.losses.categorical_crossentropy,
        "binary_crossentropy": keras.losses.binary_crossentropy,
    }
    function = functions[name]
    if name == "sparse_categorical_crossentropy":
        return lambda labels, outputs: function(labels, outputs, from_logits=from_logits)
    return lambda labels, outputs: function(tf.one_hot(labels, 10), outputs, from_logits=from_logits)


def hits(outputs: Any, labels: Any) -> Any:
    """Return how many of outputs (N, 10) have their largest value at the label (N,): an int32 scalar."""
    import tensorflow as tf

    answers = tf.argmax(outputs, axis=-1, output_type=tf.int32)
    return tf.reduce_sum(tf.cast(tf.equal(answers, labels), tf.int32))


def total(losses: Any) -> Any:
    """Return the sum of losses (N,) as float64: of float32 values, it is then the same however they are grouped."""
    import tensorflow as tf

    return tf.cast(tf.reduce_sum(losses), tf.float64)
