"""Small networks with weights on the disk, built by Keras in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.inference.activations import layer_outputs
from core.inference.forward_trace import ForwardTrace
from core.inference.loaded_networks import StoredNetwork
from core.training.record import checkpoints
from models.build import build
from models.spec import NetworkSpec
from models.weights import variables_by_name


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., StoredNetwork]:
    """Return a function that writes the weights that a spec and a seed give, every bias filled with 0.1."""

    def written(spec: NetworkSpec, *, seed: int = 3) -> StoredNetwork:
        path = tmp_path / f"weights-{seed}.npz"
        variables = variables_by_name(build(spec, seed=seed))
        arrays = {name: np.asarray(variable) for name, variable in variables.items()}
        arrays |= {name: np.full_like(array, 0.1) for name, array in arrays.items() if name.endswith("/bias")}
        checkpoint = checkpoints.write(path, arrays)
        return StoredNetwork(spec=spec, path=str(path), digest=checkpoint.digest)

    return written


@pytest.fixture
def images() -> np.ndarray:
    """Five pictures of noise, (5, 28, 28) uint8."""
    return np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)


@pytest.fixture
def forward_trace(stored) -> Callable[[NetworkSpec, np.ndarray], ForwardTrace]:
    """Return a function that has Keras compute an image's way through a network."""

    def computed(spec: NetworkSpec, image: np.ndarray) -> ForwardTrace:
        network = stored(spec)
        weights = checkpoints.read(Path(network.path), digest=network.digest)
        return ForwardTrace(spec=spec, image=image, activations=layer_outputs(network, image), weights=weights)

    return computed
