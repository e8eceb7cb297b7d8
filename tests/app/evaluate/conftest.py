"""What tests of the tab "Mistakes" share: the tab of a network with four mistakes, and the server's clock."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from pages.state.evaluate import naming_rounds
from tests.support.mistakes_page import MISTAKES


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Give the server's clock, which stands still until a test moves it."""
    clock = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(naming_rounds, "now", lambda: clock.seconds)
    return clock


@pytest.fixture
def opened_mistakes(visit: Callable[..., AppTest], answering, real_mnist) -> Callable[..., AppTest]:
    """Return a function that opens the tab of a network with four mistakes, as this person or another one."""
    answering.mistakes = MISTAKES

    def open_tab(*, owner: str = "", **query: str) -> AppTest:
        app = visit("evaluate.py", show="Mistakes", **query)
        if owner:
            app.session_state["owner"] = owner
            app.run()
        return app

    return open_tab
