"""The findings of a diagnosis: for each kind of trouble the numbers that show it.

Losses are means per image in nats, accuracies and shares are fractions, epochs count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.training.diagnosis.remedies import Remedy
from core.training.settings.optimizers import Optimizer

Kind = Literal[
    "wrong_initialisation",
    "rate_too_high",
    "diverged",
    "guessing",
    "dead_relus",
    "saturated",
    "too_slow",
    "overfitting",
    "dropout_rests",
]
Cause = Literal["high_rate", "byte_pixels", "low_rate", "sigmoid", "wrong_labels", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFinding:
    """A layer that stands out."""

    number: int  # of the layer, from 1
    text: str  # "Dense 64, ReLU"
    fraction: float  # of its units, maps or values that are meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The numbers that show one kind of trouble."""

    epoch: int  # the newest one


@dataclass(frozen=True, slots=True, kw_only=True)
class RateEvidence(Evidence):
    """Numbers that a learning rate has to do with."""

    learning_rate: float  # when it arose; with a schedule the largest
    steered_to: float | None = None  # the one now, where a person has changed it since


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTooHigh(RateEvidence):
    """Nothing is learned, with a learning rate far above what the optimizer usually takes."""

    has_leapt: bool  # else only the accuracy tells
    loss: float | None  # the highest that it leapt to; None: it left the range of numbers
    blind_loss: float  # of ten equal probabilities
    accuracy: float  # of the newest epoch, or before the first has ended of the newest steps
    optimizer: Optimizer
    usual_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diverged(RateEvidence):
    """The loss rises far above that of blind guessing, or left the range of numbers."""

    loss: float | None  # of the newest steps; None: it left the range of numbers
    blind_loss: float  # of ten equal probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongInitialisation(Evidence):
    """Hidden kernels began at a size that lets nothing through."""

    initializer: str  # "zeros", or "random_normal" in a deep network
    layers: int  # hidden layers that began so
    accuracy: float
    step: int | None = None  # after which it has that accuracy; None: after the epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Guessing(RateEvidence):
    """After an epoch hardly more digits are read than chance would."""

    accuracy: float
    cause: Cause
    usual_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadRelus(RateEvidence):
    """Many units of a ReLU layer give 0 to every image."""

    layer: LayerFinding
    cause: Cause  # "high_rate", "byte_pixels" or "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturated(RateEvidence):
    """Most of a sigmoid's or tanh's values stand at a bound."""

    layer: LayerFinding
    cause: Cause  # "high_rate", "byte_pixels" or "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SureMistakes(Evidence):
    """Most wrong answers are nearly certain: the output layer is saturated."""

    mistakes: int  # validation images read wrong
    sure: int  # of those, with a probability above 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class TooSlow(Evidence):
    """The loss still falls, by small steps."""

    accuracy: float
    learning_rate: float
    usual_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overfitting(Evidence):
    """Validation loss rises while training loss falls."""

    best_epoch: int
    lowest: float  # validation loss, after `best_epoch`
    now: float  # validation loss
    train_then: float  # training loss of `best_epoch`
    train_now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DropoutRests(Evidence):
    """Harmless: validation is better than training, because dropout rests while validating."""

    accuracy: float
    validation_accuracy: float
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What is wrong with a run, how it shows, and what helps."""

    kind: Kind
    evidence: Evidence
    remedy: Remedy
