"""What *Follow the pixels* asks beyond a layer's outputs: values before a function, maps over 2,000 pictures.

Held once per server as `pages.state.cached` does: everything returned is shared by all visitors and read-only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from core import lab
from core.inference.forward_trace import ForwardTrace
from core.inference.layers import before_function as layers
from core.inference.layers.map_activity import MapActivity
from core.inference.loaded_networks import StoredNetwork
from core.serving.inference_client import InferenceClient
from core.serving.map_activity import MapActivityClient
from core.serving.shared_arrays import frozen
from pages.state import cached


def before_function(followed: ForwardTrace, index: int) -> np.ndarray:
    """Return what a layer's function was given, float32 in the layer's output shape.

    Args:
        followed: the network and the picture.
        index: of a layer that `core.inference.layers.before_function.has_function`.
    """
    return _before_function(followed.network, followed.image, index, followed)


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=cached.KEYS)  # up to 1.6 MB each
def _before_function(
    network: StoredNetwork | None, image: np.ndarray, index: int, _followed: ForwardTrace
) -> np.ndarray:
    layer, row = _followed.layer(index), _followed.layer_row(index)
    weights = {name: _followed.weight(index, name) for name in layer.weights(row.input_shape[-1])}
    return frozen(layers.before_function(_followed.input_of(index), weights, layer).copy())


def map_activity(network: StoredNetwork, on_progress: Callable[[int, int], None]) -> tuple[MapActivity, ...]:
    """Return what the maps of every layer give for the first test pictures, read once and then remembered.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    return _activity(lab.current().inference).read(network, cached.dataset(), on_progress=on_progress)


def known_activity(network: StoredNetwork) -> tuple[MapActivity, ...] | None:
    """Return the same where it has been read already."""
    return _activity(lab.current().inference).known(network, cached.dataset())


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _activity(inference: InferenceClient) -> MapActivityClient:
    return MapActivityClient(inference)
