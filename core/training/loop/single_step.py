"""One step in numbers: what a batch's images got before and after it, and one weight on its way.

Looking changes nothing: moving averages and the layers' random generators are put back, so that the step is the one
that would have been taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.training.graph.gradients import biases_by_product, gradients
from core.training.graph.training_graph import TrainingGraph
from core.training.record.events import StepExplained

SHOWN = 16  # images of the batch that are told one by one


def explained(program: TrainingGraph, index: int, *, number: int, take: Callable[[], None]) -> StepExplained:
    """Take one step and return it in numbers.

    Args:
        program: at rest before the step.
        index: of the step within its epoch, from 0.
        number: of the step over the whole run, from 1.
        take: takes exactly this step.
    """
    import tensorflow as tf

    rows = program.batch_rows(index)
    inputs, labels = program.batch(tf.constant(index), len(rows))
    right = np.arange(len(rows)), np.asarray(labels)
    before = _probabilities(program, inputs)[right]
    layer = next(layer for layer in reversed(program.model.layers) if hasattr(layer, "kernel"))
    gradient = _gradient(program, index, len(rows), layer.kernel)
    place = np.unravel_index(int(np.abs(gradient).argmax()), gradient.shape)
    old = float(np.asarray(layer.kernel)[place])
    take()
    after = _probabilities(program, inputs)[right]
    return StepExplained(
        step=number,
        images=tuple(rows[:SHOWN].tolist()),
        labels=tuple(right[1][:SHOWN].tolist()),
        before=tuple(before[:SHOWN].tolist()),
        after=tuple(after[:SHOWN].tolist()),
        loss_before=_mean_loss(before),
        loss_after=_mean_loss(after),
        weight=f"{layer.name}/kernel",
        place=tuple(int(one) for one in place),
        old=old,
        gradient=float(gradient[place]),
        new=float(np.asarray(layer.kernel)[place]),
        learning_rate=program.learning_rate,
    )


def _probabilities(program: TrainingGraph, inputs: Any) -> np.ndarray:
    """Return what the network, as it predicts, says of inputs: (N, 10) float32."""
    outputs = program.model(inputs, training=False)
    return np.asarray(program.probabilities(outputs))


def _gradient(program: TrainingGraph, index: int, size: int, variable: Any) -> np.ndarray:
    """Return the gradient that a step will have, compiled as the step is; nothing else is changed."""
    import tensorflow as tf

    @tf.function(jit_compile=program.compiled, autograph=False)
    def gradient(at: Any) -> Any:
        inputs, labels = program.batch(at, size)
        with biases_by_product(wanted=program.by_product):
            outputs = program.model(inputs, training=True)
        return gradients(program.minimised(outputs, labels), [variable])[0]

    moved = [*program.model.non_trainable_variables]  # moving averages and the layers' random generators
    values = [np.array(one) for one in moved]
    found = np.asarray(gradient(tf.constant(index)))
    for one, value in zip(moved, values, strict=True):
        one.assign(value)
    return found


def _mean_loss(probabilities: np.ndarray) -> float:
    return float(-np.log(np.maximum(probabilities, np.finfo(np.float32).tiny)).mean())
