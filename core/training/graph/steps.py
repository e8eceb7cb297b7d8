"""The two functions that TensorFlow compiles: take so many optimizer steps, read so many batches.

Many steps run inside one function: a call from Python per step would cost more than the step. The number of steps is a
tensor, so the length of a chunk changes neither the trace nor the bits; a last, smaller batch has a trace of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from core.training.graph.gradients import gradients, overridden_gradients
from core.training.graph.losses import confusion, hits, sure_mistakes, total, with_penalty


def make_take_steps(
    model: Any,
    optimizer: Any,
    *,
    batch: Callable[[Any], tuple[Any, Any]],
    loss: Callable[[Any, Any], Any],
    penalties: Sequence[tuple[Any, float]],
    learning_rate: Callable[[Any], Any] | None,
    compiled: bool,
    own_gradients: bool,
) -> Callable:
    """Return a function that takes the steps from `first` to before `end` of an epoch, both int32 scalars.

    It stops after a step whose loss is not a finite number, and returns the next step's number, the sum of the losses
    of its images (float64), how many of them were read right (int32), and whether the last loss was finite.

    Args:
        model: a built Keras model; changed by every step.
        optimizer: built with the model's trainable variables.
        batch: gives a step's inputs, (N, *input shape) float32, and labels, (N,) int32; N is always the same.
        loss: of labels and outputs, one per image.
        penalties: kernels, each with the factor of its L2 penalty; the losses that come back are without it.
        learning_rate: of a step; None leaves the optimizer's as it is.
        compiled: whether XLA compiles it.
        own_gradients: whether those of gradients.py are taken.
    """
    variables = model.trainable_variables

    def step(index: Any, loss_sum: Any, correct: Any, _: Any) -> tuple:
        if learning_rate is not None:
            optimizer.learning_rate.assign(learning_rate(index))
        inputs, labels = batch(index)
        with overridden_gradients(wanted=own_gradients):
            outputs = model(inputs, training=True)
        losses = loss(labels, outputs)  # (N,)
        mean = tf.reduce_mean(losses)
        minimised = with_penalty(mean, penalties)
        optimizer.apply(gradients(minimised, variables), variables)
        return index + 1, loss_sum + total(losses), correct + hits(outputs, labels), tf.math.is_finite(mean)

    @tf.function(jit_compile=compiled, autograph=False)
    def take_steps(first: Any, end: Any) -> tuple:
        return tf.while_loop(
            lambda index, _loss, _correct, is_finite: tf.logical_and(index < end, is_finite),
            step,
            (first, tf.constant(0.0, tf.float64), tf.constant(0, tf.int32), tf.constant(True)),
            parallel_iterations=1,
        )

    return take_steps


def make_read_batches(
    model: Any,
    *,
    size: int,
    inputs: Callable[[Any], Any],
    loss: Callable[[Any, Any], Any],
    probabilities: Callable[[Any], Any],
) -> Callable:
    """Return a function of all images (M, 28, 28) uint8, all labels (M,) int32, where to start and how many batches.

    It learns nothing, and returns the sum of the losses (float64), how often each label was read as each digit
    ((10, 10) int32, labels down) and how many images were read wrong with a high probability (int32).

    Args:
        model: a built Keras model.
        size: images in a batch.
        inputs: gives the model's inputs for images (size, 28, 28) uint8.
        loss: of labels and outputs, one per image.
        probabilities: of outputs (size, 10).
    """
    whole = tf.TensorSpec([], tf.int32)

    @tf.function(
        autograph=False,
        input_signature=[tf.TensorSpec([None, 28, 28], tf.uint8), tf.TensorSpec([None], tf.int32), whole, whole],
    )
    def read_batches(all_images: Any, all_labels: Any, start: Any, count: Any) -> tuple:
        def batch(index: Any, loss_sum: Any, read: Any, sure: Any) -> tuple:
            images = tf.slice(all_images, [start + index * size, 0, 0], [size, 28, 28])
            labels = tf.slice(all_labels, [start + index * size], [size])
            outputs = model(inputs(images), training=False)
            return (
                index + 1,
                loss_sum + total(loss(labels, outputs)),
                read + confusion(outputs, labels),
                sure + sure_mistakes(outputs, probabilities(outputs), labels),
            )

        none = tf.constant(0, tf.int32)
        zero = (none, tf.constant(0.0, tf.float64), tf.zeros([10, 10], tf.int32), none)
        _, *totals = tf.while_loop(lambda index, *_: index < count, batch, zero, parallel_iterations=1)
        return tuple(totals)

    return read_batches
