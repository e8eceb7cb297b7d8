"""How a network is trained: every setting of a run that is not the network itself. Checked where it is built."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

from core.data.input_scaling import PixelScale
from core.data.splits import MAX_VALIDATION_FRACTION, VALIDATION_FRACTION, ValidationSource
from core.errors import ConfigError
from core.messages import training as messages
from core.training.settings.augmentation import OFF, Augmentation
from core.training.settings.optimizers import Optimizer
from core.training.settings.schedule import Schedule
from core.training.settings.validate import check_choice, check_flag, check_names, check_number, check_whole

SCHEMA = 3
NEW_IN = {  # settings that older documents lack; they then have their defaults
    2: {"schedule", "augmentation"},
    3: {
        *("momentum", "nesterov", "rho", "beta_1", "beta_2", "epsilon", "weight_decay", "step_epochs", "step_factor"),
        *("l2", "patience", "restore_best", "train_images", "wrong_label_fraction", "pixel_scale", "shuffle_pixels"),
    },
}
MAX_EPOCHS = 200
MAX_BATCH_SIZE = 4096
MIN_LEARNING_RATE = 1e-6
MAX_LEARNING_RATE = 100.0
MAX_SEED = 2**31 - 1
MAX_MOMENTUM = 0.9999  # of SGD and RMSprop, and of every mean that an optimizer keeps
MIN_EPSILON, MAX_EPSILON = 1e-10, 1.0
MAX_WEIGHT_DECAY = 1.0
MIN_STEP_FACTOR, MAX_STEP_FACTOR = 0.01, 1.0
MAX_L2 = 1.0
MAX_TRAIN_IMAGES = 60_000

Loss = Literal[
    "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy", "mean_squared_error"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Settings of one run; valid once constructed. Those of an optimizer or schedule that is not chosen do nothing."""

    epochs: int = 5  # passes over the training images
    batch_size: int = 128  # images per optimizer step
    learning_rate: float = 1e-3  # step size of the optimizer, dimensionless; with a schedule the largest
    schedule: Schedule = "constant"  # of the learning rate, over all steps of the run
    step_epochs: int = 1  # schedule "step": epochs between two falls
    step_factor: float = 0.5  # schedule "step": what the learning rate is multiplied by at each fall
    optimizer: Optimizer = "adam"
    momentum: float = 0.0  # SGD, RMSprop: share of the last step that is taken again
    nesterov: bool = False  # SGD: looks ahead by the momentum
    rho: float = 0.9  # RMSprop: share of the old mean square kept at each step
    beta_1: float = 0.9  # Adam, AdamW: share of the old mean gradient kept at each step
    beta_2: float = 0.999  # Adam, AdamW: the same for the mean square
    epsilon: float = 1e-7  # RMSprop, Adam, AdamW: keeps a divisor from 0
    weight_decay: float = 0.004  # AdamW: share of a kernel taken off at each step, times the learning rate
    loss: Loss = "sparse_categorical_crossentropy"
    l2: float = 0.0  # what is minimised has this times the sum of all squared kernel entries added
    patience: int = 0  # epochs without a lower validation loss after which the run ends early; 0 never ends it
    restore_best: bool = True  # with patience: the weights of the epoch with the lowest validation loss at the end
    train_images: int = 0  # of those that are not held out, the first so many train; 0 for all
    wrong_label_fraction: float = 0.0  # share of the training images that get another digit's label
    validation_source: ValidationSource = "last"  # where the validation images come from
    validation_fraction: float = VALIDATION_FRACTION  # share of the training images held out, 0 to 0.5; 0 for none
    pixel_scale: PixelScale = "unit"  # of what the network gets
    shuffle_pixels: bool = False  # all pictures in the same other order of pixels
    augmentation: Augmentation = OFF  # of the training images
    seed: int = 0  # of weights, order, dropout, wrong labels and augmentation

    def __post_init__(self) -> None:
        check_whole("epochs", self.epochs, 1, MAX_EPOCHS)
        check_whole("batch_size", self.batch_size, 1, MAX_BATCH_SIZE)
        check_whole("step_epochs", self.step_epochs, 1, MAX_EPOCHS)
        check_whole("patience", self.patience, 0, MAX_EPOCHS)
        check_whole("train_images", self.train_images, 0, MAX_TRAIN_IMAGES)
        check_whole("seed", self.seed, 0, MAX_SEED)
        for setting, low, high in _NUMBERS:
            check_number(setting, getattr(self, setting), low, high)
        for setting, choices in _CHOICES:
            check_choice(setting, getattr(self, setting), get_args(choices))
        for setting in _FLAGS:
            check_flag(setting, getattr(self, setting))
        if self.patience and self.validation_source == "last" and self.validation_fraction == 0:
            raise ConfigError(messages.patience_without_validation(patience=self.patience), field="patience")
        if not isinstance(self.augmentation, Augmentation):
            kind = type(self.augmentation).__name__
            raise ConfigError(messages.not_an_augmentation(type_name=kind), field="augmentation")

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
            raise ConfigError(messages.unknown_schema(value=repr(schema), newest=SCHEMA), field="schema")
        names = {field.name for field in dataclasses.fields(cls)}
        names -= set().union(*(new for version, new in NEW_IN.items() if version > schema))
        check_names(values, names | {"schema"})
        settings = {name: values[name] for name in names}
        if "augmentation" in settings:
            settings["augmentation"] = Augmentation.from_json(settings["augmentation"])
        return cls(**settings)

    def kept_images(self, kept_count: int) -> int:
        """Return how many train of `kept_count` images that are not held out.

        Raises:
            ConfigError: more were asked for than there are.
        """
        if self.train_images > kept_count:
            message = messages.more_images_than_there_are(most=kept_count, images=self.train_images)
            raise ConfigError(message, field="train_images")
        return self.train_images or kept_count

    def steps_per_epoch(self, train_count: int) -> int:
        """Return the optimizer steps in one pass over `train_count` images; the last batch may be smaller.

        Raises:
            ConfigError: a batch would be larger than all the images.
        """
        if self.batch_size > train_count:
            message = messages.batch_above_images(images=train_count, batch_size=self.batch_size)
            raise ConfigError(message, field="batch_size")
        return math.ceil(train_count / self.batch_size)


_NUMBERS = (
    ("learning_rate", MIN_LEARNING_RATE, MAX_LEARNING_RATE),
    ("step_factor", MIN_STEP_FACTOR, MAX_STEP_FACTOR),
    ("momentum", 0.0, MAX_MOMENTUM),
    ("rho", 0.0, MAX_MOMENTUM),
    ("beta_1", 0.0, MAX_MOMENTUM),
    ("beta_2", 0.0, MAX_MOMENTUM),
    ("epsilon", MIN_EPSILON, MAX_EPSILON),
    ("weight_decay", 0.0, MAX_WEIGHT_DECAY),
    ("l2", 0.0, MAX_L2),
    ("wrong_label_fraction", 0.0, 1.0),
    ("validation_fraction", 0.0, MAX_VALIDATION_FRACTION),
)
_CHOICES = (
    ("optimizer", Optimizer),
    ("schedule", Schedule),
    ("loss", Loss),
    ("validation_source", ValidationSource),
    ("pixel_scale", PixelScale),
)
_FLAGS = ("nesterov", "restore_best", "shuffle_pixels")
