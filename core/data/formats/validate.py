"""What makes four arrays MNIST: their shapes, their counts, their labels, and whole numbers from 0 to 255.

Numbers of other types become uint8 where not one value changes its meaning; anything else is refused, not rounded.
Integers must lie in 0..255. Floats must be whole numbers in 0..255, or k/255 (what most programs write), or k/256
(what the pickled MNIST of deeplearning.net holds), to the last bit of their type. The first value that is neither 0
nor 1 decides which of the three it is for the whole array.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.data.formats.reading import ArrayHeader, NamedArray
from core.errors import DataError
from core.messages.data import dataset as messages
from core.messages.data.dataset import MOST_LENGTHS

IMAGE_SHAPE = (28, 28)  # rows, columns
DIGIT_COUNT = 10
LEAST_TRAINING_IMAGES = 2  # one of them to validate with
_AT_ONCE = 1 << 20  # values that are converted at once: a few copies of these are made
_WHOLE, _FRACTIONS = 1, (255, 256)
_MAX_UINT8 = 255


def validate_mnist(arrays: Mapping[str, NamedArray], *, to_ten: bool = False) -> dict[str, np.ndarray]:
    """Return the same arrays as uint8.

    Args:
        arrays: (N, 28, 28) images, any exact numbers, ink bright; (N,) labels; by their names in `ARRAY_NAMES`.
        to_ten: whether a split without the label 0 may hold 10, to be read as one of the ten by the caller.

    Raises:
        DataError: a shape, a count, a label or a pixel is not MNIST's.
    """
    check_shapes(
        {
            name: ArrayHeader(name=array.name, shape=array.values.shape, dtype=array.values.dtype)
            for name, array in arrays.items()
        }
    )
    checked = {name: to_uint8(array, fractions="images" in name) for name, array in arrays.items()}
    for name in ("train_labels", "test_labels"):
        labels = checked[name]
        bad = np.flatnonzero(labels > DIGIT_COUNT if to_ten and labels.all() else labels >= DIGIT_COUNT)
        if bad.size:
            label = int(checked[name][bad[0]])
            raise DataError(messages.wrong_label(name=arrays[name].name, index=int(bad[0]), label=label))
    return checked


def check_shapes(headers: Mapping[str, ArrayHeader]) -> None:
    """Compare the shapes and counts of arrays of which nothing but the headers need have been read.

    Args:
        headers: by their names in `ARRAY_NAMES`; images must be (N, 28, 28) and labels (N,), N at least 1, and 2 of
            those that train.

    Raises:
        DataError: one is not.
    """
    for split in ("train", "test"):
        images, labels = headers[f"{split}_images"], headers[f"{split}_labels"]
        image_shape, label_shape = images.shape, labels.shape
        if image_shape[1:] != IMAGE_SHAPE:
            raise DataError(messages.wrong_image_shape(name=images.name, shape=image_shape[: MOST_LENGTHS + 1]))
        if len(label_shape) != 1:
            raise DataError(messages.wrong_label_shape(name=labels.name, shape=label_shape[: MOST_LENGTHS + 1]))
        if image_shape[0] != label_shape[0]:
            raise DataError(
                messages.unequal_counts(
                    images=images.name, labels=labels.name, image_count=image_shape[0], label_count=label_shape[0]
                )
            )
        if image_shape[0] == 0:
            raise DataError(messages.no_images(name=images.name))
    if headers["train_images"].shape[0] < LEAST_TRAINING_IMAGES:
        raise DataError(messages.one_image(name=headers["train_images"].name))


def to_uint8(array: NamedArray, *, fractions: bool) -> np.ndarray:
    """Return (same shape) uint8, 0..255.

    Args:
        array: integers or floats of any size and byte order.
        fractions: whether floats may also be k/255 or k/256, as images have them.

    Raises:
        DataError: a value has no exact counterpart.
    """
    if array.values.dtype == np.uint8:
        return array.values
    values = array.values.reshape(-1)
    scale = _scale(values) if values.dtype.kind == "f" and fractions else _WHOLE
    converted = np.empty(values.size, np.uint8)
    for first in range(0, values.size, _AT_ONCE):
        piece = values[first : first + _AT_ONCE]
        converted[first : first + _AT_ONCE], is_exact = _exact(piece, scale)
        if not is_exact.all():
            bad = int(np.argmin(is_exact))
            index = tuple(map(int, np.unravel_index(first + bad, array.values.shape)))
            raise DataError(messages.not_exact(name=array.name, index=index, value=str(piece[bad])))
    return converted.reshape(array.values.shape)


def _scale(values: np.ndarray) -> int:
    """Return what the first value that is neither 0 nor 1 must be multiplied by; if there is none, 1 is full ink."""
    deciding = (values != 0) & (values != 1)
    first = int(np.argmax(deciding))
    if not deciding[first : first + 1].any():
        return _FRACTIONS[0]
    scales = (_WHOLE, *_FRACTIONS)
    return next((scale for scale in scales if _exact(values[first : first + 1], scale)[1].all()), _FRACTIONS[0])


def _exact(values: np.ndarray, scale: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (numbers uint8, is exact bool): the values times `scale`, and where that is exact."""
    is_exact = (values >= 0) & (values <= _MAX_UINT8 / scale)  # false for NaN
    safe = np.where(is_exact, values, 0)
    numbers = np.rint(safe * scale).astype(np.uint8)
    exact = numbers if scale == _WHOLE else (np.arange(_MAX_UINT8 + 1) / scale).astype(safe.dtype)[numbers]
    return numbers, is_exact & (exact == safe)
