"""Toughness in a report: counted in the background once a report is asked for, which is there without it before."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.robustness.sweep import Sweep
from core.serving.robustness.sweeps import KnownSweep
from pages.text.evaluate_report import ReportCard
from tests.support.page_text import labels, text_of
from tests.support.report_page import report_in
from tests.support.waiting import until

pytestmark = pytest.mark.app

NOT_MEASURED = "Not measured when this report was made. On Evaluate, the tab “Trust” measures it"


def known(right: np.ndarray, clean: int) -> KnownSweep:
    done = int(8 * ((right >= 0).sum() + 1))
    sweep = Sweep(right=right, clean=clean, count=2000)
    return KnownSweep(sweep=sweep, done=done, pieces=584, seconds_left=None if sweep.is_whole else 12.4)


def half_right(**others: int) -> np.ndarray:
    """Return a sweep in which half of all is read right, save in some conditions."""
    keys = ("rotation", "shift", "scale", "shear", "thickness", "noise", "blur", "contrast", "occlusion")
    return np.array([[others.get(key, 1000)] * 8 for key in keys])


def test_what_is_counted_already_stands_in_the_report_at_once(visit, report, swept):
    right = half_right(shear=1500, contrast=500)
    right[0] = [2000, 1999, 1400, 300, 300, 1, 0, 0]  # 37.5 % on average
    swept.known = known(right, clean=1990)
    app = visit("evaluate.py", show="Take away")
    page = report(app)
    page.check()
    said = page.text_of("p")
    assert "8 How tough is it?" in page.text_of("h2")
    assert (
        "Damaged in nine ways and eight strengths each, 48.6 % of the first 2,000 test images are still read right, on "
        "average. Untouched: 99.5 %."
    ) in said
    assert "loses most to contrast, under which 25.0 % are read right, and least to shear, 75.0 %." in said
    rows = page.rows("tough")
    assert rows[0] == ["Condition", "Mean", "Strength, from mild to severe"]
    assert rows[1] == [
        "Rotation Turned by, in degrees",
        "37.5 %",
        *("5 100", "10 over 99.9", "15 70.0", "20 15.0", "30 15.0", "40 under 0.1", "60 0", "90 0"),
    ]
    assert rows[5][:3] == ["Pen thickness Lines wider or narrower by, in pixels", "50.0 %", "0.5 50.0"]
    assert rows[10] == ["All nine", "48.6 %", ""]
    assert "of 9 conditions" not in text_of(app)


def test_nothing_is_said_of_extremes_where_all_are_alike(report, swept):
    swept.known = known(half_right(), clean=2000)
    said = report().text_of("p")
    assert "50.0 % of the first 2,000 test images are still read right" in said
    assert "loses most" not in said


def test_report_is_there_before_toughness_is_and_has_it_afterwards(visit, report, swept):
    partly = half_right()
    partly[3:] = -1
    swept.known = known(partly, clean=1990)
    app = visit("evaluate.py", show="Take away")
    page = report(app)
    page.check()
    assert NOT_MEASURED in page.text_of("p")
    assert page.rows("tough") == []
    assert "Download pretrained-network-report.html" in labels(app)
    (progress,) = app.get("progress")
    assert progress.proto.text == "Toughness: 3 of 9 conditions, about 12 s left"
    assert ReportCard.NOT_YET in text_of(app)
    swept.known = known(half_right(), clean=1990)
    app.run()
    assert NOT_MEASURED not in report_in(app).text_of("p")
    assert "50.0 % of the first 2,000 test images" in report_in(app).text_of("p")
    assert ReportCard.NOT_YET not in text_of(app)
    assert "Download pretrained-network-report.html" in labels(app)


@pytest.mark.usefixtures("real_mnist")
def test_it_is_counted_once_the_report_is_asked_for_and_asked_again_where_the_engine_fails(visit, toughness_engine):
    app = visit("evaluate.py", show="Take away")
    assert toughness_engine.asked == 0
    toughness_engine.fails = True
    app.button(key="take-report").click().run()
    until(lambda: app.run().error)
    assert "Download pretrained-network-report.html" in labels(app)
    toughness_engine.fails = False
    app.button(key="report-tough-try-again").click().run()
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    assert "55.0 % of the first 2,000 test images are still read right" in report_in(app).text_of("p")
    app.query_params["show"] = "Trust"
    app.run()
    assert "Rotation, 20 degrees: 60.0 % of 2,000 test images read right." in text_of(app)
