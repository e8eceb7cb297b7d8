"""Digits that a run reads while it trains."""

from __future__ import annotations

import numpy as np
import pytest

from core import lab
from core.training.record.live_snapshot import DRAWING_NAME, read_drawing
from pages.text.pictures import LiveDigits, whole_percent
from tests.support.component_events import data_of
from tests.support.live_page import DIGITS, folder_of, offered, probabilities_for, selected_run, snapshot
from tests.support.page_text import text_of
from tests.support.written_runs import STARTED, STEPS

pytestmark = pytest.mark.app


DRAWN = np.tile(np.array([0, 255], np.uint8), 392).reshape(28, 28)


def tiles(app) -> list[dict]:
    return data_of(app, "live-digits")["tiles"]


def test_twenty_digits_come_first_with_how_many_are_right(opened):
    answers = DIGITS.copy()
    answers[[9, 17]] = 9, 3
    app = opened([STARTED, STEPS], snapshot(probabilities=probabilities_for(answers)))
    assert offered(app) == ["20 digits", "Kernels", "Confusion matrix", "Health", "Log"]
    assert "18 of 20 right after step 1,204 (epoch 3)." in text_of(app)
    right, wrong = tiles(app)[8:10]
    assert (right["said"], right["alt"], right["wrong"]) == ("4, 91 %", "A 4, read as 4, 91 % sure", False)
    assert (wrong["said"], wrong["alt"], wrong["wrong"]) == ("✗ 9, 91 %", "Read as 9, is a 4, 91 % sure", True)
    assert wrong["sureness"] == pytest.approx(0.91, abs=1e-4)
    assert data_of(app, "live-digits")["name"] == "18 of 20 right after step 1,204 (epoch 3)."


def test_digits_are_those_of_the_data_set(opened):
    from pages.ui import plotly_figures

    app = opened([STARTED, STEPS], snapshot(indices=np.arange(20)[::-1].copy()))
    assert tiles(app)[0]["mask"] == plotly_figures.ink_mask(lab.current().dataset().test_images[19])


def test_before_the_first_step_the_untrained_network_guesses(opened):
    app = opened([STARTED], snapshot(epoch=0, step=0, probabilities=probabilities_for(np.zeros(20, int), 0.11)))
    assert "2 of 20 right before the first step: the untrained network guesses." in text_of(app)


def test_own_drawing_is_the_twenty_first_and_framed(opened):
    app = opened(
        [STARTED, STEPS], snapshot(drawing=DRAWN, drawing_probabilities=probabilities_for([3])[0]), drawing=DRAWN
    )
    assert len(tiles(app)) == 21
    own = tiles(app)[20]
    assert (own["name"], own["said"], own["alt"]) == ("yours", "3, 91 %", "Your drawing, read as 3, 91 % sure")
    assert LiveDigits.DRAW not in [link.proto.label for link in app.get("page_link")]


def test_nobody_else_sees_the_drawing_or_is_asked_for_one(opened):
    glimpse = snapshot(drawing=DRAWN, drawing_probabilities=probabilities_for([3])[0])
    app = opened([STARTED, STEPS], glimpse, owner="somebody", drawing=DRAWN)
    assert len(tiles(app)) == 20
    assert LiveDigits.DRAW not in [link.proto.label for link in app.get("page_link")]
    assert not (folder_of(selected_run(app)) / DRAWING_NAME).exists()


def test_owner_without_a_drawing_is_shown_the_way_to_draw(opened):
    app = opened([STARTED, STEPS], snapshot())
    assert LiveDigits.DRAW in [link.proto.label for link in app.get("page_link")]


def test_owners_drawing_is_handed_over_once(opened):
    app = opened([STARTED, STEPS], snapshot(), drawing=DRAWN)
    folder = folder_of(selected_run(app))
    assert np.array_equal(read_drawing(folder), DRAWN)
    assert LiveDigits.HANDED_OVER in text_of(app)
    (folder / DRAWING_NAME).unlink()
    app.run()
    assert not (folder / DRAWING_NAME).exists()
    app.session_state["drawing"] = DRAWN.T.copy()
    app.run()
    assert np.array_equal(read_drawing(folder), DRAWN.T)


def test_table_of_the_digits_is_made_only_when_it_is_opened(opened):
    app = opened([STARTED, STEPS], snapshot(probabilities=probabilities_for(np.full(20, 7))))
    assert "Test image 19" not in text_of(app)
    app.session_state["train-pictures-table-digits"] = True
    app.run()
    assert "Test image 19" in text_of(app)
    assert "✗ 7" in text_of(app)


def test_digits_of_another_data_set_are_not_shown(opened):
    app = opened([STARTED, STEPS], snapshot(), data="0" * 64)
    assert LiveDigits.OTHER_DIGITS in text_of(app)


def test_active_run_without_a_glimpse_says_when_it_comes(opened):
    app = opened([STARTED])
    assert "The first picture comes with the first steps." in text_of(app)


@pytest.mark.parametrize(
    ("probability", "text"), [(0.934, "93 %"), (0.999, "> 99 %"), (0.001, "< 1 %"), (float("nan"), "no number")]
)
def test_sureness_is_never_called_certain(probability, text):
    assert whole_percent(probability) == text
