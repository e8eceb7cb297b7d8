"""A network's weights for a browser: the order of its layers, and nothing that is not whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from core.errors import CheckpointError
from core.inference.loaded_networks import StoredNetwork
from core.inference.pretrained import pretrained
from core.serving.browser_weights import MAX_BROWSER_PARAMETERS, browser_weights, can_run_in_browser
from core.training.record import checkpoints
from models.layers import BatchNormalization, Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec

SPEC = NetworkSpec(input_shape=FLAT, layers=(Dense(units=2), BatchNormalization(), Dense(units=10)))
NAMES = (
    *("dense/kernel", "dense/bias"),
    *(f"batch_normalization/{name}" for name in ("gamma", "beta", "moving_mean", "moving_variance")),
    *("dense_1/kernel", "dense_1/bias"),
)
SHAPES = ((784, 2), (2,), (2,), (2,), (2,), (2,), (2, 10), (10,))


def arrays() -> dict[str, np.ndarray]:
    """Return the network's arrays, each filled with its place in the order, in another order."""
    numbered = [
        (name, np.full(shape, place, np.float32)) for place, (name, shape) in enumerate(zip(NAMES, SHAPES, strict=True))
    ]
    return dict(reversed(numbered))


def stored(folder: Path, changed: dict[str, np.ndarray], *, spec: NetworkSpec = SPEC) -> StoredNetwork:
    checkpoint = checkpoints.write(folder / "weights.npz", changed)
    return StoredNetwork(spec=spec, path=str(folder / checkpoint.name), digest=checkpoint.digest)


def test_arrays_come_in_the_order_of_the_layers(tmp_path: Path) -> None:
    sent = np.frombuffer(browser_weights(stored(tmp_path, arrays())), "<f4")
    expected = np.concatenate([np.full(np.prod(shape), place) for place, shape in enumerate(SHAPES)])
    assert np.array_equal(sent, expected)


def test_pretrained_network_has_four_bytes_a_parameter() -> None:
    network = pretrained().network
    assert can_run_in_browser(network.spec)
    assert len(browser_weights(network)) == 4 * network.spec.parameters


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dense/bias": np.zeros(3, np.float32)}, "dense/bias is (3,), not (2,)"),
        ({"dense/bias": np.zeros(2, np.int32)}, "dense/bias is of type int32"),
        ({"other": np.zeros(2, np.float32)}, "names differ"),
    ],
    ids=["shape", "type", "name"],
)
def test_other_arrays_are_refused(tmp_path: Path, change: dict[str, np.ndarray], said: str) -> None:
    with pytest.raises(CheckpointError) as refused:
        browser_weights(stored(tmp_path, arrays() | change))
    assert said in str(refused.value)


def test_changed_file_is_refused(tmp_path: Path) -> None:
    network = stored(tmp_path, arrays())
    Path(network.path).write_bytes(b"PK")
    with pytest.raises(CheckpointError):
        browser_weights(network)


def test_large_network_is_not_even_read(tmp_path: Path) -> None:
    spec = mlp(hidden=(1200, 50), dropout=0.0)
    assert spec.parameters > MAX_BROWSER_PARAMETERS
    assert not can_run_in_browser(spec)
    network = dataclasses.replace(stored(tmp_path, arrays()), spec=spec, path=str(tmp_path / "nowhere"))
    with pytest.raises(CheckpointError, match="at most 1,000,000 parameters; this one has 1,002,560"):
        browser_weights(network)
