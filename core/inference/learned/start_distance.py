"""What weights began with, w0, and how far training has moved them: ||w - w0|| / ||w0||."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from core.inference.loaded_networks import StoredNetwork
from core.training.record import checkpoints
from models.spec import NetworkSpec


def distances(weights: Mapping[str, np.ndarray], start: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Return the distance of each kernel from its start, as a share of the start's length, by "layer/name".

    Kernels alone: a bias begins at 0, so that its share would be infinite. So is that of a kernel that began at 0.
    """
    found = {}
    for name, array in weights.items():
        if not name.endswith("kernel"):
            continue
        began = start[name].astype(np.float64)
        moved, length = float(np.linalg.norm(array - began)), float(np.linalg.norm(began))
        found[name] = moved / length if length else (np.inf if moved else 0.0)
    return found


def start_kernels(spec: NetworkSpec, seed: int, layer: int) -> dict[str, np.ndarray]:
    """Return the kernels with which a layer begins that a seed gives, by "layer/name". Runs in the engine.

    Args:
        spec: the network.
        seed: of the run.
        layer: the layer's index, from 0.
    """
    from models.build import build
    from models.weights import kernels_by_layer

    name = spec.rows()[layer].name
    found = kernels_by_layer(build(spec, seed=seed), spec)[name]
    return {f"{name}/{kernel}": np.asarray(variable) for kernel, variable in found.items()}


def distances_from_seed(stored: StoredNetwork, seed: int) -> dict[str, float]:
    """Return the same for a network whose start came of a seed, as `models.build` gives it. Runs in the engine.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    from models.build import build
    from models.weights import variables_by_name

    weights = checkpoints.read(Path(stored.path), digest=stored.digest)
    variables = variables_by_name(build(stored.spec, seed=seed))
    return distances(weights, {name: np.asarray(variables[name]) for name in weights if name.endswith("kernel")})
