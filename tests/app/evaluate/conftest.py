"""What tests of Evaluate share: the tab of a network with four mistakes, the server's clock, a report that is made."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from core.inference.robustness.sweep import unknown
from core.serving.inference_client import InferenceClient
from core.serving.robustness.sweeps import KnownSweep
from pages.state import cached
from pages.state.evaluate import calibration, naming_rounds, toughness
from pages.text.evaluate_report import ReportCard
from tests.support.mistakes_page import MISTAKES
from tests.support.report_page import ReportPage, report_in
from tests.support.toughness_engine import ToughnessEngine


@pytest.fixture(autouse=True)
def _calibration_anew() -> None:
    """Forget what another test's answers gave: they are told apart by their network alone."""
    for kept in (calibration._calibration, calibration._temperature):
        kept.clear()


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


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Give what is known of every network's toughness: nothing, until a test says `known` otherwise."""
    swept = SimpleNamespace(known=KnownSweep(sweep=unknown(2000), done=0, pieces=584, seconds_left=None))
    monkeypatch.setattr(toughness, "sweeps_of", lambda networks, *, asks: [swept.known] * len(networks))
    return swept


@pytest.fixture
def report(visit: Callable[..., AppTest], answering, swept) -> Callable[..., ReportPage]:
    """Return a function that has a report made and reads it: `report(model=...)`."""

    def made(app: AppTest | None = None, **query: str) -> ReportPage:
        app = app or visit("evaluate.py", show="Take away", **query)
        next(button for button in app.button if button.label == ReportCard.MAKE).click().run()
        assert not app.exception
        return report_in(app)

    return made


@pytest.fixture
def toughness_engine(monkeypatch: pytest.MonkeyPatch, answering) -> ToughnessEngine:
    """Give what answers; nothing is kept from other tests."""
    fake = ToughnessEngine()
    monkeypatch.setattr(InferenceClient, "call", lambda _, target, *args: fake.call(target, *args))
    monkeypatch.setattr(InferenceClient, "predict", lambda _, network, images: fake.predict(network, images))
    monkeypatch.setattr(toughness, "MOST_BYTES", 0)  # the newest file alone
    for kept in (toughness._clients, cached.predictions):
        kept.clear()
    monkeypatch.setattr(toughness.ResultFiles, "read", lambda *_: None)
    return fake
