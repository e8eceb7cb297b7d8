"""What *Follow the pixels* asks beyond a layer's outputs: values before a function, maps over 2,000 pictures.

Held once per server as `pages.state.cached` does: everything returned is shared by all visitors and read-only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from core import lab
from core.data.dataset import Dataset
from core.inference.forward_trace import ForwardTrace
from core.inference.layers import before_function as layers
from core.inference.layers.map_activity import MapActivity
from core.inference.loaded_networks import StoredNetwork
from core.serving import map_activity as serving
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
    values = layers.before_function(_followed.input_of(index), weights, layer).copy()
    values.setflags(write=False)
    return values


def map_activity(network: StoredNetwork, on_progress: Callable[[int, int], None]) -> tuple[MapActivity, ...]:
    """Return what the maps of every layer give for the first test pictures, read once and then remembered.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    kept = _map_activity(network, cached.dataset())
    if not kept:  # of two who ask for it at once both read it, and what either found is kept
        found = serving.map_activity(lab.current().inference, network, cached.dataset(), on_progress=on_progress)
        for of_layer in found:
            for array in (of_layer.silent, of_layer.largest, of_layer.mean):
                array.setflags(write=False)
        kept.append(found)
    return kept[0]


def known_activity(network: StoredNetwork) -> tuple[MapActivity, ...] | None:
    """Return the same where it has been read already."""
    kept = _map_activity(network, cached.dataset())
    return kept[0] if kept else None


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=cached.KEYS)  # a few KB each
def _map_activity(network: StoredNetwork, images: Dataset) -> list[tuple[MapActivity, ...]]:
    """Return where the answer is kept once it is whole: progress cannot be drawn within a function that is cached."""
    return []
