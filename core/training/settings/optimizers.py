"""The optimizers that a run may use, with the parameters that each of them has: Keras's, Adam's updates fused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from core.training.graph.fused_adam import fused_adam

if TYPE_CHECKING:
    from core.training.settings.config import TrainingConfig

Optimizer = Literal["adam", "adamw", "rmsprop", "sgd"]

PARAMETERS: dict[str, tuple[str, ...]] = {  # settings that an optimizer uses beside the learning rate
    "sgd": ("momentum", "nesterov"),
    "rmsprop": ("rho", "momentum", "epsilon"),
    "adam": ("beta_1", "beta_2", "epsilon"),
    "adamw": ("beta_1", "beta_2", "epsilon", "weight_decay"),
}


def has_momentum(optimizer: str) -> bool:
    """Return whether an optimizer has the setting `momentum`."""
    return "momentum" in PARAMETERS[optimizer]


def state_size(config: TrainingConfig, *, trainable: int) -> int:
    """Return how many arrays an optimizer's state has, for a network with so many trainable arrays."""
    return 2 + moments(config) * trainable  # and the steps taken, and the learning rate


def moments(config: TrainingConfig) -> int:
    """Return how many numbers an optimizer keeps of each weight that is trained."""
    kept = {"sgd": 0, "rmsprop": 1, "adam": 2, "adamw": 2}[config.optimizer]
    return kept + 1 if has_momentum(config.optimizer) and config.momentum > 0 else kept


def make_optimizer(config: TrainingConfig, variables: Sequence[Any]) -> Any:
    """Return a Keras optimizer, built for these trainable variables.

    AdamW decays kernels and not biases or what normalisation learns, as is usual (Loshchilov and Hutter, 2019).
    """
    import keras

    adam, adamw = fused_adam()
    classes = {"sgd": keras.optimizers.SGD, "rmsprop": keras.optimizers.RMSprop, "adam": adam, "adamw": adamw}
    parameters = {name: getattr(config, name) for name in PARAMETERS[config.optimizer]}
    optimizer = classes[config.optimizer](learning_rate=config.learning_rate, **parameters)
    if config.optimizer == "adamw":
        optimizer.exclude_from_weight_decay(var_list=[one for one in variables if one.name != "kernel"])
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
