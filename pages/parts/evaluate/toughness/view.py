"""How tough is it? Part of Evaluate's tab "Trust"."""

from __future__ import annotations

from core.runs.log.models import Model


def show(model: Model) -> None:
    """Draw the tab."""
