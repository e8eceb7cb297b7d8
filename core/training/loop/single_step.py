"""One step in numbers: what a batch's images got before and after it, and one weight on its way.

Explaining changes nothing: moving averages and the layers' random generators are put back, so that the step is the one
that would have been taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from core.training.graph.gradients import gradients, overridden_gradients
from core.training.graph.training_graph import TrainingGraph
from core.training.graph.weight_memory import decay_of, weight_memory
from core.training.record.events import StepExplained
from models.weights import kernels_by_layer

MAX_IMAGES = 16  # images of the batch that are listed


def explain_step(graph: TrainingGraph, index: int, *, number: int, take: Callable[[], None]) -> StepExplained:
    """Take one step and return it in numbers.

    Args:
        graph: at rest before the step.
        index: of the step within its epoch, from 0.
        number: of the step over the whole run, from 1.
        take: takes exactly this step.
    """
    rows = graph.batch_rows(index)
    inputs, labels = graph.batch(tf.constant(index), len(rows))
    right = np.arange(len(rows)), np.asarray(labels)
    before = _probabilities(graph, inputs)[right]
    layer, kernels = list(kernels_by_layer(graph.model, graph.spec).items())[-1]
    name, kernel = list(kernels.items())[-1]
    gradient, shortened = _gradient(graph, index, len(rows), kernel)
    position = np.unravel_index(int(np.abs(gradient).argmax()), gradient.shape)
    place = tuple(int(at) for at in position)
    slope = float(gradient[place])
    old, memory = float(np.asarray(kernel)[place]), weight_memory(graph.optimizer, kernel, place, graph.config)
    take()
    after, now = _probabilities(graph, inputs)[right], weight_memory(graph.optimizer, kernel, place, graph.config)
    return StepExplained(
        step=number,
        images=tuple(rows[:MAX_IMAGES].tolist()),
        labels=tuple(right[1][:MAX_IMAGES].tolist()),
        before=tuple(before[:MAX_IMAGES].tolist()),
        after=tuple(after[:MAX_IMAGES].tolist()),
        loss_before=_mean_loss(before),
        loss_after=_mean_loss(after),
        weight=f"{layer}/{name}",
        place=place,
        old=old,
        gradient=slope,
        new=float(np.asarray(kernel)[place]),
        learning_rate=graph.learning_rate,
        clipped=slope * shortened if shortened < 1 else None,
        mean_before=memory.mean,
        mean_after=now.mean,
        square_before=memory.square,
        square_after=now.square,
        carried=memory.carried,
        decay=decay_of(graph.optimizer, old),
    )


def _probabilities(graph: TrainingGraph, inputs: Any) -> np.ndarray:
    """Return what the network, as it predicts, says of inputs: (N, 10) float32."""
    outputs = graph.model(inputs, training=False)
    return np.asarray(graph.probabilities(outputs))


def _gradient(graph: TrainingGraph, index: int, size: int, variable: Any) -> tuple[np.ndarray, float]:
    """Return the gradient that a step will have, and what all gradients are multiplied by where they are shortened.

    Compiled as the step is; nothing else is changed.
    """
    longest = graph.config.clip_norm
    variables = graph.model.trainable_variables if longest else [variable]
    at_variable = next(place for place, one in enumerate(variables) if one is variable)

    @tf.function(jit_compile=graph.compiled, autograph=False)
    def gradient(at: Any) -> Any:
        inputs, labels = graph.batch(at, size)
        with overridden_gradients(wanted=graph.own_gradients):
            outputs = graph.model(inputs, training=True)
        found = gradients(graph.minimised(outputs, labels), variables)
        return found[at_variable], tf.linalg.global_norm(found)

    moved = [*graph.model.non_trainable_variables]  # moving averages and the layers' random generators
    values = [np.array(variable) for variable in moved]
    computed, norm = map(np.asarray, gradient(tf.constant(index)))
    for variable, value in zip(moved, values, strict=True):
        variable.assign(value)
    return computed, min(1.0, longest / float(norm)) if longest and norm else 1.0


def _mean_loss(probabilities: np.ndarray) -> float:
    return float(-np.log(np.maximum(probabilities, np.finfo(np.float32).tiny)).mean())
