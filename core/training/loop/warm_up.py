"""What an engine does once before its first run, so that no person waits for it."""

from __future__ import annotations

import tensorflow as tf

from core.training.graph.losses import per_image_loss
from core.training.graph.optimizers import make_optimizer
from core.training.graph.steps import make_take_steps
from core.training.settings.config import TrainingConfig
from models.build import build
from models.cnn import cnn
from models.mlp import mlp


def warm_up() -> None:
    """Take one step of each kind on two blank images, so that the first real run pays for no first time."""
    config = TrainingConfig()
    for spec, compiled in ((cnn(filters=(2,), dense=()), False), (mlp(hidden=(2,), dropout=0.1), True)):
        model = build(spec, seed=0)
        blank = tf.zeros([2, *spec.input_shape]), tf.zeros([2], tf.int32)
        take_steps = make_take_steps(
            model,
            make_optimizer(config, model.trainable_variables),
            batch=lambda _, blank=blank: blank,
            loss=per_image_loss(config.loss, from_logits=spec.from_logits),
            penalties=(),
            learning_rate=None,
            compiled=compiled,
            by_product=not compiled,
        )
        take_steps(tf.constant(0), tf.constant(1))
