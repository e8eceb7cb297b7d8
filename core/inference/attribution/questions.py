"""What attributions ask a network: logits and gradients. Runs in the inference engine.

Gradients are those of the logits, before softmax or sigmoid, of the network as it predicts: without dropout.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.inference.loaded_networks import LoadedNetwork, StoredNetwork, load_network


def logits(stored: StoredNetwork, images: np.ndarray) -> np.ndarray:
    """Return the ten logits, (N, 10) float32, of (N, 28, 28) uint8 images.

    Args:
        stored: the network.
        images: as bytes, 0 paper to 255 ink.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
    """
    return load_network(stored).logits(images)


def input_gradients(stored: StoredNetwork, pictures: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the gradient of a sum of logits with respect to each pixel, (N, 28, 28) float32.

    Args:
        stored: the network.
        pictures: (N, 28, 28) float, where 0 is paper and 1 full ink; values beyond are allowed.
        weights: (10,) float32, of the logits in that sum.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
    """
    run = load_network(stored).once("input gradients", _input_gradients)
    return np.asarray(run(pictures.astype(np.float32), weights))


def map_gradients(
    stored: StoredNetwork, image: np.ndarray, weights: np.ndarray, layer: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return a layer's output for an image, (rows, columns, maps) float32, and the gradient with respect to it.

    Args:
        stored: the network.
        image: (28, 28) uint8.
        weights: (10,) float32, of the logits in the sum whose gradient it is.
        layer: index of the layer, from 0.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
    """
    run = load_network(stored).once(("map gradients", layer), lambda loaded: _map_gradients(loaded, layer))
    maps, gradients = run(image[np.newaxis], weights)
    return np.asarray(maps)[0], np.asarray(gradients)[0]


def _input_gradients(network: LoadedNetwork) -> Any:
    import tensorflow as tf

    def run(pictures: Any, weights: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(pictures)
            given = network.model(network.inputs(255.0 * pictures), training=False)
            target = tf.reduce_sum(tf.reshape(given, [-1, 10]) * weights)  # no picture changes another one's
        return tape.gradient(target, pictures)

    shapes = [tf.TensorSpec([None, 28, 28], tf.float32), tf.TensorSpec([10], tf.float32)]
    return tf.function(run, input_signature=shapes, autograph=False)


def _map_gradients(network: LoadedNetwork, layer: int) -> Any:
    import keras
    import tensorflow as tf

    layers = network.model.layers
    both = keras.Model(network.model.inputs, [layers[layer].output, layers[-1].output])

    def run(images: Any, weights: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            inputs = network.inputs(images)
            tape.watch(inputs)
            maps, given = both(inputs, training=False)
            target = tf.reduce_sum(tf.reshape(given, [-1, 10]) * weights)
        return maps, tape.gradient(target, maps)

    shapes = [tf.TensorSpec([None, 28, 28], tf.uint8), tf.TensorSpec([10], tf.float32)]
    return tf.function(run, input_signature=shapes, autograph=False)
