"""What each recipe reached when it was measured; `python -m benchmarks.recipes` measures and writes the JSON.

A measurement names the network and the settings that it belongs to: after a change of either it is one of something
else. It is of one machine; another one takes other seconds, and may move a few images to the other side.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

FILE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochResult:
    """One epoch of a measured run: the values of its `EpochEnded`. Losses are in nats, accuracies are fractions."""

    loss: float
    accuracy: float
    validation_loss: float | None  # None without validation images
    validation_accuracy: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeResult:
    """How one training of a recipe went, from its first step to the test images."""

    spec: NetworkSpec  # what was trained,
    config: TrainingConfig  # and how
    correct: int  # test images read right by the final weights
    count: int  # test images
    seconds: float  # of all epochs, training and validation; without building and tracing
    epochs: tuple[EpochResult, ...]
    date: str  # "2026-11-26"
    cores: int  # that trained
    processor: str  # "Intel Xeon"; empty where it was not recorded

    @property
    def accuracy(self) -> float:
        """Fraction of the test images that were read right."""
        return self.correct / self.count

    def is_of(self, spec: NetworkSpec, config: TrainingConfig) -> bool:
        """Return whether exactly this network was trained in exactly this way."""
        return (self.spec, self.config) == (spec, config)

    def to_json(self) -> dict[str, Any]:
        """Return the measurement as JSON values."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return values | {
            "spec": self.spec.to_json(),
            "config": self.config.to_json(),
            "epochs": [dataclasses.asdict(epoch) for epoch in self.epochs],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> RecipeResult:
        """Return the measurement that `to_json` described, also where settings have been added since.

        Raises:
            LabError: what was trained cannot be built any more.
        """
        read = {
            "spec": NetworkSpec.from_json(values["spec"]),
            "config": TrainingConfig.from_json(values["config"]),
            "epochs": tuple(EpochResult(**epoch) for epoch in values["epochs"]),
        }
        return cls(**values | read)


def recipe_result(key: str) -> RecipeResult | None:
    """Return what the recipe of that key reached, or None where it was not measured."""
    return _all().get(key)


@cache
def _all() -> dict[str, RecipeResult]:
    return {key: RecipeResult.from_json(values) for key, values in json.loads(FILE.read_text("utf-8")).items()}
