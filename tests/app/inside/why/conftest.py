"""*Why this answer* with its network computed in NumPy in place of the engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.inference.loaded_networks import StoredNetwork
from core.serving.inference_client import InferenceClient
from core.training.record import checkpoints
from tests.support import numpy_network


def _answer(target: str, network: StoredNetwork, images: np.ndarray, *rest) -> object:
    weights = checkpoints.read(Path(network.path), digest=network.digest)
    match target.partition(":")[2]:
        case "logits":
            return np.stack([numpy_network.layer_outputs(network.spec, weights, image).logits for image in images])
        case "input_gradients":  # right for a network of one linear layer
            (of_logits,) = rest
            kernel = weights[f"{network.spec.rows()[-1].name}/kernel"]
            if kernel.shape[0] != 784:
                return np.full(images.shape, 0.5, np.float32)
            return np.broadcast_to(
                (kernel @ of_logits).reshape(28, 28) * (-1 if network.is_scrambled else 1), images.shape
            )
        case _:
            of_logits, layer = rest
            maps = numpy_network.layer_outputs(network.spec, weights, images).outputs[layer]
            return maps, np.full(maps.shape, of_logits.sum() + 1)


@pytest.fixture
def why(inside, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Return a function that opens the tab as `inside` opens the page: `why(spec, method="gradient")`."""
    monkeypatch.setattr(InferenceClient, "call", lambda _, target, *args: _answer(target, *args))
    return lambda spec=None, **query: inside(spec, view="Why this answer", **query)
