"""The optimizers that a run may use: a row each, with the settings and the state that each of them has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Optimizer = Literal["adam", "adamw", "rmsprop", "sgd", "nadam", "lion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizerRow:
    """One optimizer."""

    keras: str  # its class in keras.optimizers
    settings: tuple[str, ...]  # that it uses beside the learning rate, named as Keras's
    moments: int  # numbers that it keeps of each weight
    scalars: int = 0  # further numbers that it keeps, each one for all weights
    averages: bool = False  # what Keras calls its momentum is a running mean of the gradients, and not a step
    grows_with: str = ""  # a setting: above 0, one number more is kept
    usual: Mapping[str, float] = field(default_factory=dict)  # Keras's defaults that are not the settings' own
    above_zero: tuple[str, ...] = ()  # settings that must be
    usual_rate: float = 1e-3  # learning rate that it usually gets
    usual_rate_grown: float = 1e-3  # the same where it has grown


OPTIMIZERS: dict[Optimizer, OptimizerRow] = {
    "adam": OptimizerRow(keras="Adam", settings=("beta_1", "beta_2", "epsilon"), moments=2, averages=True),
    "adamw": OptimizerRow(
        keras="AdamW", settings=("beta_1", "beta_2", "epsilon", "weight_decay"), moments=2, averages=True
    ),
    "nadam": OptimizerRow(keras="Nadam", settings=("beta_1", "beta_2", "epsilon"), moments=2, scalars=1, averages=True),
    "rmsprop": OptimizerRow(keras="RMSprop", settings=("rho", "momentum", "epsilon"), moments=1, grows_with="momentum"),
    "lion": OptimizerRow(  # every weight moves by the whole rate, so the usual one is a tenth (Chen et al., 2023)
        keras="Lion",
        settings=("beta_1", "beta_2"),
        moments=1,
        averages=True,
        usual={"beta_2": 0.99},
        above_zero=("beta_1",),
        usual_rate=1e-4,
    ),
    # on small networks SGD needs more than those that scale their steps themselves, for which Keras's default is usual
    "sgd": OptimizerRow(
        keras="SGD",
        settings=("momentum", "nesterov"),
        moments=0,
        grows_with="momentum",
        usual_rate=0.1,
        usual_rate_grown=0.01,
    ),
}


class OptimizerChoice(Protocol):
    """The part of a run's settings that says which optimizer it uses; the optimizer's own settings stand beside it."""

    @property
    def optimizer(self) -> Optimizer: ...


def is_grown(config: OptimizerChoice) -> bool:
    """Return whether an optimizer keeps one number more of each weight than it has to."""
    name = OPTIMIZERS[config.optimizer].grows_with
    return bool(name) and getattr(config, name) > 0


def moments(config: OptimizerChoice) -> int:
    """Return how many numbers an optimizer keeps of each weight that is trained."""
    return OPTIMIZERS[config.optimizer].moments + is_grown(config)


def state_size(config: OptimizerChoice, *, trainable: int) -> int:
    """Return how many arrays an optimizer's state has, for a network with so many trainable arrays."""
    return 2 + moments(config) * trainable + OPTIMIZERS[config.optimizer].scalars  # steps, learning rate first


def usual_rate(config: OptimizerChoice) -> float:
    """Return a learning rate that an optimizer usually gets."""
    row = OPTIMIZERS[config.optimizer]
    return row.usual_rate_grown if is_grown(config) else row.usual_rate
