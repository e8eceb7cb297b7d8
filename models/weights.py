"""A Keras model's weights by name: "conv2d_1/kernel". The names are those of the spec's rows, in any process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.errors import CheckpointError


def variables_by_name(model: Any) -> dict[str, Any]:
    """Return every variable that a checkpoint holds, by "layer/name": batch normalisation's moving averages too."""
    return {f"{layer.name}/{weight.name}": weight for layer in model.layers for weight in layer.weights}


def assign(variables: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Set each variable to the array of its name; all of them or, where one does not fit, none.

    Raises:
        CheckpointError: other names or shapes than the variables have.
    """
    if set(variables) != set(arrays):
        raise CheckpointError("The stored weights belong to another network: their names differ.")
    for name, variable in variables.items():
        if tuple(variable.shape) != arrays[name].shape:
            raise CheckpointError(
                f"The stored weights belong to another network: {name} is {arrays[name].shape}, "
                f"not {tuple(variable.shape)}."
            )
    for name, variable in variables.items():
        variable.assign(arrays[name])
