"""A Keras model's weights by name: "conv2d_1/kernel". The names are those of the spec's rows, in any process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.errors import CheckpointError
from core.messages import models as messages
from models.spec import NetworkSpec


def variables_by_name(model: Any) -> dict[str, Any]:
    """Return every variable that a checkpoint holds, by "layer/name": batch normalisation's moving averages too."""
    return {f"{layer.name}/{weight.name}": weight for layer in model.layers for weight in layer.weights}


def kernels_by_layer(model: Any, spec: NetworkSpec) -> dict[str, dict[str, Any]]:
    """Return the kernels of each layer of a built network that has some, by their names in it: its "kernel"."""
    layers = [(model.layers[index], layer) for index, layer in spec.kernel_layers.items()]
    return {built.name: {name: getattr(built, name) for name in layer.kernels} for built, layer in layers}


def assign(variables: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Set each variable to the array of its name; all of them or, where one does not fit, none.

    Raises:
        CheckpointError: other names or shapes than the variables have.
    """
    if set(variables) != set(arrays):
        raise CheckpointError(messages.other_weight_names())
    for name, variable in variables.items():
        stored, expected = arrays[name].shape, tuple(variable.shape)
        if stored != expected:
            raise CheckpointError(messages.other_weight_shape(name=name, stored=stored, expected=expected))
    for name, variable in variables.items():
        variable.assign(arrays[name])
