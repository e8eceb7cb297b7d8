"""What is measured of a batch, inside the graph: each image's loss, their sum, what the images were read as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import keras
import tensorflow as tf

from core.training.settings.losses import LossChoice
from models.spec import NetworkSpec

SURE = 0.99  # a probability above it is a sure answer


def per_image_loss(loss: LossChoice, *, from_logits: bool) -> Callable[[Any, Any], Any]:
    """Return a function of labels (N,) and outputs (N, 10) that gives each image's loss, (N,), as Keras computes it.

    Args:
        loss: which one.
        from_logits: the outputs are no probabilities yet. Binary cross-entropy then takes the sigmoid of each, as
            Keras does; mean squared error, which has no such form in Keras, takes their softmax.
    """
    function, arguments = getattr(keras.losses, loss.function), loss.arguments(from_logits=from_logits)
    targets = partial(tf.one_hot, depth=10) if loss.row.is_one_hot else _unchanged
    compared = tf.nn.softmax if from_logits and not loss.row.takes_logits else _unchanged
    return lambda labels, outputs: function(targets(labels), compared(outputs), **arguments)


def _unchanged(values: Any) -> Any:
    """Return the very values: Keras looks at them for the logits that they were made of, which no copy has."""
    return values


def kernel_penalties(model: Any, spec: NetworkSpec, l2: float) -> list[tuple[Any, float]]:
    """Return every kernel of a built network with its L2 factor: `l2`, which is for all, plus its layer's own."""
    return [
        (getattr(model.layers[index], kernel), l2 + layer.l2)
        for index, layer in spec.kernel_layers.items()
        for kernel in layer.kernels
    ]


def with_penalty(mean: Any, penalties: Sequence[tuple[Any, float]]) -> Any:
    """Return a mean loss plus each kernel's factor times the sum of its squared entries, as keras.regularizers.L2."""
    minimised = mean
    for factor in dict.fromkeys(factor for _, factor in penalties if factor):
        squares = [tf.reduce_sum(tf.square(kernel.value)) for kernel, own_factor in penalties if own_factor == factor]
        minimised += factor * tf.add_n(squares)
    return minimised


def hits(outputs: Any, labels: Any) -> Any:
    """Return how many of outputs (N, 10) have their largest value at the label (N,): an int32 scalar."""
    answers = tf.argmax(outputs, axis=-1, output_type=tf.int32)
    return tf.reduce_sum(tf.cast(tf.equal(answers, labels), tf.int32))


def confusion(outputs: Any, labels: Any) -> Any:
    """Return how often each label (N,) has the largest of outputs (N, 10) at each place: (10, 10) int32, labels down.

    A product of zeros and ones in float32: exact up to 2^24 images, and always the same, also on a GPU.
    """
    answers = tf.one_hot(tf.argmax(outputs, axis=-1, output_type=tf.int32), 10)
    return tf.cast(tf.matmul(tf.one_hot(labels, 10), answers, transpose_a=True), tf.int32)


def sure_mistakes(outputs: Any, probabilities: Any, labels: Any) -> Any:
    """Return how many of outputs (N, 10), of which `probabilities` were made, are wrong above SURE: an int32 scalar."""
    is_wrong = tf.not_equal(tf.argmax(outputs, axis=-1, output_type=tf.int32), labels)
    is_sure = tf.reduce_max(probabilities, axis=-1) > SURE
    return tf.reduce_sum(tf.cast(tf.logical_and(is_wrong, is_sure), tf.int32))


def total(losses: Any) -> Any:
    """Return the float32 sum of losses (N,) as float64, in which the sums of many batches add up all but exactly."""
    return tf.cast(tf.reduce_sum(losses), tf.float64)
