"""Runs of the visitor."""

from __future__ import annotations

import pytest

from tests.support.runs_page import ENDED


@pytest.fixture
def mine(visit, run_of):
    """Return a visitor's page with these runs in its table: `mine("one", "two")` gives it and their ids."""

    def opened(*names, events=ENDED, **query):
        app = visit("train.py", tab="Runs", **query)
        owner = app.session_state["owner"]
        runs = [run_of(owner, events, name=name) for name in names]
        return app.run(), runs

    return opened
