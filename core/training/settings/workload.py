"""What an epoch of a run comes to on a data set; refused before anything is trained where it does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.splits import kept_count
from core.errors import ConfigError
from core.messages import training as messages
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import moments
from models.costs import MAX_TRAINING_MIB
from models.spec import NetworkSpec

EVALUATION_BATCH = 500  # images read at once without learning; divides the usual splits


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """An epoch in numbers."""

    train_images: int
    validation_images: int  # 0 where none validate
    steps: int  # optimizer steps; the last batch may be smaller
    mebibytes: float  # rough estimate of the memory that training takes


def workload(spec: NetworkSpec, config: TrainingConfig, *, train_count: int, test_count: int) -> Workload:
    """Return what an epoch comes to.

    Args:
        spec: the network.
        config: how it is trained.
        train_count: training images of the data set.
        test_count: its test images.

    Raises:
        ConfigError: the settings do not fit the data, or batches of that size do not fit into the memory allowed.
    """
    kept = kept_count(train_count, source=config.validation_source, fraction=config.validation_fraction)
    train_images = config.kept_images(kept)
    steps = config.steps_per_epoch(train_images)
    mebibytes = spec.memory_mib(batch_size=config.batch_size, moments=moments(config))
    if mebibytes > MAX_TRAINING_MIB:
        message = messages.batch_above_memory(
            batch_size=config.batch_size, mebibytes=mebibytes, most_mebibytes=MAX_TRAINING_MIB
        )
        raise ConfigError(message, field="batch_size")
    held_out = test_count if config.validation_source == "test" else train_count - kept
    return Workload(train_images=train_images, validation_images=held_out, steps=steps, mebibytes=mebibytes)
