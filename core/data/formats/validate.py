"""What makes four arrays MNIST: their shapes, their counts, their labels, and whole numbers from 0 to 255."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.data.formats.stored_array import StoredArray, in_memory
from core.data.formats.to_uint8 import to_uint8
from core.errors import DataError
from core.messages.data import dataset as messages
from core.messages.data.dataset import MOST_LENGTHS

IMAGE_SHAPE = (28, 28)  # rows, columns
DIGIT_COUNT = 10


def validate_mnist(arrays: Mapping[str, StoredArray]) -> dict[str, StoredArray]:
    """Return the same arrays as uint8.

    Shapes and labels are checked here; image values are when the images are read.

    Args:
        arrays: (N, 28, 28) images, any exact numbers, ink bright; (N,) labels; by their names in `ARRAY_NAMES`.

    Raises:
        DataError: a shape, a count or a label is not MNIST's.
    """
    checked: dict[str, StoredArray] = {}
    for split in ("train", "test"):
        _check_shapes(arrays[f"{split}_images"], arrays[f"{split}_labels"])
    for split in ("train", "test"):
        checked[f"{split}_labels"] = _checked_labels(to_uint8(arrays[f"{split}_labels"], fractions=False))
        checked[f"{split}_images"] = to_uint8(arrays[f"{split}_images"], fractions=True)
    return checked


def _check_shapes(images: StoredArray, labels: StoredArray) -> None:
    if images.shape[1:] != IMAGE_SHAPE:
        raise DataError(messages.wrong_image_shape(name=images.name, shape=images.shape[: MOST_LENGTHS + 1]))
    if len(labels.shape) != 1:
        raise DataError(messages.wrong_label_shape(name=labels.name, shape=labels.shape[: MOST_LENGTHS + 1]))
    if images.shape[0] != labels.shape[0]:
        raise DataError(
            messages.unequal_counts(
                images=images.name, labels=labels.name, image_count=images.shape[0], label_count=labels.shape[0]
            )
        )
    if images.shape[0] == 0:
        raise DataError(messages.no_images(name=images.name))


def _checked_labels(labels: StoredArray) -> StoredArray:
    values = np.concatenate(list(labels.pieces()))
    bad = np.flatnonzero(values >= DIGIT_COUNT)
    if bad.size:
        raise DataError(messages.wrong_label(name=labels.name, index=int(bad[0]), label=int(values[bad[0]])))
    return in_memory(labels.name, values)
