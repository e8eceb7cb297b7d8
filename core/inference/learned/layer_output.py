"""What one layer gives for pictures; only the layers up to it are computed. Runs in the inference engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from core.data.dataset import open_dataset
from core.data.gallery import Collection
from core.inference.loaded_networks import LoadedNetwork, StoredNetwork, load_network


def traced_output(network: LoadedNetwork, layer: int) -> Callable[[np.ndarray], Any]:
    """Return a function from (N, 28, 28) uint8 pictures to a layer's output, a float32 tensor (N, ...).

    Args:
        network: the network; the last layer gives its logits.
        layer: the layer's index, from 0.
    """

    def make(network: LoadedNetwork) -> Callable[[np.ndarray], Any]:
        import keras
        import tensorflow as tf

        part = keras.Model(network.model.inputs, network.model.layers[layer].output)
        traced = tf.function(input_signature=[tf.TensorSpec([None, 28, 28], tf.uint8)], autograph=False)
        return traced(lambda images: part(network.inputs(images), training=False))

    return network.once(("learned", "output", layer), make)


def cells_of_layer(stored: StoredNetwork, layer: int, images: np.ndarray) -> np.ndarray:
    """Return a layer's values as (N, cells, maps) float32; of a layer without maps the units are maps of one cell.

    Args:
        stored: the network.
        layer: the layer's index, from 0.
        images: (N, 28, 28) uint8, 0 paper to 255 ink.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    network = load_network(stored)
    values = np.asarray(traced_output(network, layer)(images))
    return values.reshape(len(images), -1, values.shape[-1])


def pictures(data_folder: str, collection: Collection, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (count, 28, 28) uint8 pictures of a prepared data set from `first` on, and their (count,) labels.

    Raises:
        DataError: the data set is not whole.
    """
    images, labels = open_dataset(Path(data_folder)).arrays_of(collection)
    return np.array(images[first : first + count]), np.array(labels[first : first + count])
