"""The optimizers that a run may use, with the parameters and the state that each of them has."""

from __future__ import annotations

from typing import Literal, Protocol

Optimizer = Literal["adam", "adamw", "rmsprop", "sgd"]

PARAMETERS: dict[str, tuple[str, ...]] = {  # settings that an optimizer uses beside the learning rate
    "sgd": ("momentum", "nesterov"),
    "rmsprop": ("rho", "momentum", "epsilon"),
    "adam": ("beta_1", "beta_2", "epsilon"),
    "adamw": ("beta_1", "beta_2", "epsilon", "weight_decay"),
}


class OptimizerChoice(Protocol):
    """The part of a run's settings that says which optimizer it uses."""

    @property
    def optimizer(self) -> Optimizer: ...

    @property
    def momentum(self) -> float: ...


def has_momentum(optimizer: str) -> bool:
    """Return whether an optimizer has the setting `momentum`."""
    return "momentum" in PARAMETERS[optimizer]


def state_size(config: OptimizerChoice, *, trainable: int) -> int:
    """Return how many arrays an optimizer's state has, for a network with so many trainable arrays."""
    return 2 + moments(config) * trainable  # and the steps taken, and the learning rate


def moments(config: OptimizerChoice) -> int:
    """Return how many numbers an optimizer keeps of each weight that is trained."""
    kept = {"sgd": 0, "rmsprop": 1, "adam": 2, "adamw": 2}[config.optimizer]
    return kept + 1 if has_momentum(config.optimizer) and config.momentum > 0 else kept
