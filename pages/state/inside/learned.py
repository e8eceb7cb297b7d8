"""What networks have learned, asked once per server and then shared by all visitors: read-only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from core import lab
from core.inference.learned.kernel_pictures import MOST_SLICES, Kernels, kernels_of
from core.inference.learned.start_distance import distances
from core.inference.loaded_networks import StoredNetwork
from core.serving.inference_client import InferenceClient
from core.serving.learned import LearnedClient
from core.serving.shared_arrays import frozen
from core.training.record import checkpoints
from pages.state import cached
from pages.state.asking import ask


def client() -> LearnedClient:
    """Return what asks the engine and keeps its answers."""
    return _client(lab.current().inference)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _client(inference: InferenceClient) -> LearnedClient:
    return LearnedClient(inference)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=cached.KEYS)  # 60 KB each; 3 MB behind wide maps
def first_kernels(network: StoredNetwork, layer: int, numbers: tuple[int, ...]) -> np.ndarray:
    """Return some kernels of a layer, (kernels, slices, rows, columns); see `Kernels`.

    Raises:
        CheckpointError: the weights are missing or damaged.
    """
    kernels = kernels_of(network.spec, network.pixels, _weights(network), layer)
    return frozen(kernels.slices[list(numbers), :MOST_SLICES])


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=cached.KEYS)  # as many
def start_kernels(network: StoredNetwork, seed: int, layer: int, numbers: tuple[int, ...]) -> np.ndarray:
    """Return the same kernels as they were before a run's first step.

    Raises:
        LabError: the engine does not answer.
    """
    weights = client().start_kernels(network.spec, seed, layer)
    return frozen(kernels_of(network.spec, network.pixels, weights, layer).slices[list(numbers), :MOST_SLICES])


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=cached.KEYS)  # 40 KB each; 1 MB for large maps
def seen_by(network: StoredNetwork, layer: int, numbers: tuple[int, ...], image: np.ndarray) -> tuple:
    """Return some maps of a picture, (maps, rows, columns), or units, (units,), and ten logits and probabilities.

    Raises:
        LabError: the weights cannot be read, or the engine does not answer.
    """
    answer = ask(lambda inference: inference.layer_outputs(network, image))
    values = np.ascontiguousarray(np.moveaxis(answer.outputs[layer], -1, 0)[list(numbers)])
    return frozen((values, answer.logits, answer.probabilities))


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=cached.KEYS)  # 0.3 MB each; 61 MB for the widest
def kernels(network: StoredNetwork, layer: int) -> Kernels:
    """Return the kernels of a layer.

    Raises:
        CheckpointError: the weights are missing or damaged.
    """
    return frozen(kernels_of(network.spec, network.pixels, cached.weights(network), layer))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=cached.KEYS)
def distances_between(network: StoredNetwork, start: StoredNetwork) -> dict[str, float]:
    """Return how far each kernel has moved since a moment that is kept, by "layer/name".

    Raises:
        CheckpointError: the weights are missing or damaged.
    """
    return distances(_weights(network), _weights(start))


def _weights(network: StoredNetwork) -> dict[str, np.ndarray]:
    """Return weights that are looked at once: they take no place among those that are kept."""
    return checkpoints.read(Path(network.path), digest=network.digest)
