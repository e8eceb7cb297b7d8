"""Evaluate's tab "Trust": whether a network is as sure as it should be, and what damage does to it."""

from __future__ import annotations

from core.runs.log.models import Model
from pages.parts.evaluate.shared import reading
from pages.parts.evaluate.toughness import view as toughness
from pages.parts.evaluate.trust import calibration_part, threshold_part


def show(model: Model) -> None:
    """Draw the tab."""
    found = reading.read([model])
    if found is None:
        return
    calibration_part.show(model, found[0])
    threshold_part.show(model)
    toughness.show(model)
