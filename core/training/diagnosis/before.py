"""What can be said of a set-up before it trains: a learning rate that is far off, weights that all start at 0, labels
that no image has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.data import splits
from core.data.examination.findings import LABELS, is_sorted, present
from core.training.diagnosis.remedies import function_after, hidden, is_high, is_low
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import Optimizer, usual_rate
from models.layers import Layer
from models.layers.kernel import KernelLayer

_BY_CHANCE = 7.0  # images of some labels that chance would let validate: none at all is one in a thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFarOff:
    """A learning rate far above or below what its optimizer usually takes."""

    learning_rate: float  # with a schedule the largest
    usual_rate: float
    optimizer: Optimizer
    is_scheduled: bool

    @property
    def is_high(self) -> bool:
        return self.learning_rate > self.usual_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsLacking:
    """Labels that no image has, of those that would train or of those that would validate."""

    train_count: int
    in_training: tuple[int, ...]  # of 0 to 9
    validation_count: int  # 0: nothing validates
    in_validation: tuple[int, ...]


def labels_lacking(config: TrainingConfig, train_labels: np.ndarray, test_labels: np.ndarray) -> LabelsLacking | None:
    """Return which labels a run would never see, or never be judged by; None where there are none.

    Of a few images that validate some labels lack by chance; that alone is nothing to say.

    Args:
        config: says which images train and which validate.
        train_labels: (N,) uint8, 0 to 9.
        test_labels: (M,) uint8, 0 to 9.

    Raises:
        ConfigError: the validation fraction leaves one side without an image.
    """
    kept = splits.kept_count(len(train_labels), source=config.validation_source, fraction=config.validation_fraction)
    validation = test_labels if config.validation_source == "test" else train_labels[kept:]
    unseen = _absent(validation) if len(validation) else ()
    expected = len(validation) * np.bincount(train_labels, minlength=LABELS)[list(unseen)].sum() / len(train_labels)
    if expected < _BY_CHANCE and not is_sorted(train_labels, has_end=True):
        unseen = ()
    lacking = LabelsLacking(
        train_count=kept,
        in_training=_absent(train_labels[:kept]),
        validation_count=len(validation),
        in_validation=unseen,
    )
    return lacking if lacking.in_training or lacking.in_validation else None


def _absent(labels: np.ndarray) -> tuple[int, ...]:
    there = present(labels)
    return tuple(label for label in range(LABELS) if label not in there)


def rate_far_off(config: TrainingConfig) -> RateFarOff | None:
    """Return how far a learning rate is off, by the doctor's own measure; None for one that is usual."""
    if not is_high(config.learning_rate, config) and not is_low(config.learning_rate, config):
        return None
    return RateFarOff(
        learning_rate=config.learning_rate,
        usual_rate=usual_rate(config),
        optimizer=config.optimizer,
        is_scheduled=config.is_scheduled,
    )


def zero_starts(layers: Sequence[Layer]) -> dict[int, str]:
    """Return the hidden layers whose kernels all start at 0: the function that each one's sums go through, by index."""
    layers = tuple(layers)
    return {
        index: function_after(layers, index)
        for index in hidden(layers)
        if (layer := layers[index]).kernels and isinstance(layer, KernelLayer) and layer.initializer == "zeros"
    }
