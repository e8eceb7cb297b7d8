"""A run as the rules see it: what it is trained with now and was when something arose, its newest epoch, its layers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.training.diagnosis.findings import Diagnosis, Evidence, Kind, LayerFinding
from core.training.diagnosis.remedies import CurrentSetup, Remedy
from core.training.record.events import EpochEnded
from core.training.record.history import History
from core.training.settings.commands import setting_value
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisContext:
    """A run so far; what tells of its newest epoch needs one that has ended."""

    setup: CurrentSetup
    begun: CurrentSetup
    history: History

    @classmethod
    def of(cls, spec: NetworkSpec, config: TrainingConfig, history: History) -> DiagnosisContext:
        """Return a run that began with these."""
        begun = CurrentSetup(spec=spec, config=config)
        return cls(setup=CurrentSetup.of(spec, config, history), begun=begun, history=history)

    @property
    def last(self) -> EpochEnded:
        """The newest epoch that has ended."""
        return self.history.epochs[-1]

    @property
    def accuracy(self) -> float:
        """Of the last epoch, see `accuracy_of`."""
        return accuracy_of(self.last)

    def largest(self, name: str, first_step: int, last_step: int) -> float:
        """Return the largest value that a setting had while these steps, counted over the whole run, were taken."""
        held = setting_value(self.begun.spec, self.begun.config, name)
        changed = []
        for steer in self.history.steered:  # each takes effect after its step
            if steer.action == name and steer.value is not None and steer.step < last_step:
                if steer.step < first_step:
                    held = steer.value
                else:
                    changed.append(steer.value)
        return max([held, *changed])

    def setup_during(self, first_step: int, last_step: int) -> CurrentSetup:
        """Return the set-up with the largest learning rate of these steps, to be blamed for what arose in them."""
        return dataclasses.replace(self.setup, rate_then=self.largest("learning_rate", first_step, last_step))

    def last_step_of(self, epoch: int) -> int:
        """Return an epoch's last step, counted over the whole run; 0 where the row that says so is damaged."""
        return epoch * self.history.started.steps_per_epoch if self.history.started else 0

    def setup_since(self, is_wrong: Callable[[EpochEnded], bool]) -> CurrentSetup:
        """Return the set-up of the epoch in which something arose that is so since: the first of the newest ones."""
        arose = self.last
        for ended in reversed(self.history.epochs):
            if not is_wrong(ended):
                break
            arose = ended
        return self.setup_during(self.last_step_of(arose.epoch - 1) + 1, self.last_step_of(arose.epoch))

    def worst_layer(self, fractions: Mapping[str, float | None]) -> LayerFinding | None:
        """Return the layer with the largest share, the first of several; None where none of these names has one."""
        layers = [
            LayerFinding(number=row.index + 1, text=row.text, fraction=fraction)
            for row in self.setup.spec.rows()
            if (fraction := fractions.get(row.name)) is not None
        ]
        return max(layers, key=lambda layer: layer.fraction, default=None)


def accuracy_of(epoch: EpochEnded) -> float:
    """Return the better of both accuracies: either alone is low at times in a run that learns.

    Batch normalisation's moving averages come late for validation, training's mean holds the first steps.
    """
    return max(epoch.accuracy, epoch.validation_accuracy or 0.0)


def diagnosis(kind: Kind, evidence: Evidence, remedy: Remedy | None) -> Diagnosis | None:
    """Return the diagnosis of a kind with what helps; None where nothing helps that a button can do."""
    return None if remedy is None else Diagnosis(kind=kind, evidence=evidence, remedy=remedy)
