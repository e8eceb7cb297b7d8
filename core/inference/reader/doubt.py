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
from core.inference.reader.views import seen_variously
from core.messages import inference as messages
from core.training.record import checkpoints

DEFAULT_THRESHOLD = 0.6  # of sureness: the answer's probability times the judge's times trust; below it is not sure
WEIGHTS = "doubt.npz"  # "kernel" (features,) and "bias" (), float32, over the last hidden layer's output
_MOST_IMAGES = 500  # at once
_MOST_SEEN = 100  # at once, each in several views
_LEAST = 1e-6  # probability, to divide by


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
    """Return how likely each picture is a digit, and one and the same when it is turned and scaled a little.

    What a network was not trained with it takes for one thing or another by chance; seen a little differently it is
    another one, or none. The judge's mean over some views says so (test-time augmentation).

    Args:
        images: as for `judge`.

    Returns:
        (N,) float32, 0 to 1: how likely it is a digit, by the mean over the views, times how much of its probability
        the likeliest digit keeps.

    Raises:
        CheckpointError: as `judge`.
    """
    found = [np.zeros(0, np.float32)]
    for first in range(0, len(images), _MOST_SEEN):
        views = seen_variously(images[first : first + _MOST_SEEN])
        judged = judge(views.reshape(-1, *views.shape[2:])).reshape(*views.shape[:2], -1)  # views, n, 11
        are_digits = 1 - judged[..., -1]
        answers = judged[:1, :, :-1].argmax(axis=-1)[..., None]
        of_answers = np.take_along_axis(judged, answers, axis=-1)[..., 0] / np.maximum(are_digits, _LEAST)
        kept = of_answers.mean(axis=0) / np.maximum(of_answers[0], _LEAST)
        found.append(are_digits.mean(axis=0) * np.minimum(kept, 1))
    return np.concatenate(found)


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
