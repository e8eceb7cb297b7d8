"""Runs that are noted and not begun."""

from __future__ import annotations

import pytest

from core import lab


@pytest.fixture
def started(monkeypatch):
    """Collect what would be started; nothing trains."""
    asked = []

    def start_run(spec, config, **rest):
        asked.append((spec, config, rest))
        return "0" * 32

    monkeypatch.setattr(lab.current().run_starter, "start", start_run)
    return asked
