"""Reports that are made on the tab "Take away"."""

from __future__ import annotations

import pytest

from pages.state.evaluate import calibration
from pages.text.evaluate_report import ReportCard
from tests.support.report_page import ReportPage, report_in


@pytest.fixture
def report(visit, answering):
    """Return a function that has a report made and reads it: `report(model=...)`."""

    for kept in (calibration._calibration, calibration._temperature):
        kept.clear()  # of another test's answers

    def made(app=None, **query) -> ReportPage:
        app = app or visit("evaluate.py", show="Take away", **query)
        next(button for button in app.button if button.label == ReportCard.MAKE).click().run()
        assert not app.exception
        return report_in(app)

    return made
