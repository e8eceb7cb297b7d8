"""Runs with the events and live snapshots that a test gives."""

from __future__ import annotations

import pytest

from core import lab
from core.training.record.live_snapshot import write_snapshot
from tests.support.live_page import folder_of


@pytest.fixture
def opened(visit, run_of):
    """Return a function that opens the page on a run with a glimpse in its folder, of one's own or somebody's."""

    def open_page(events, glimpse=None, *, owner="", shown="", drawing=None, **options):
        app = visit("train.py")
        run = run_of(owner or app.session_state["owner"], events, **options)
        if glimpse is not None:
            write_snapshot(folder_of(run), glimpse)
        if shown:
            app.session_state["train-pictures"] = shown
        if drawing is not None:
            app.session_state["drawing"] = drawing
        app.query_params["run"] = run
        app.run()
        assert not app.exception
        return app

    return open_page


@pytest.fixture
def own_run(visit, run_of):
    """Return a function that opens the page on a run of the visitor's own, `own_run([STARTED, ...])`."""

    def opened(events, **options):
        app = visit("train.py")
        run = run_of(app.session_state["owner"], events, **options)
        app.query_params["run"] = run
        app.run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def branched(monkeypatch):
    """Return what branches were started with; none is."""
    begun = []

    def branch_run(parent, epoch, spec, config, *, owner, nonce):
        begun.append((parent, epoch, spec, config))
        return "0" * 32

    monkeypatch.setattr(lab.current().run_starter, "start_branch", branch_run)
    return begun
