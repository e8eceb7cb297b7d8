"""Which images train and which validate.

The last images are held out, unshuffled, counted exactly as Keras's `validation_split` counts
(keras.src.trainers.data_adapters.array_slicing.train_validation_split), so that both give the same curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.errors import ConfigError
from core.messages.data import dataset as messages

Collection = Literal["train", "test"]  # what a picture is counted in
ValidationSource = Literal["last", "test"]

VALIDATION_FRACTION = 0.1  # of the training images, where neither a person nor the data set sets another
MAX_VALIDATION_FRACTION = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRange:
    """Images of a collection that stand one after the other: from `first` up to, without, `end`; counted from 0."""

    collection: Collection
    first: int
    end: int

    @property
    def count(self) -> int:
        """Number of images."""
        return self.end - self.first


def kept_count(train_count: int, *, source: ValidationSource, fraction: float) -> int:
    """Return how many of `train_count` training images train, the first ones: the rest is held out to validate.

    Args:
        train_count: training images that there are, at least 1.
        source: "last" holds out the last of them; "test" trains on all and validates on the test images.
        fraction: share of the training images that "last" holds out, 0 (none) to 0.5.

    Raises:
        ConfigError: the fraction leaves one side without an image.
    """
    if source == "test" or fraction == 0:
        return train_count
    # 1 - fraction is rounded before the product, as in Keras: of 10 images, 0.3 keeps 7 and 0.1 keeps 9
    kept = int(train_count * (1 - fraction))
    if not 0 < kept < train_count:
        raise ConfigError(
            messages.validation_split_empty(fraction=fraction, train_count=kept, count=train_count),
            field="validation_fraction",
        )
    return kept
