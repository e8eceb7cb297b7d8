"""Evaluate's Trust: whether 99 % sure is 99 % right, the temperature, the threshold of Draw."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.calibration import reliability
from core.inference.reader.rejection import Surenesses
from core.training.settings.config import TrainingConfig
from pages.parts.evaluate.trust import charts
from pages.state import cached
from pages.text.evaluate_trust import Calibrated, Temperature
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app


@pytest.fixture(autouse=True)
def _sure(monkeypatch):
    """Count no judge's word: that takes the engine."""
    found = Surenesses(
        surenesses=np.array([0.99, 0.9, 0.55, 0.3], np.float32), is_right=np.array([True, True, False, True])
    )
    monkeypatch.setattr(cached, "surenesses", lambda *_, **__: found)


@pytest.fixture
def trust(visit):
    """Return a function that opens the tab."""
    return lambda **query: visit("evaluate.py", show="Trust", **query)


@pytest.mark.usefixtures("real_mnist")
def test_sureness_beside_what_is_right(trust, answering):
    answering.sureness, answering.mistakes = 0.9, {place: (0, 0.9) for place in range(1000)}
    said = text_of(trust())
    assert "It is 90.00 % sure on average and right in 90.85 %: too modest." in said  # 85 of these are zeros
    assert "Expected calibration error 0.85 points (95 % interval " in said


@pytest.mark.usefixtures("real_mnist")
def test_temperature_is_fitted_by_one_button_and_no_answer_changes(trust, answering):
    answering.mistakes = {place: (0, 0.998) for place in range(55_000, 60_000, 10)}  # of the validation images
    answering.mistakes |= {place: (0, 0.998) for place in range(200)}
    app = trust()
    assert "Fitted on" not in text_of(app)
    app.button(key="primary-trust-fit").click().run()
    assert not app.exception
    said = text_of(app)
    assert "it is less sure of everything now. Fitted on 5,000 validation images." in said
    assert "Answers changed, of 10,000" in said
    assert app.button_group(key="trust-look").value == "after"
    app.button_group(key="trust-look").set_value("before").run()
    assert not app.exception
    assert "primary-trust-fit" not in {button.key for button in app.button}


@pytest.mark.usefixtures("answering")
def test_run_without_validation_images_is_not_given_a_temperature_by_the_test_images(trust, run_of):
    run = run_of("somebody", [STARTED, EPOCH], config=TrainingConfig(validation_fraction=0.0))
    app = trust(model=run)
    assert Temperature.NO_VALIDATION in text_of(app)
    assert "primary-trust-fit" not in {button.key for button in app.button}


@pytest.mark.usefixtures("answering")
def test_threshold_is_that_of_draw(trust):
    app = trust()
    assert "At 60 %: 50 % of the test digits are not answered; none of the 2 answers is wrong." in text_of(app)
    app.slider(key="draw-threshold").set_value(40).run()
    assert "At 40 %: 25 % of the test digits are not answered; of the answered 33 % are wrong: 1 of 3." in text_of(app)
    app.switch_page("draw.py").run()
    assert app.slider(key="draw-threshold").value == 40


@pytest.mark.usefixtures("answering")
def test_threshold_waits_until_it_is_counted(trust, monkeypatch):
    monkeypatch.setattr(cached, "surenesses", lambda *_, **__: None)
    assert "Counting on the test digits what that costs" in text_of(trust())


def test_bins_with_few_answers_are_pale_and_empty_ones_not_drawn():
    sureness = np.concatenate([np.full(990, 0.99), np.full(10, 0.5)])
    found = reliability(sureness, np.arange(1000) < 985)
    points = charts.reliability_diagram(found)["series"][1]["data"]
    assert [point["value"] for point in points] == [[50.0, 0.0], [99.0, 99.49]]
    few = reliability(sureness[:-1], np.arange(999) < 985)
    pale, full = (point["itemStyle"]["opacity"] for point in charts.reliability_diagram(few)["series"][1]["data"])
    assert pale < full


def test_curve_leaves_out_thresholds_that_answer_nothing():
    found = Surenesses(surenesses=np.array([0.5, 0.6]), is_right=np.array([False, True]))
    costs = [found.rejection(threshold) for threshold in (0.0, 0.55, 0.9)]
    curve, now = charts.threshold_curve(costs, costs[2])["series"]
    assert (curve["data"], now["data"]) == ([[0.0, 50.0], [50.0, 0.0]], [])


@pytest.mark.parametrize(("is_right", "end"), [([False, True], None), ([True, True], 1)], ids=["mistakes", "none"])
def test_share_wrong_ends_at_a_round_number(is_right, end):
    found = Surenesses(surenesses=np.array([0.5, 0.6]), is_right=np.array(is_right))
    costs = [found.rejection(threshold) for threshold in (0.0, 0.55)]
    assert charts.threshold_curve(costs, costs[0])["yAxis"].get("max") == end


@pytest.mark.parametrize("text", [Calibrated.BECAUSE, Temperature.BECAUSE], ids=["error", "temperature"])
def test_explanations_are_short(text):
    assert len(text.split()) <= 60
