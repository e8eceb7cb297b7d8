"""Which images train and which validate.

The last images are held out, unshuffled, counted exactly as Keras's `validation_split` counts
(keras.src.trainers.data_adapters.array_slicing.train_validation_split), so that both give the same curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from core.errors import ConfigError
from core.messages.data import dataset as messages

ValidationSource = Literal["last", "test"]

VALIDATION_FRACTION = 0.1  # of the training images, where neither a person nor the data set sets another
MIN_VALIDATION_FRACTION = 0.0
MAX_VALIDATION_FRACTION = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainValidationSplit:
    """The training images from 0 to `kept_count` train; what validates comes from `source`."""

    train_count: int  # training images that there are
    kept_count: int  # of them, those that train
    source: ValidationSource

    @property
    def train(self) -> slice:
        """Of the training images and labels: what trains."""
        return slice(0, self.kept_count)

    @property
    def validation(self) -> slice | None:
        """What validates, or None: of the test images if `source` is "test", else of the training images."""
        if self.source == "test":
            return slice(None)
        return slice(self.kept_count, self.train_count) if self.kept_count < self.train_count else None


def train_validation_split(train_count: int, *, source: ValidationSource, fraction: float) -> TrainValidationSplit:
    """Return which of `train_count` training images train, and what validates.

    Args:
        train_count: training images that there are, at least 1.
        source: "last" holds out the last of them; "test" trains on all and validates on the test images.
        fraction: share of the training images that "last" holds out, 0 (none) to 0.5; "test" only checks it.

    Raises:
        ConfigError: the fraction is outside its bounds or leaves one side without an image, or there is no such source.
    """
    if source not in get_args(ValidationSource):
        raise ConfigError(messages.unknown_validation_source(source=str(source)), field="validation_source")
    is_number = isinstance(fraction, int | float)
    if not is_number or not MIN_VALIDATION_FRACTION <= fraction <= MAX_VALIDATION_FRACTION:
        raise ConfigError(
            messages.validation_fraction_out_of_bounds(
                low=MIN_VALIDATION_FRACTION, high=MAX_VALIDATION_FRACTION, fraction=str(fraction)
            ),
            field="validation_fraction",
        )
    if source == "test" or fraction == 0:
        return TrainValidationSplit(train_count=train_count, kept_count=train_count, source=source)
    # 1 - fraction is rounded before the product, as in Keras: of 10 images, 0.3 keeps 7 and 0.1 keeps 9
    kept_count = int(train_count * (1 - fraction))
    if not 0 < kept_count < train_count:
        raise ConfigError(
            messages.validation_split_empty(fraction=fraction, train_count=kept_count, count=train_count),
            field="validation_fraction",
        )
    return TrainValidationSplit(train_count=train_count, kept_count=kept_count, source=source)
