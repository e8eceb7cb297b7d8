"""A step's gradients. Those of biases are our own on a CPU: TensorFlow's took a twelfth of a convolution's step.

TensorFlow joins the gradient of a bias with that of its kernel, and oneDNN then adds the outputs' gradients up one by
one. As a product with ones they are added up by the fastest routine there is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import tensorflow as tf

_BIAS_ADD = "BiasAddByProduct"  # the name of the gradient that is registered below


def biases_by_product(*, wanted: bool) -> AbstractContextManager:
    """Return a context: biases that are added in it within a graph get their gradients from `gradients` by a product.

    Outputs with channels last and a fixed number of rows; of others TensorFlow's own. The forward pass is the same.

    Args:
        wanted: False for a context that changes nothing.
    """
    if not wanted:
        return contextlib.nullcontext()
    graph = tf.compat.v1.get_default_graph()
    return graph.gradient_override_map({"BiasAdd": _BIAS_ADD})


def gradients(minimised: Any, variables: Sequence[Any]) -> list:
    """Return the gradients of a scalar within a graph, an array for each of these Keras variables."""
    return tf.gradients(minimised, [variable.value for variable in variables])


@tf.RegisterGradient(_BIAS_ADD)
def _bias_add_by_product(operation: Any, of_outputs: Any) -> tuple:
    data_format = operation.get_attr("data_format")
    rows = of_outputs.shape[:-1].num_elements()
    if of_outputs.shape.rank < 4 or rows is None or data_format != b"NHWC":
        return of_outputs, tf.raw_ops.BiasAddGrad(out_backprop=of_outputs, data_format=data_format)
    channels = of_outputs.shape[-1]
    summed = tf.matmul(tf.ones([1, rows]), tf.reshape(of_outputs, [rows, channels]))
    return of_outputs, tf.reshape(summed, [channels])
