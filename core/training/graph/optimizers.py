"""A run's optimizer: Keras's, with Adam's updates fused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from core.training.graph.fused_adam import FusedAdam, FusedAdamW
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import PARAMETERS


def make_optimizer(config: TrainingConfig, variables: Sequence[Any]) -> Any:
    """Return a Keras optimizer, built for these trainable variables.

    AdamW decays kernels and not biases or what normalisation learns, as is usual (Loshchilov and Hutter, 2019).
    """
    classes = {"sgd": keras.optimizers.SGD, "rmsprop": keras.optimizers.RMSprop, "adam": FusedAdam, "adamw": FusedAdamW}
    parameters = {name: getattr(config, name) for name in PARAMETERS[config.optimizer]}
    optimizer = classes[config.optimizer](learning_rate=config.learning_rate, **parameters)
    if config.optimizer == "adamw":
        optimizer.exclude_from_weight_decay(var_list=[variable for variable in variables if variable.name != "kernel"])
    optimizer.build(list(variables))
    return optimizer


def set_momentum(optimizer: Any, variables: Sequence[Any], value: float) -> None:
    """Change an optimizer's momentum; a function that was traced with it has to be traced anew.

    One that began without momentum gets the variables for it, at 0, after those that it has.
    """
    kept_in = "momentums" if hasattr(optimizer, "momentums") else "_momentums"  # SGD's, RMSprop's
    if value > 0 and not getattr(optimizer, kept_in):
        setattr(optimizer, kept_in, optimizer.add_optimizer_variables(list(variables), "momentum"))
    optimizer.momentum = value
