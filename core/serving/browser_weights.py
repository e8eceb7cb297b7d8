"""A network's weights as a browser gets them: numbers and nothing else, in the order in which its layers use them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.errors import CheckpointError
from core.inference.loaded_networks import StoredNetwork
from core.messages import inference as messages
from core.messages import models as model_messages
from core.training.record import checkpoints
from models.layers import Shape
from models.spec import NetworkSpec

MAX_BROWSER_PARAMETERS = 1_000_000  # 4 MB to send; more are too slow for a pen on a phone


def can_run_in_browser(spec: NetworkSpec) -> bool:
    """Return whether a network is small enough to run beside a moving pen."""
    return spec.parameters <= MAX_BROWSER_PARAMETERS


def browser_weights(network: StoredNetwork) -> bytes:
    """Return a network's weights as its file has them, little-endian float32, one array behind another.

    The layers come in the network's order, and of each its arrays in that of `Layer.weights`, rows first.

    Args:
        network: neither scrambled nor changed, and small enough.

    Raises:
        CheckpointError: it is too large for a browser; or its file is missing, damaged or another network's.
    """
    if not can_run_in_browser(network.spec):
        most, count = MAX_BROWSER_PARAMETERS, network.spec.parameters
        raise CheckpointError(messages.too_large_for_browser(most=most, count=count))
    arrays = checkpoints.read(Path(network.path), digest=network.digest)
    shapes = _shapes(network.spec)
    if set(arrays) != set(shapes):
        raise CheckpointError(model_messages.other_weight_names())
    for name, expected in shapes.items():
        stored = arrays[name].shape
        if stored != expected:
            raise CheckpointError(model_messages.other_weight_shape(name=name, stored=stored, expected=expected))
        if not np.issubdtype(arrays[name].dtype, np.floating):
            raise CheckpointError(messages.weights_not_numbers(name=name, dtype=str(arrays[name].dtype)))
    return b"".join(arrays[name].astype("<f4").tobytes() for name in shapes)


def _shapes(spec: NetworkSpec) -> dict[str, Shape]:
    """Return the shape of each array of a network's file by its name, in the order in which they are sent."""
    return {
        f"{row.name}/{name}": shape
        for layer, row in zip(spec.layers, spec.rows(), strict=True)
        for name, shape in layer.weights(row.input_shape[-1]).items()
    }
