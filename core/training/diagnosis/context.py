"""A run as the rules see it: what it is trained with now, its newest epoch, its layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.training.diagnosis.findings import Diagnosis, Evidence, Kind, LayerFinding
from core.training.diagnosis.remedies import CurrentSetup, Remedy
from core.training.record.events import EpochEnded
from core.training.record.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisContext:
    """A run so far; what tells of its newest epoch needs one that has ended."""

    setup: CurrentSetup
    history: History

    @property
    def last(self) -> EpochEnded:
        """The newest epoch that has ended."""
        return self.history.epochs[-1]

    @property
    def accuracy(self) -> float:
        """Of the last epoch, the better of both: either alone is low at times in a run that learns.

        Batch normalisation's moving averages come late for validation, training's mean holds the first steps.
        """
        return max(self.last.accuracy, self.last.validation_accuracy or 0.0)

    def worst_layer(self, fractions: Mapping[str, float | None]) -> LayerFinding | None:
        """Return the layer with the largest share, the first of several; None where none of these names has one."""
        layers = [
            LayerFinding(number=row.index + 1, text=row.text, fraction=fraction)
            for row in self.setup.spec.rows()
            if (fraction := fractions.get(row.name)) is not None
        ]
        return max(layers, key=lambda layer: layer.fraction, default=None)


def diagnosis(kind: Kind, evidence: Evidence, remedy: Remedy | None) -> Diagnosis | None:
    """Return the diagnosis of a kind with what helps; None where nothing helps that a button can do."""
    return None if remedy is None else Diagnosis(kind=kind, evidence=evidence, remedy=remedy)
