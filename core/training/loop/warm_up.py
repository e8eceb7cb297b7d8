"""What an engine does once before its first run: no person waits for a first time, and its speed is known.

The steps are those of a run, on blank images instead of a data set's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from core.machine import quota
from core.training.graph.losses import per_image_loss
from core.training.graph.optimizers import make_optimizer
from core.training.graph.steps import make_take_steps
from core.training.record.step_benchmark import StepBenchmark, compiled_speed, uncompiled_speed
from core.training.settings.config import TrainingConfig
from models.build import build
from models.cnn import cnn
from models.mlp import mlp
from models.spec import NetworkSpec

TIMED_SECONDS = 0.05  # of the steps of one network with one batch size
CHUNK_STEPS = 3  # at once
FEWEST_CHUNKS = 2  # the first is often slow
CONFIG = TrainingConfig(batch_size=128)
FEW_IMAGES = 2  # in a batch: its steps take as long as TensorFlow needs for each layer, whatever it computes


def warm_up() -> StepBenchmark:
    """Take some steps of each kind, so that the first real run pays for no first time; return how long they took."""
    dense, convolution = mlp(hidden=(256,), dropout=0.1), cnn(filters=(16, 32), dense=(64,))
    in_batch = tf.Variable(tf.constant(FEW_IMAGES))  # one trace serves both sizes
    take_steps = _traced(convolution, in_batch)
    of_few = _seconds_per_step(take_steps)
    in_batch.assign(CONFIG.batch_size)
    return StepBenchmark(
        dense=compiled_speed(dense, CONFIG, seconds_per_step=_seconds_per_step(_traced(dense, CONFIG.batch_size))),
        convolution=uncompiled_speed(
            convolution,
            CONFIG,
            seconds_per_step=_seconds_per_step(take_steps),
            few_images=FEW_IMAGES,
            seconds_of_few=of_few,
        ),
    )


def _seconds_per_step(take_steps: Callable[[int], None]) -> float:
    """Return how long a step takes at its fastest: what else the machine does is no part of it.

    A machine may be busy all the while. Where no GPU computes, and no quota holds the threads up, no step takes longer
    than all of them have computed for it. (Windows counts that in steps of 16 ms: too coarse.)
    """
    is_held_up = bool(tf.config.list_physical_devices("GPU")) or quota() < 1 or sys.platform == "win32"
    fastest, spent, chunks = float("inf"), 0.0, 0
    while chunks < FEWEST_CHUNKS or spent < TIMED_SECONDS:
        began, computed = time.monotonic(), time.process_time()
        take_steps(CHUNK_STEPS)
        waited, computed = time.monotonic() - began, time.process_time() - computed
        took = waited if is_held_up else min(waited, computed)
        fastest, spent, chunks = min(fastest, took / CHUNK_STEPS), spent + waited, chunks + 1
    return fastest


def _traced(spec: NetworkSpec, in_batch: Any) -> Callable[[int], None]:
    """Return a function that takes so many steps, as a run of such a network does; it is traced.

    Args:
        spec: the network.
        in_batch: images in a batch; may be a variable where XLA does not compile the network.
    """
    model, compiled = build(spec, seed=0), spec.is_compiled
    steps = make_take_steps(
        model,
        make_optimizer(CONFIG, model.trainable_variables),
        batch=lambda _: (tf.ones([in_batch, *spec.input_shape]), tf.zeros([in_batch], tf.int32)),
        loss=per_image_loss(CONFIG.loss_choice, from_logits=spec.from_logits),
        penalties=(),
        learning_rate=None,
        compiled=compiled,
        own_gradients=not compiled,
    )

    def take_steps(count: int) -> None:
        int(steps(tf.constant(0), tf.constant(count))[0])  # waits for the last of them

    take_steps(1)
    return take_steps
