"""How a network is trained: every setting of a run that is not the network itself. Checked where it is built."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.data.splits import MAX_VALIDATION_FRACTION, ValidationSource
from core.errors import ConfigError
from core.training.augmentation import OFF, Augmentation
from core.training.checks import check_choice, check_names, check_number, check_whole
from core.training.schedule import Schedule

SCHEMA = 2
NEW_IN = {2: {"schedule", "augmentation"}}  # settings that older documents lack; they then have their defaults
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
    learning_rate: float = 1e-3  # step size of the optimizer, dimensionless; with a schedule the largest
    schedule: Schedule = "constant"  # of the learning rate, over all steps of the run
    optimizer: Optimizer = "adam"
    loss: Loss = "sparse_categorical_crossentropy"
    validation_source: ValidationSource = "last"  # where the validation images come from
    validation_fraction: float = 0.1  # share of the training images held out, 0 to 0.5; 0 for none
    augmentation: Augmentation = OFF  # of the training images
    seed: int = 0  # of weights, order, dropout and augmentation

    def __post_init__(self) -> None:
        check_whole("epochs", "Epochs", self.epochs, 1, MAX_EPOCHS)
        check_whole("batch_size", "Batch size", self.batch_size, 1, MAX_BATCH_SIZE)
        check_whole("seed", "Seed", self.seed, 0, MAX_SEED)
        check_number("learning_rate", "Learning rate", self.learning_rate, MIN_LEARNING_RATE, MAX_LEARNING_RATE)
        check_number(
            "validation_fraction", "Validation fraction", self.validation_fraction, 0.0, MAX_VALIDATION_FRACTION
        )
        check_choice("optimizer", "Optimizer", self.optimizer, get_args(Optimizer))
        check_choice("schedule", "Schedule", self.schedule, get_args(Schedule))
        check_choice("loss", "Loss", self.loss, get_args(Loss))
        check_choice("validation_source", "Validation source", self.validation_source, get_args(ValidationSource))
        if not isinstance(self.augmentation, Augmentation):
            kind = type(self.augmentation).__name__
            raise ConfigError(f"Augmentation must be an Augmentation; got {kind}.", field="augmentation")

    def to_json(self) -> dict[str, Any]:
        """Return the settings as JSON values, with the schema's version."""
        return {"schema": SCHEMA} | dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> TrainingConfig:
        """Return the settings that `to_json` described.

        Raises:
            ConfigError: a later schema version, an unknown or missing setting, a value outside its bounds.
        """
        schema = values.get("schema") if isinstance(values, dict) else SCHEMA  # what is no table is refused below
        if type(schema) is not int or not 1 <= schema <= SCHEMA:
            raise ConfigError(
                f"These settings have schema version {schema!r}; this app reads versions 1 to {SCHEMA}.", field="schema"
            )
        names = {field.name for field in dataclasses.fields(cls)}
        names -= set().union(*(new for version, new in NEW_IN.items() if version > schema))
        check_names(values, names | {"schema"})
        settings = {name: values[name] for name in names}
        if "augmentation" in settings:
            settings["augmentation"] = Augmentation.from_json(settings["augmentation"])
        return cls(**settings)

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
