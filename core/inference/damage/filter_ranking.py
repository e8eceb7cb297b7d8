"""How many test images are read right with one filter of a layer switched off, filter by filter. Runs in the engine.

The layers up to that one are run once for all filters, and those behind it once for each: as many answers as by setting
the filter's weights to 0, for a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.data.dataset import open_dataset
from core.inference.loaded_networks import LoadedNetwork, StoredNetwork, load_network


def count_right_without(
    stored: StoredNetwork, layer: int, filters: Sequence[int], data_folder: str, first: int, count: int
) -> np.ndarray:
    """Return how many test images are read right while one filter or unit is off, for each of some.

    Args:
        stored: the network.
        layer: index of a layer with a kernel, from 0.
        filters: the numbers of those filters or units, from 0.
        data_folder: as `core.data.dataset.open_dataset` takes it.
        first: index of the first test image.
        count: of test images.

    Returns:
        (filters,) int64, each from 0 to `count`.

    Raises:
        CheckpointError: the network's weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    images, labels = open_dataset(Path(data_folder)).arrays_of("test")
    network = load_network(stored)
    counter = network.once(("without a filter", layer), lambda network: _counter(network, layer))
    chosen = np.s_[first : first + count]
    return np.asarray(counter(np.array(images[chosen]), labels[chosen].astype(np.int64), np.array(filters, np.int32)))


def _counter(network: LoadedNetwork, index: int) -> Any:
    """Return a traced function of images, labels and filters; it serves all the network's weights."""
    import tensorflow as tf

    layers = network.model.layers
    layer, behind = layers[index], layers[index + 1 :]

    def count_right(images: Any, labels: Any, filters: Any) -> Any:
        values = network.inputs(images)
        for earlier in layers[:index]:
            values = earlier(values, training=False)
        sums = _without_function(layer, values)

        def without(number: Any) -> Any:
            is_off = tf.one_hot(number, sums.shape[-1], on_value=True, off_value=False)
            given = layer.activation(tf.where(is_off, tf.zeros_like(sums), sums))
            for later in behind:
                given = later(given, training=False)
            answers = tf.argmax(tf.reshape(given, [-1, 10]), axis=1)
            return tf.math.count_nonzero(answers == labels)

        return tf.map_fn(without, filters, fn_output_signature=tf.int64, parallel_iterations=1)

    signature = [
        tf.TensorSpec([None, 28, 28], tf.uint8),
        tf.TensorSpec([None], tf.int64),
        tf.TensorSpec([None], tf.int32),
    ]
    return tf.function(count_right, input_signature=signature, autograph=False)


def _without_function(layer: Any, values: Any) -> Any:
    """Return a layer's sums, before its activation, of its input: within a graph that is being traced."""
    import keras

    function, layer.activation = layer.activation, keras.activations.linear
    try:
        return layer(values, training=False)
    finally:
        layer.activation = function
