"""Changes chosen against a network: as small as they can be, and as wrong as it gets. Runs in the inference engine.

They follow the gradient of a loss with respect to the pixels: by how much the other digits together are above the
network's own answer, logsumexp of their logits minus that one's. Its gradient has the direction of cross-entropy's (it
is that one over one minus the answer's probability), but is no zero where the network is so sure that the probability
is rounded to 1: a network that only hides its gradient is not taken for one that nothing fools (A. Athalye,
N. Carlini and D. Wagner, "Obfuscated gradients give a false sense of security", ICML 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.inference.loaded_networks import LoadedNetwork, StoredNetwork, load_network


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pushed:
    """Pictures on their way to another answer."""

    pictures: np.ndarray  # (N, 28, 28) float32, 0 to 255
    moved: np.ndarray  # (N,) bool: the loss had a slope there, in one step at least


def directions(stored: StoredNetwork, images: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return to which side each pixel has to change for the loss to grow, (N, 28, 28) int8: 1, -1, or 0 for none.

    Args:
        stored: the network.
        images: (N, 28, 28) uint8, 0 paper to 255 ink.
        answers: (N,) int64, the digits that shall not be answered any more.

    Raises:
        CheckpointError: the network's weights are missing, damaged or another network's.
    """
    slopes = np.asarray(_slopes(load_network(stored))(images.astype(np.float32), answers.astype(np.int32)))
    return np.sign(np.nan_to_num(slopes, nan=0.0)).astype(np.int8)


def push(
    stored: StoredNetwork,
    begun: Pushed,
    images: np.ndarray,
    answers: np.ndarray,
    eps: np.ndarray,
    rates: np.ndarray,
    steps: int,
) -> Pushed:
    """Return pictures after more steps of projected gradient descent (PGD), in the L-infinity norm.

    Each step moves every pixel to the side where the loss grows, and back to within eps of the image where it left
    that: A. Madry et al., "Towards deep learning models resistant to adversarial attacks", ICLR 2018.

    Args:
        stored: the network.
        begun: where to go on from.
        images: (N, 28, 28) uint8, as they were before any change.
        answers: (N,) int64, the digits that shall not be answered any more.
        eps: (N,) float, how far a pixel may be from the image's, in levels of 255.
        rates: (N,) float, how far a step moves a pixel, in levels.
        steps: how many.

    Raises:
        CheckpointError: the network's weights are missing, damaged or another network's.
    """
    slopes, still = _slopes(load_network(stored)), images.astype(np.float32)
    reach, rate = (along.astype(np.float32)[:, np.newaxis, np.newaxis] for along in (eps, rates))
    lowest, highest = np.maximum(still - reach, 0), np.minimum(still + reach, 255)
    pictures, moved, goal = begun.pictures, begun.moved, answers.astype(np.int32)
    for _ in range(steps):
        signs = np.sign(np.nan_to_num(np.asarray(slopes(pictures, goal)), nan=0.0))
        moved = moved | signs.any(axis=(1, 2))
        pictures = np.clip(pictures + rate * signs, lowest, highest)
    return Pushed(pictures=pictures, moved=moved)


def _slopes(network: LoadedNetwork) -> Any:
    return network.once("slopes against an answer", _traced)


def _traced(network: LoadedNetwork) -> Any:
    """Return a traced function of pictures, (N, 28, 28) float32 of 0 to 255, and answers to the loss's gradient."""
    import tensorflow as tf

    def run(pictures: Any, answers: Any) -> Any:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(pictures)
            logits = tf.reshape(network.model(network.inputs(pictures), training=False), [-1, 10])
            is_own = tf.one_hot(answers, 10, on_value=True, off_value=False, dtype=tf.bool)
            others = tf.where(is_own, tf.fill(tf.shape(logits), logits.dtype.min), logits)
            own = tf.reduce_sum(tf.where(is_own, logits, tf.zeros_like(logits)), axis=1)
            loss = tf.reduce_sum(tf.reduce_logsumexp(others, axis=1) - own)  # no picture changes another one's
        return tape.gradient(loss, pictures, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    shapes = [tf.TensorSpec([None, 28, 28], tf.float32), tf.TensorSpec([None], tf.int32)]
    return tf.function(run, input_signature=shapes, autograph=False)
