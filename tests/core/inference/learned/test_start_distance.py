"""How far weights have moved: by hand, and against the start that a seed gives."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from core.inference.learned.start_distance import distances, distances_from_seed, start_kernels
from core.inference.loaded_networks import StoredNetwork
from core.training.record import checkpoints
from models.mlp import mlp


def test_distance_is_a_share_of_the_starts_length():
    start = {"a/kernel": np.array([3.0, 4.0]), "a/bias": np.zeros(1), "b/kernel": np.zeros(2), "c/kernel": np.zeros(2)}
    now = {"a/kernel": np.array([3.0, 5.0]), "a/bias": np.ones(1), "b/kernel": np.zeros(2), "c/kernel": np.ones(2)}
    assert distances(now, start) == {"a/kernel": 0.2, "b/kernel": 0.0, "c/kernel": math.inf}


@pytest.mark.process
def test_network_that_took_no_step_has_not_moved_from_its_own_seed(stored):
    network = stored(mlp(hidden=(4,), dropout=0.0), seed=3)
    assert distances_from_seed(network, 3) == {"dense/kernel": 0.0, "dense_1/kernel": 0.0}
    assert min(distances_from_seed(network, 4).values()) > 0.5


@pytest.mark.process
def test_kernels_of_the_start_are_those_of_the_seed(stored):
    network = stored(mlp(hidden=(4,), dropout=0.0), seed=3)
    arrays = checkpoints.read(Path(network.path), digest=network.digest)
    found = start_kernels(network.spec, 3, 1)
    assert list(found) == ["dense_1/kernel"]
    np.testing.assert_array_equal(found["dense_1/kernel"], arrays["dense_1/kernel"])


@pytest.mark.process
def test_weights_twice_as_large_have_moved_by_all_of_their_start(stored, tmp_path: Path):
    network = stored(mlp(hidden=(4,), dropout=0.0), seed=3)
    arrays = checkpoints.read(Path(network.path), digest=network.digest)
    file = checkpoints.write(tmp_path / "double.npz", {name: 2 * array for name, array in arrays.items()})
    doubled = StoredNetwork(spec=network.spec, path=str(tmp_path / file.name), digest=file.digest)
    np.testing.assert_allclose(list(distances_from_seed(doubled, 3).values()), [1.0, 1.0], rtol=1e-6)
