"""A step's gradients, some of them our own on a CPU: TensorFlow's took a seventh of the time of a convolution's step.

TensorFlow joins the gradient of a bias with that of its kernel, and oneDNN then adds the outputs' gradients up one by
one. As a product with ones they are added up by the fastest routine there is.

Max pooling hands each window's gradient to the cell that was largest. TensorFlow then looks at every cell whether ReLU
let it through, and a bias adds all cells up. Both are known of the windows, which are a quarter as many: whether ReLU
let the largest cell through the window's own value says, and the sum over windows is the sum over cells.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import tensorflow as tf

_OWN = {"BiasAdd": "OwnBiasAdd", "Relu": "OwnRelu", "MaxPool": "OwnMaxPool"}  # gradients that are registered below


def overridden_gradients(*, wanted: bool) -> AbstractContextManager:
    """Return a context: for what is added to a graph in it, `gradients` takes our own gradients where we have them.

    A bias's needs outputs with channels last and a fixed number of rows. The forward pass is the same.

    Args:
        wanted: False for a context that changes nothing.
    """
    if not wanted:
        return contextlib.nullcontext()
    return tf.compat.v1.get_default_graph().gradient_override_map(_OWN)


def gradients(minimised: Any, variables: Sequence[Any]) -> list:
    """Return the gradients of a scalar within a graph, an array for each of these Keras variables."""
    return tf.gradients(minimised, [variable.value for variable in variables])


@tf.RegisterGradient(_OWN["BiasAdd"])
def _bias_add(operation: Any, of_outputs: Any) -> tuple:
    data_format = operation.get_attr("data_format")
    of_windows = of_outputs.op.inputs[2] if of_outputs.op.type == "MaxPoolGrad" else of_outputs  # of the same sum
    rows = of_windows.shape[:-1].num_elements()
    if of_outputs.shape.rank < 4 or rows is None or data_format != b"NHWC":
        return of_outputs, tf.raw_ops.BiasAddGrad(out_backprop=of_outputs, data_format=data_format)
    channels = of_windows.shape[-1]
    summed = tf.matmul(tf.ones([1, rows]), tf.reshape(of_windows, [rows, channels]))
    return of_outputs, tf.reshape(summed, [channels])


@tf.RegisterGradient(_OWN["MaxPool"])
def _max_pool(operation: Any, of_outputs: Any) -> Any:
    (pooled,), (largest,) = operation.inputs, operation.outputs
    if pooled.op.type == "Relu":
        of_outputs = tf.raw_ops.ReluGrad(gradients=of_outputs, features=largest)
    return tf.raw_ops.MaxPoolGrad(
        orig_input=pooled,
        orig_output=largest,
        grad=of_outputs,
        **{name: operation.get_attr(name) for name in ("ksize", "strides", "padding", "explicit_paddings")},
        data_format=operation.get_attr("data_format"),
    )


@tf.RegisterGradient(_OWN["Relu"])
def _relu(operation: Any, of_outputs: Any) -> Any:
    (outputs,) = operation.outputs
    after = of_outputs.op
    if after.type == "MaxPoolGrad" and after.inputs[0] is outputs:  # `_max_pool` has looked already
        return of_outputs
    return tf.raw_ops.ReluGrad(gradients=of_outputs, features=outputs)
