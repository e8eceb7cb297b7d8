"""How a network is trained: every setting of a run that is not the network itself. Checked where it is built."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.data.input_scaling import PixelScale
from core.data.splits import MAX_VALIDATION_FRACTION, VALIDATION_FRACTION, ValidationSource
from core.errors import ConfigError
from core.messages import training as messages
from core.training.settings.augmentation import OFF, Augmentation
from core.training.settings.ladders import COUNTS, DIVISORS, NORMS, PENALTIES, RATES, SHARES, SIZES
from core.training.settings.losses import LOSSES, Loss, LossChoice
from core.training.settings.optimizers import OPTIMIZERS, Optimizer
from core.training.settings.schedule import Schedule
from core.training.settings.setting import Setting, rows, setting
from core.training.settings.validate import check_names

MAX_EPOCHS = 200
MAX_BATCH_SIZE = 4096
MIN_LEARNING_RATE = 1e-6
MAX_LEARNING_RATE = 100.0
MAX_SHARE = 0.9999  # of an old mean, or of the last step, that is kept
_OF_OPTIMIZER = {"group": "how", "row": 1, "since": 3}
_KEPT = _OF_OPTIMIZER | {"step": SHARES}
_SMOOTHED = {"loss": tuple(name for name, row in LOSSES.items() if row.smooths)}
_NEW_IN_4 = {"since": 4, "group": "how", "row": 3, "is_of_branches": True, "timing": "is_on"}
_WITHOUT_OWN_RISE = {"schedule": ("constant", "step", "cosine")}
_OF_LAST = {"validation_source": ("last",)}
_OF_STEPS = {"group": "how", "row": 2, "since": 3, "only": {"schedule": ("step",)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Settings of one run; valid once constructed. Those of an optimizer or schedule that is not chosen do nothing."""

    # passes over the training images
    epochs: int = setting(5, 1, MAX_EPOCHS, group="long", sweep="1, 3, 10", is_of_branches=True)
    # step size of the optimizer, dimensionless; with a schedule the largest
    learning_rate: float = setting(
        1e-3,
        MIN_LEARNING_RATE,
        MAX_LEARNING_RATE,
        group="how",
        step=RATES,
        sweep="0.0003, 0.003, 0.03",
        is_steerable=True,
    )
    # images per optimizer step
    batch_size: int = setting(
        128, 1, MAX_BATCH_SIZE, group="how", step=SIZES, sweep="32, 128, 512", is_of_branches=True, timing="value"
    )
    optimizer: Optimizer = setting(
        "adam", names=Optimizer, group="how", row=1, sweep="all", is_of_branches=True, timing="value"
    )
    # share of the last step that is taken again
    momentum: float = setting(0.0, 0.0, MAX_SHARE, sweep="0, 0.5, 0.9", is_steerable=True, timing="is_on", **_KEPT)
    nesterov: bool = setting(False, timing="value", **_OF_OPTIMIZER)  # looks ahead by the momentum
    rho: float = setting(0.9, 0.0, MAX_SHARE, **_KEPT)  # share of the old mean square kept at each step
    beta_1: float = setting(0.9, 0.0, MAX_SHARE, **_KEPT)  # share of the old mean gradient kept at each step
    beta_2: float = setting(0.999, 0.0, MAX_SHARE, **_KEPT)  # the same for the mean square
    epsilon: float = setting(1e-7, 1e-10, 1.0, step=DIVISORS, **_OF_OPTIMIZER)  # keeps a divisor from 0
    # share of a kernel taken off at each step, times the learning rate
    weight_decay: float = setting(0.004, step=PENALTIES, zero="off", **_OF_OPTIMIZER)
    # of the learning rate, over all steps of the run
    schedule: Schedule = setting("constant", names=Schedule, since=2, group="how", row=2, sweep="all", timing="is_on")
    # in which the learning rate rises from 0 to the largest, before the schedule begins
    warmup_epochs: int = setting(
        0, 0, 5, since=4, group="how", row=2, zero="off", sweep="0, 1, 2", timing="is_on", only=_WITHOUT_OWN_RISE
    )
    step_epochs: int = setting(1, 1, MAX_EPOCHS, **_OF_STEPS)  # between two falls
    step_factor: float = setting(0.5, 0.01, 1.0, **_OF_STEPS)  # what the learning rate is multiplied by at each fall
    loss: Loss = setting(
        "sparse_categorical_crossentropy", names=Loss, group="how", row=3, is_wide=True, timing="value"
    )
    # what is minimised has this times the sum of all squared kernel entries added
    l2: float = setting(
        0.0, since=3, group="how", row=3, step=PENALTIES, zero="off", sweep="0, 0.0001, 0.001", timing="is_on"
    )
    # share of each label that is spread evenly over all ten digits, as Keras does it
    label_smoothing: float = setting(0.0, 0.0, 0.5, zero="off", sweep="0, 0.05, 0.1, 0.2", only=_SMOOTHED, **_NEW_IN_4)
    # largest length of all gradients together, to which longer ones are shortened; 0 for off
    clip_norm: float = setting(
        0.0, 0.1, 10.0, is_zero_off=True, step=NORMS, sweep="0, 0.1, 1", keras="global_clipnorm", **_NEW_IN_4
    )
    # of those that are not held out, the first so many train; 0 for all
    train_images: int = setting(
        0, 0, 60_000, since=3, group="from", row=1, step=COUNTS, zero="all", sweep="1000, 5000, 20000"
    )
    # share of the training images that get another digit's label
    wrong_label_fraction: float = setting(0.0, since=3, group="from", row=1, zero="none", sweep="0, 0.1, 0.3")
    # of what the network gets
    pixel_scale: PixelScale = setting("unit", names=PixelScale, since=3, group="from", row=1, sweep="all")
    # where the validation images come from
    validation_source: ValidationSource = setting("last", names=ValidationSource, group="from", row=2)
    # share of the training images held out; 0 for none
    validation_fraction: float = setting(
        VALIDATION_FRACTION, 0.0, MAX_VALIDATION_FRACTION, group="from", row=2, zero="none", only=_OF_LAST
    )
    # all pictures in the same other order of pixels
    shuffle_pixels: bool = setting(False, since=3, group="from", row=3, is_wide=True, timing="value")
    augmentation: Augmentation = setting(OFF, since=2)  # of the training images
    # epochs without a lower validation loss after which the run ends early; 0 never ends it
    patience: int = setting(0, 0, MAX_EPOCHS, since=3, group="long", row=1, zero="off")
    # with patience: the weights of the epoch with the lowest validation loss at the end
    restore_best: bool = setting(True, since=3, group="long", row=1, only={"patience": ()})
    # of weights, order, dropout, wrong labels and augmentation
    seed: int = setting(0, 0, 2**31 - 1, group="long", row=1, sweep="0, 1, 2")

    def __post_init__(self) -> None:
        for name, row in SETTINGS.items():
            row.check(name, getattr(self, name))
        if self.patience and not self.validates:
            raise ConfigError(messages.patience_without_validation(patience=self.patience), field="patience")
        for name in OPTIMIZERS[self.optimizer].above_zero:
            if not getattr(self, name):
                message = messages.zero_for_optimizer(setting=name, optimizer=OPTIMIZERS[self.optimizer].keras)
                raise ConfigError(message, field=name)
        if self.warmup >= self.epochs:
            message = messages.warm_up_without_rest(warmup_epochs=self.warmup, epochs=self.epochs)
            raise ConfigError(message, field="warmup_epochs")
        if not isinstance(self.augmentation, Augmentation):
            kind = type(self.augmentation).__name__
            raise ConfigError(messages.not_an_augmentation(type_name=kind), field="augmentation")

    @property
    def validates(self) -> bool:
        """Whether any images validate."""
        return self.validation_source == "test" or self.validation_fraction > 0

    def uses(self, name: str) -> bool:
        """Return whether a setting does something beside the others."""
        return is_used(name, partial(getattr, self))

    def changed(self, **settings: Any) -> TrainingConfig:
        """Return the settings with others; another optimizer brings its usual parameters where the old one's stood.

        Raises:
            ConfigError: a value outside its bounds.
        """
        other = dataclasses.replace(self, **settings)
        names = {name for row in OPTIMIZERS.values() for name in row.usual} - set(settings)
        untouched = [name for name in names if getattr(self, name) == usual_value(self.optimizer, name)]
        return dataclasses.replace(other, **{name: usual_value(other.optimizer, name) for name in untouched})

    @property
    def optimizer_arguments(self) -> dict[str, float | bool]:
        """What Keras's optimizer is told beside the learning rate."""
        own = {name: getattr(self, name) for name in OPTIMIZERS[self.optimizer].settings}
        of_all = {row.keras: getattr(self, name) for name, row in SETTINGS.items() if row.keras}
        return own | {name: value for name, value in of_all.items() if value}

    @property
    def loss_choice(self) -> LossChoice:
        """The loss as Keras computes it."""
        return LossChoice(name=self.loss, smoothing=self.label_smoothing if self.uses("label_smoothing") else 0.0)

    @property
    def is_scheduled(self) -> bool:
        """Whether the learning rate changes from step to step by itself."""
        return self.schedule != "constant" or self.warmup > 0

    @property
    def warmup(self) -> int:
        """Epochs in which the learning rate rises before the schedule begins."""
        return self.warmup_epochs if self.uses("warmup_epochs") else 0

    def course(self, steps_per_epoch: int) -> dict[str, Any]:
        """Return what a schedule's learning rate depends on beside the largest one and the step."""
        return {
            "schedule": self.schedule,
            "total_steps": self.epochs * steps_per_epoch,
            "warmup_steps": self.warmup * steps_per_epoch,
            "fall_steps": self.step_epochs * steps_per_epoch,
            "fall_factor": self.step_factor,
        }

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
        names = {name for name, row in _ROWS.items() if row.since <= schema}
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


_ROWS = rows(TrainingConfig)
SETTINGS: dict[str, Setting] = {name: row for name, row in _ROWS.items() if name != "augmentation"}
SCHEMA = max(row.since for row in _ROWS.values())
_OF_OPTIMIZERS = frozenset(name for row in OPTIMIZERS.values() for name in row.settings)


def is_used(name: str, value_of: Callable[[str], object]) -> bool:
    """Return whether a setting does something beside the others; `value_of` gives the value of each by its name."""
    if name in _OF_OPTIMIZERS:
        optimizer = OPTIMIZERS.get(str(value_of("optimizer")))  # type: ignore[arg-type]
        return optimizer is not None and name in optimizer.settings
    return all(
        value_of(other) in values if values else bool(value_of(other)) for other, values in SETTINGS[name].only.items()
    )


def usual_value(optimizer: Optimizer, name: str) -> Any:
    """Return what a setting usually is with an optimizer: Keras's default."""
    return OPTIMIZERS[optimizer].usual.get(name, SETTINGS[name].default)
