"""What an optimizer remembers of one weight, which together with the gradient decides where the weight goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import OPTIMIZERS


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightMemory:
    """What is remembered of one weight; None of what the optimizer does not keep."""

    mean: float | None  # running mean of its gradients
    square: float | None  # running mean of their squares
    carried: float | None  # what momentum adds to the weight at the next step, for the steps before it


def weight_memory(optimizer: Any, variable: Any, place: tuple[int, ...], config: TrainingConfig) -> WeightMemory:
    """Return what an optimizer remembers of one weight.

    Args:
        optimizer: as `make_optimizer` returns it.
        variable: one of those that it was built for.
        place: index of the weight within the variable.
        config: of the run.
    """
    kept = _kept_of(optimizer, variable)
    values = {name: float(np.asarray(array)[place]) for name, array in kept.items()}
    momentum, square = values.get("momentum"), values.get("velocity")
    if OPTIMIZERS[config.optimizer].averages:
        return WeightMemory(mean=momentum, square=square, carried=None)
    share = float(getattr(optimizer, "momentum", 0.0))  # as it was steered
    if momentum is None or not share:
        return WeightMemory(mean=None, square=square, carried=None)
    if config.optimizer == "rmsprop":  # its momentum is subtracted from the weight, SGD's is added
        share = -share
    elif config.nesterov:  # which adds the new momentum once more, and in that the old one's part is one of a part
        share **= 2
    return WeightMemory(mean=None, square=square, carried=share * momentum)


def decay_of(optimizer: Any, old: float) -> float:
    """Return what weight decay adds to a kernel's weight in the step that was taken last: it brings it nearer to 0."""
    share = float(optimizer.weight_decay or 0.0)
    return -float(optimizer.learning_rate) * share * old if share else 0.0


def _kept_of(optimizer: Any, variable: Any) -> dict[str, Any]:
    """Return the arrays that an optimizer keeps for a variable, by Keras's names: "momentum", "velocity"."""
    begins = f"{variable.path.replace('/', '_')}_"
    names = {f"{begins}{name}": name for name in ("momentum", "velocity")}
    return {names[kept.name]: kept for kept in optimizer.variables if kept.name in names}
