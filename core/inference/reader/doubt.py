"""Whether a picture is a digit at all: the pretrained network's eleventh output, "none of the ten".

The app's network has ten outputs, as every network here. It was trained with an eleventh one for pictures that are no
digit; that one's weights lie beside the others, and are asked whichever network answers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from core.errors import CheckpointError
from core.inference.loaded_networks import LoadedNetwork, load_network
from core.inference.pretrained import FOLDER, pretrained
from core.messages import inference as messages
from core.training.record import checkpoints

DEFAULT_THRESHOLD = 0.5  # of sureness, the answer's probability times that of a digit: with less, it is not sure
WEIGHTS = "doubt.npz"  # "kernel" (features,) and "bias" (), float32, over the last hidden layer's output
_MOST_IMAGES = 500  # at once


def judge(images: np.ndarray) -> np.ndarray:
    """Return what pictures are, (N, 11) float32 that add up to 1: the ten digits, and none of them.

    Args:
        images: (N, 28, 28) uint8, ink bright, prepared as MNIST's were.

    Raises:
        CheckpointError: the pretrained network's files are not whole.
    """
    network = load_network(pretrained().network)
    read = network.once("doubt", _logits_and_features)
    kernel, bias = _doubt_weights()
    found = [np.zeros((0, 11), np.float32)]
    for first in range(0, len(images), _MOST_IMAGES):
        logits, features = (np.asarray(part) for part in read(images[first : first + _MOST_IMAGES]))
        found.append(_softmax(np.column_stack([logits, features @ kernel + bias])))
    return np.concatenate(found)


def digit_probabilities(images: np.ndarray) -> np.ndarray:
    """Return how likely each picture is a digit, whichever: (N,) float32, 0 to 1; see `judge`."""
    return 1 - judge(images)[:, -1]


def _logits_and_features(network: LoadedNetwork) -> Any:
    """Return a traced function of (N, 28, 28) uint8 pictures: ten logits, and what the last layer reads them off."""
    import keras
    import tensorflow as tf

    last = network.model.layers[-1]
    both = keras.Model(network.model.inputs, [last.output, last.input])
    return tf.function(
        lambda images: both(network.inputs(images), training=False),
        input_signature=[tf.TensorSpec([None, 28, 28], tf.uint8)],
        autograph=False,
    )


@cache
def _doubt_weights() -> tuple[np.ndarray, np.ndarray]:
    try:
        stored = checkpoints.read(FOLDER / WEIGHTS, digest=pretrained().score["doubt"])
        return stored["kernel"], stored["bias"]
    except (KeyError, CheckpointError) as error:
        raise CheckpointError(messages.pretrained_damaged()) from error


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
