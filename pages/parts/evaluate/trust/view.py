"""Evaluate's tab "Trust": whether a network is as sure as it should be, and what damage does to it."""

from __future__ import annotations

from core.runs.log.models import Model
from pages.parts.evaluate.toughness import view as toughness


def show(model: Model) -> None:
    """Draw the tab."""
    toughness.show(model)
