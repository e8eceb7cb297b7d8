"""What a network says of pictures: ten logits and ten probabilities each. Runs in the inference engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.data.gallery import Collection
from core.errors import DataError
from core.inference.loaded_networks import StoredNetwork, load_network, probabilities_of
from core.messages import inference as messages

MOST_IMAGES = 1000  # at once: a longer question would keep others waiting


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictions:
    """Ten logits and ten probabilities for each of N pictures."""

    logits: np.ndarray  # (N, 10) float32, the scores before softmax or sigmoid
    probabilities: np.ndarray  # (N, 10) float32, 0 to 1

    @property
    def predicted_digits(self) -> np.ndarray:
        """The digit with the highest score, (N,) int64."""
        return self.logits.argmax(axis=1)


def join_predictions(parts: Sequence[Predictions]) -> Predictions:
    """Return the predictions of all pictures of which these are those of a part each, in their order."""
    return Predictions(
        logits=np.concatenate([part.logits for part in parts]),
        probabilities=np.concatenate([part.probabilities for part in parts]),
    )


def predict(stored: StoredNetwork, images: np.ndarray) -> Predictions:
    """Return what a network says of pictures.

    Args:
        stored: the network.
        images: (N, 28, 28) uint8, 0 paper to 255 ink; N from 1 to MOST_IMAGES.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
        DataError: these are no pictures of that kind.
    """
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
        raise DataError(messages.not_images(dtype=str(images.dtype), shape=images.shape))
    if not 1 <= len(images) <= MOST_IMAGES:
        raise DataError(messages.too_many_images(most=MOST_IMAGES, count=len(images)))
    logits = load_network(stored).logits(images)
    return Predictions(logits=logits, probabilities=probabilities_of(logits, stored.output_function))


def predict_stored(
    stored: StoredNetwork, data_folder: str, collection: Collection, first: int, count: int
) -> Predictions:
    """Return what a network says of pictures `first` to `first + count` of a prepared data set.

    Args:
        stored: the network.
        data_folder: as `core.data.dataset.open_dataset` takes it.
        collection: "train" or "test".
        first: index of the first picture, from 0.
        count: of pictures, 1 to MOST_IMAGES.

    Raises:
        CheckpointError, DataError: as `predict`; or the data set is not whole.
    """
    images, _ = open_dataset(Path(data_folder)).arrays_of(collection)
    return predict(stored, np.array(images[first : first + count]))
