"""How fast an engine takes training steps, as it measured once on small networks, and what that means for any other.

A step is counted in multiply-adds, and whatever else it does as so many of them as take as long. These constants were
fitted to the recipes and some other networks on two cores; the machine's speed is the engine's own measurement.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.training.settings.config import TrainingConfig
from core.training.settings.workload import EVALUATION_BATCH
from models.spec import NetworkSpec

PER_STEP = 800_000  # beside everything else
PER_PARAMETER = 40  # in a step, however many images: the optimizer's update
PER_IMAGE = 40_000  # it is picked and made the network's inputs
PER_DISTORTED_IMAGE, PER_BENT_IMAGE = 300_000, 1_100_000  # augmented, without and with elastic distortion
PER_CONVOLVED_VALUE, PER_NORMALISED_VALUE = 50, 300  # that such a layer gives, in a network that is not compiled
LEAST_COMPUTING = 0.1  # share of a step that is not its layers' scheduling, however a busy machine measured it
READ_SHARE = 0.4  # of what an image takes in a step: reading goes forward and not back


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSpeed:
    """How fast an engine takes steps with networks of one kind."""

    seconds_per_layer: float  # in each step, however little it computes; 0 where XLA makes one of all layers
    seconds_per_multiply_add: float

    def step_seconds(self, spec: NetworkSpec, config: TrainingConfig) -> float:
        """Return about how long an optimizer step with a whole batch takes."""
        cost = PER_STEP + PER_PARAMETER * spec.parameters
        cost += config.batch_size * (_image_cost(spec) + _augmentation_cost(config))
        return len(spec.layers) * self.seconds_per_layer + cost * self.seconds_per_multiply_add

    def read_seconds(self, spec: NetworkSpec) -> float:
        """Return about how long reading 500 images takes."""
        cost = EVALUATION_BATCH * _image_cost(spec)
        return READ_SHARE * (len(spec.layers) * self.seconds_per_layer + cost * self.seconds_per_multiply_add)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBenchmark:
    """How fast an engine takes steps with networks of each kind."""

    dense: StepSpeed  # without a convolution: XLA compiles them
    convolution: StepSpeed

    def speed_of(self, spec: NetworkSpec) -> StepSpeed:
        """Return the speed of a network's kind."""
        return self.dense if spec.is_compiled else self.convolution


def compiled_speed(spec: NetworkSpec, config: TrainingConfig, *, seconds_per_step: float) -> StepSpeed:
    """Return the speed at which a step of this network takes so long, where XLA makes one of all layers."""
    return StepSpeed(seconds_per_layer=0.0, seconds_per_multiply_add=seconds_per_step / _multiply_adds(spec, config))


def uncompiled_speed(
    spec: NetworkSpec, config: TrainingConfig, *, seconds_per_step: float, few_images: int, seconds_of_few: float
) -> StepSpeed:
    """Return the speed at which steps of this network take so long with a whole batch and with a few images.

    Args:
        spec: the network.
        config: how it was trained.
        seconds_per_step: measured with `config.batch_size` images.
        few_images: fewer than those, in a step.
        seconds_of_few: measured with so few.
    """
    whole, few = _multiply_adds(spec, config), _multiply_adds(spec, replace(config, batch_size=few_images))
    computing = max((seconds_per_step - seconds_of_few) / (whole - few), LEAST_COMPUTING * seconds_per_step / whole)
    each = max(seconds_of_few - few * computing, 0.0) / len(spec.layers)
    return StepSpeed(seconds_per_layer=each, seconds_per_multiply_add=computing)


def _multiply_adds(spec: NetworkSpec, config: TrainingConfig) -> float:
    return StepSpeed(seconds_per_layer=0.0, seconds_per_multiply_add=1.0).step_seconds(spec, config)


def _image_cost(spec: NetworkSpec) -> int:
    cost = PER_IMAGE + sum(row.multiply_adds for row in spec.rows())
    if not spec.is_compiled:
        for layer, row in zip(spec.layers, spec.rows(), strict=True):
            per_value = PER_CONVOLVED_VALUE if layer.kernels and layer.window else 0
            per_value = PER_NORMALISED_VALUE if layer.untrained else per_value
            cost += per_value * (math.prod(row.output_shape) + row.inner_values)
    return cost


def _augmentation_cost(config: TrainingConfig) -> int:
    if not config.augmentation.is_on:
        return 0
    return PER_BENT_IMAGE if config.augmentation.elastic_pixels else PER_DISTORTED_IMAGE
