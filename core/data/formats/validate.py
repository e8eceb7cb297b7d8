"""What makes four arrays MNIST: their shapes, their counts, their labels, and whole numbers from 0 to 255."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.data.formats.stored_array import StoredArray, in_memory
from core.data.formats.to_uint8 import as_uint8
from core.errors import DataError

IMAGE_SHAPE = (28, 28)  # rows, columns
DIGIT_COUNT = 10


def as_mnist(arrays: Mapping[str, StoredArray]) -> tuple[dict[str, StoredArray], tuple[str, ...]]:
    """Return the same arrays as uint8, and a sentence for each that had to be converted.

    Shapes and labels are checked here; image values are when the images are read.

    Args:
        arrays: (N, 28, 28) images, any exact numbers, ink bright; (N,) labels; by their names in `ARRAY_NAMES`.

    Raises:
        DataError: a shape, a count or a label is not MNIST's.
    """
    checked: dict[str, StoredArray] = {}
    notes: list[str | None] = []
    for split in ("train", "test"):
        _check_shapes(arrays[f"{split}_images"], arrays[f"{split}_labels"])
    for split in ("train", "test"):
        labels, labels_note = as_uint8(arrays[f"{split}_labels"], fractions=False)
        checked[f"{split}_labels"] = _checked_labels(labels)
        checked[f"{split}_images"], images_note = as_uint8(arrays[f"{split}_images"], fractions=True)
        notes += [images_note, labels_note]
    return checked, tuple(note for note in notes if note)


def _check_shapes(images: StoredArray, labels: StoredArray) -> None:
    if images.shape[1:] != IMAGE_SHAPE:
        raise DataError(
            f"{images.name} must hold images of 28 x 28 pixels without colour, shape (N, 28, 28); "
            f"got shape {_shown(images.shape)}. Reshape it, or use the original MNIST files."
        )
    if len(labels.shape) != 1:
        raise DataError(
            f"{labels.name} must hold one digit per image, shape (N,); got shape {_shown(labels.shape)}. "
            "Use the original MNIST files."
        )
    if images.shape[0] != labels.shape[0]:
        raise DataError(
            f"There must be as many labels as images; {images.name} holds {images.shape[0]:,} images and "
            f"{labels.name} {labels.shape[0]:,} labels. Use files that belong together."
        )
    if images.shape[0] == 0:
        raise DataError(f"{images.name} must hold at least one image; got none. Use the original MNIST files.")


def _checked_labels(labels: StoredArray) -> StoredArray:
    values = np.concatenate(list(labels.pieces()))
    bad = np.flatnonzero(values >= DIGIT_COUNT)
    if bad.size:
        raise DataError(
            f"{labels.name} must hold digits from 0 to 9; label {bad[0]} (counted from 0) is {values[bad[0]]}. "
            "Use the original MNIST files."
        )
    return in_memory(labels.name, values)


def _shown(shape: tuple[int, ...]) -> str:
    return f"({', '.join(str(length) for length in shape[:6])}{', ...' if len(shape) > 6 else ''})"
