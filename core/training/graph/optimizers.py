"""A run's optimizer: Keras's, with Adam's updates fused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from core.training.graph.fused_adam import FusedAdam, FusedAdamW
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import OPTIMIZERS

_FUSED = {"adam": FusedAdam, "adamw": FusedAdamW}


def make_optimizer(config: TrainingConfig, variables: Sequence[Any]) -> Any:
    """Return a Keras optimizer, built for these trainable variables.

    AdamW decays kernels and not biases or what normalisation learns, as is usual (Loshchilov and Hutter, 2019).
    """
    kind = _FUSED.get(config.optimizer) or getattr(keras.optimizers, OPTIMIZERS[config.optimizer].keras)
    optimizer = kind(learning_rate=config.learning_rate, **config.optimizer_arguments)
    if "weight_decay" in config.optimizer_arguments:
        optimizer.exclude_from_weight_decay(
            var_list=[variable for variable in variables if not variable.name.endswith("kernel")]
        )
    optimizer.build(list(variables))
    return optimizer


def set_parameter(optimizer: Any, variables: Sequence[Any], name: str, value: float) -> None:
    """Change one of an optimizer's parameters; a function that was traced with it has to be traced anew.

    One that kept nothing for it, since it was 0, gets the variables, at 0, after those that it has.
    """
    for kept_in in (f"{name}s", f"_{name}s"):  # SGD's, RMSprop's
        if value > 0 and hasattr(optimizer, kept_in) and not getattr(optimizer, kept_in):
            setattr(optimizer, kept_in, optimizer.add_optimizer_variables(list(variables), name))
    setattr(optimizer, name, value)
