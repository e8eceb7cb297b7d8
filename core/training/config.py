"""How a network is trained: every setting of a run that is not the network itself. Checked where it is built."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.data.splits import MAX_VALIDATION_FRACTION, ValidationSource
from core.errors import ConfigError

SCHEMA = 1
MAX_EPOCHS = 200
MAX_BATCH_SIZE = 4096
MIN_LEARNING_RATE = 1e-6
MAX_LEARNING_RATE = 100.0
MAX_SEED = 2**31 - 1

Optimizer = Literal["adam", "rmsprop", "sgd"]
Loss = Literal["sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Settings of one run; valid once constructed. The optimizers' other parameters are Keras's defaults."""

    epochs: int = 5  # passes over the training images
    batch_size: int = 128  # images per optimizer step
    learning_rate: float = 1e-3  # step size of the optimizer, dimensionless
    optimizer: Optimizer = "adam"
    loss: Loss = "sparse_categorical_crossentropy"
    validation_source: ValidationSource = "last"  # where the validation images come from
    validation_fraction: float = 0.1  # share of the training images held out, 0 to 0.5; 0 for none
    seed: int = 0  # of weights, order and dropout

    def __post_init__(self) -> None:
        _check_whole("epochs", "Epochs", self.epochs, 1, MAX_EPOCHS)
        _check_whole("batch_size", "Batch size", self.batch_size, 1, MAX_BATCH_SIZE)
        _check_whole("seed", "Seed", self.seed, 0, MAX_SEED)
        _check_number("learning_rate", "Learning rate", self.learning_rate, MIN_LEARNING_RATE, MAX_LEARNING_RATE)
        _check_number(
            "validation_fraction", "Validation fraction", self.validation_fraction, 0.0, MAX_VALIDATION_FRACTION
        )
        _check_choice("optimizer", "Optimizer", self.optimizer, get_args(Optimizer))
        _check_choice("loss", "Loss", self.loss, get_args(Loss))
        _check_choice("validation_source", "Validation source", self.validation_source, get_args(ValidationSource))

    def to_json(self) -> dict[str, Any]:
        """Return the settings as JSON values, with the schema's version."""
        return {"schema": SCHEMA} | dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> TrainingConfig:
        """Return the settings that `to_json` described.

        Raises:
            ConfigError: another schema version, an unknown or missing setting, a value outside its bounds.
        """
        if not isinstance(values, dict):
            raise ConfigError(f"Settings are a table of names and values; got {type(values).__name__}.", field=None)
        if values.get("schema") != SCHEMA:
            raise ConfigError(
                f"These settings have schema version {values.get('schema')!r}; this app reads version {SCHEMA}.",
                field="schema",
            )
        names = {field.name for field in dataclasses.fields(cls)}
        for name in sorted(set(values) - names - {"schema"}):
            raise ConfigError(f"There is no setting called {name!r}. Known: {', '.join(sorted(names))}.", field=name)
        for name in sorted(names - set(values)):
            raise ConfigError(f"The setting {name!r} is missing.", field=name)
        return cls(**{name: values[name] for name in names})

    def steps_per_epoch(self, train_count: int) -> int:
        """Return the optimizer steps in one pass over `train_count` images; the last batch may be smaller.

        Raises:
            ConfigError: a batch would be larger than all the images.
        """
        if self.batch_size > train_count:
            raise ConfigError(
                f"Batch size must be at most the number of training images, {train_count:,}; got {self.batch_size:,}.",
                field="batch_size",
            )
        return math.ceil(train_count / self.batch_size)


def _check_whole(field: str, label: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ConfigError(f"{label} must be a whole number from {low:,} to {high:,}; got {_shown(value)}.", field=field)


def _check_number(field: str, label: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        bounds = f"{plain_number(low)} to {high:g}"
        raise ConfigError(f"{label} must be a number from {bounds}; got {_shown(value)}.", field=field)


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)[:40]


def plain_number(value: float) -> str:
    """Return a setting as a person writes it: 0.003, 0.000001."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _check_choice(field: str, label: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ConfigError(f"{label} must be one of {', '.join(choices)}; got {value!r}.", field=field)
