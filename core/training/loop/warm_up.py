"""What an engine does once before its first run: no person waits for a first time, and its speed is known.

The steps are those of a run, on blank images instead of a data set's.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import tensorflow as tf

from core.training.graph.losses import per_image_loss
from core.training.graph.optimizers import make_optimizer
from core.training.graph.steps import make_take_steps
from core.training.record.step_benchmark import StepBenchmark, StepSpeed, speed_from
from core.training.settings.config import TrainingConfig
from models.build import build
from models.cnn import cnn
from models.mlp import mlp
from models.spec import NetworkSpec

TIMED_SECONDS = 0.1  # of the steps of one network
CHUNK_STEPS = 3  # at once
FEWEST_CHUNKS = 2  # the first is often slow
CONFIG = TrainingConfig(batch_size=128)


def warm_up() -> StepBenchmark:
    """Take some steps of each kind, so that the first real run pays for no first time; return how long they took."""
    next_to_nothing = cnn(filters=(2,), dense=())
    per_layer = _seconds_per_step(next_to_nothing, TrainingConfig(batch_size=2)) / len(next_to_nothing.layers)
    return StepBenchmark(
        dense=_speed(mlp(hidden=(256,), dropout=0.1), seconds_per_layer=0.0),
        convolution=_speed(cnn(filters=(16, 32), dense=(64,)), seconds_per_layer=per_layer),
    )


def _speed(spec: NetworkSpec, *, seconds_per_layer: float) -> StepSpeed:
    seconds = _seconds_per_step(spec, CONFIG)
    return speed_from(spec, CONFIG, seconds_per_step=seconds, seconds_per_layer=seconds_per_layer)


def _seconds_per_step(spec: NetworkSpec, config: TrainingConfig) -> float:
    """Return how long a step takes at its fastest: what else the machine does is no part of it."""
    take_steps = _traced(spec, config)
    fastest, spent, chunks = float("inf"), 0.0, 0
    while chunks < FEWEST_CHUNKS or spent < TIMED_SECONDS:
        began = time.monotonic()
        take_steps(CHUNK_STEPS)
        took = time.monotonic() - began
        fastest, spent, chunks = min(fastest, took / CHUNK_STEPS), spent + took, chunks + 1
    return fastest


def _traced(spec: NetworkSpec, config: TrainingConfig) -> Callable[[int], None]:
    """Return a function that takes so many steps, as a run of such a network does; it is traced."""
    model, compiled = build(spec, seed=0), spec.is_compiled
    blank = tf.ones([config.batch_size, *spec.input_shape]), tf.zeros([config.batch_size], tf.int32)
    steps = make_take_steps(
        model,
        make_optimizer(config, model.trainable_variables),
        batch=lambda _: blank,
        loss=per_image_loss(config.loss_choice, from_logits=spec.from_logits),
        penalties=(),
        learning_rate=None,
        compiled=compiled,
        by_product=not compiled,
    )

    def take_steps(count: int) -> None:
        int(steps(tf.constant(0), tf.constant(count))[0])  # waits for the last of them

    take_steps(1)
    return take_steps
