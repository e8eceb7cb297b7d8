"""What training a network costs in memory, and how large one may be."""

from __future__ import annotations

from models.layers import BYTES_PER_WEIGHT, MIB

MAX_PARAMETERS = 20_000_000
MAX_TRAINING_MIB = 2048
BATCH_SIZE = 128  # images, for an estimate of memory that is asked for before there are settings
MOMENTS = 2  # of Adam


def training_mib(
    parameter_count: int, value_count: int, *, batch_size: int = BATCH_SIZE, moments: int = MOMENTS
) -> float:
    """Return a rough estimate of the memory that a training step takes, in MiB.

    A weight stands beside its gradient and what the optimizer keeps of it; a layer's output, kept for the backward
    pass, beside its gradient.

    Args:
        parameter_count: of the whole network.
        value_count: outputs of all layers for one image.
        batch_size: images in a step.
        moments: numbers that the optimizer keeps per parameter: 2 for Adam, 0 for plain SGD.
    """
    return (parameter_count * (2 + moments) + value_count * batch_size * 2) * BYTES_PER_WEIGHT / MIB
