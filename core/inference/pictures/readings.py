"""What a network says of stored images, as little of it as filters and orders need. Runs in the inference engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.data.gallery import Collection
from core.data.selection.image_order import Readings
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import predict


def read_stored(stored: StoredNetwork, data_folder: str, collection: Collection, first: int, count: int) -> Readings:
    """Return what a network says of the images `first` to `first + count` of a prepared data set.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
        DataError: the data set is not whole, or these are too many images.
    """
    images, labels = open_dataset(Path(data_folder)).arrays_of(collection)
    there = slice(first, first + count)
    said = predict(stored, np.array(images[there]))
    return readings_of(said.logits, said.probabilities, np.array(labels[there]))


def readings_of(logits: np.ndarray, probabilities: np.ndarray, labels: np.ndarray) -> Readings:
    """Return what ten logits and ten probabilities of each image come to; (N, 10) float32 each, (N,) uint8."""
    rows, answers = np.arange(len(labels)), logits.argmax(axis=1)
    of_labels = np.maximum(probabilities[rows, labels].astype(np.float64), np.finfo(np.float32).tiny)
    return Readings(
        answers=answers.astype(np.uint8),
        sureness=probabilities[rows, answers].astype(np.float32),
        losses=-np.log(of_labels).astype(np.float32),
    )


def join_readings(one: Readings, other: Readings) -> Readings:
    """Return both as one."""
    return Readings(
        answers=np.concatenate([one.answers, other.answers]),
        sureness=np.concatenate([one.sureness, other.sureness]),
        losses=np.concatenate([one.losses, other.losses]),
    )
