"""What is drawn on the canvas is read, with sureness, bars and the picture that the network gets."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.serving.inference_client import InferenceClient
from core.training.record.events import RunEnded
from pages.text.draw import Draw
from pages.ui.canvas import canvas_drawing
from pages.ui.canvas.canvas_component import SHARPNESS
from tests.support.draw_page import BAR, SEVEN, given_paths, html_of, paths_of, strokes
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app


def stroke_count(app: AppTest) -> int:
    return len(app.session_state["draw-message"]["objects"])


def test_first_visit_invites_and_claims_nothing(draw, answering) -> None:
    app = draw()
    assert not app.exception
    assert "Draw a digit here, or a whole number." in html_of(app)
    assert "It reads" not in html_of(app)
    assert answering.questions == 0
    enabled = {button.key for button in app.button if not button.disabled}
    assert enabled & {"draw-undo", "draw-clear", "draw-inside"} == set()


def test_drawing_is_read_with_sureness_bars_and_its_picture(draw, answering) -> None:
    answering.digit, answering.sureness = 7, 0.94
    app = draw(strokes(SEVEN))
    page = html_of(app)
    assert "It reads a 7." in page
    assert "94 % sure; next guess: 0 (1 %)." in page
    assert "94.0 %" in page
    assert page.count("<tr") == 10
    assert page.count("read as 7, 94 %") == 1
    assert Draw.ONLY_TEN in [caption.value for caption in app.caption]


def test_low_confidence_is_said(draw, answering) -> None:
    answering.digit, answering.sureness = 4, 0.3
    page = html_of(draw(strokes(SEVEN)))
    assert "It is not sure." in page
    assert "Closest: 4 (30 %) and 0 (8 %)." in page
    assert "It reads" not in page


def test_same_strokes_are_not_asked_again(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    assert answering.questions == 2  # of the digit, and of its five other versions
    app.run()
    assert answering.questions == 2


def test_drawing_is_read_once_however_often_it_is_asked_for(draw, answering, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    read_canvas = canvas_drawing.read_canvas

    def count(drawn: dict) -> list[np.ndarray]:
        read.extend(drawn["objects"][-1:])  # nothing of an empty canvas
        return read_canvas(drawn)

    monkeypatch.setattr(canvas_drawing, "read_canvas", count)
    app = draw(strokes(SEVEN))
    assert len(read) == 1
    app.session_state["draw-message"] = strokes(SEVEN, BAR)
    app.run()
    assert len(read) == 2
    assert not app.exception


def test_another_model_answers_the_drawing_at_once(draw, answering, run_of) -> None:
    app = draw(strokes(SEVEN), owner="0" * 32)
    run = run_of("0" * 32, [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)])
    app.run()
    answering.digit = 1
    app.selectbox(key="model-run").set_value(run).run()
    assert app.session_state["model"] == run
    assert "It reads a 1." in html_of(app)
    assert stroke_count(app) == 1


def test_undo_takes_back_the_last_stroke_and_clear_all(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    app.button(key="draw-undo").click().run()
    assert stroke_count(app) == 1
    assert given_paths(app) == paths_of(SEVEN)
    assert "It reads" in html_of(app)
    app.button(key="draw-clear").click().run()
    assert stroke_count(app) == 0
    assert "It reads" not in html_of(app)
    first = app.session_state["draw-start"]
    app.session_state["draw-message"] = strokes(BAR)
    app.run()
    app.button(key="draw-clear").click().run()
    assert app.session_state["draw-start"] != first  # the canvas loads only what differs from what it was given last


def test_undo_brings_back_what_an_example_or_clear_has_replaced(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    for replacing in ("draw-example", "draw-clear"):
        app.button(key=replacing).click().run()
        assert app.session_state["draw-message"]["objects"] != strokes(SEVEN)["objects"]
        app.button(key="draw-undo").click().run()
        assert app.session_state["draw-message"]["objects"] == strokes(SEVEN)["objects"]
    app.button(key="draw-undo").click().run()  # now the stroke itself
    assert stroke_count(app) == 0
    assert app.button(key="draw-undo").disabled


def test_drawing_stays_over_a_change_of_page(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    app.switch_page("evaluate.py").run()
    app.switch_page("draw.py").run()
    assert "It reads" in html_of(app)
    assert given_paths(app) == paths_of(SEVEN, BAR)


def test_drawing_is_kept_for_inside(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    held = app.session_state["drawing"]
    assert held.shape == (28, 28)
    assert held.dtype == np.uint8
    app.button(key="draw-inside").click().run()
    assert not app.exception
    assert app.title[0].value == "Inside"
    assert app.session_state["inside-source"] == "drawing"


def test_pen_width_changes_strokes_on_the_screen_and_not_the_answer(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    before = app.session_state["drawing"]
    app.slider(key="draw-pen").set_value(30).run()
    assert [stroke["strokeWidth"] for stroke in app.session_state["draw-start"]["objects"]] == [30 * SHARPNESS]
    assert np.array_equal(app.session_state["drawing"], before)


def test_example_is_drawn_and_read(draw, answering) -> None:
    app = draw()
    app.button(key="draw-example").click().run()
    assert stroke_count(app) > 0
    assert "It reads" in html_of(app)


@pytest.mark.parametrize(
    "forged",
    [
        "text",
        7,
        {"objects": "text"},
        {"objects": [1]},
        {"objects": [{"type": "Path", "path": [["M", float("nan"), 1], ["L", 2, 2]]}]},
        {"objects": [{"type": "Path", "path": [["M", "x", 1]]}]},
        {"objects": [{"type": "Image", "src": "http://192.0.2.1/a.png"}]},
        strokes(*[BAR] * 10_000),
    ],
    ids=["text", "number", "no list", "no stroke", "nan", "no number", "image", "10,000 strokes"],
)
def test_forged_drawing_is_refused_in_a_sentence_and_cleared(draw, answering, forged: object) -> None:
    app = draw(forged)
    assert not app.exception
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value
    assert "It reads" not in html_of(app)
    app.button(key="draw-clear").click().run()
    assert not app.error
    assert "Draw a digit here" in html_of(app)


@pytest.mark.parametrize(
    "sent",
    [{"drawing": "text"}, {"drawing": {"raw": None}, "backgroundFit": {"x": 1}}, {"drawing": [1]}, {"drawing": {}}],
    ids=["text", "background", "list", "nothing"],
)
def test_forged_message_of_the_canvas_does_not_break_the_page(draw, answering, sent: object) -> None:
    app = draw()
    app.session_state["draw-canvas"] = sent
    app.run()
    assert not app.exception
    app.session_state["draw-message"] = strokes(SEVEN)
    assert "It reads" in html_of(app.run())


def test_dots_alone_are_no_digit(draw, answering) -> None:
    app = draw(strokes([(50, 50), (50.04, 50)]))
    assert "only dots are drawn" in html_of(app)
    assert answering.questions == 0


def test_network_that_wakes_up_lets_a_person_draw(draw, answering) -> None:
    answering.is_awake = False
    app = draw(strokes(SEVEN))
    assert not app.exception
    assert "waking up (about 10 s). Draw meanwhile" in html_of(app)
    answering.waking_seconds = 83.0
    assert "still waking up: 1 min 20 s so far. Draw meanwhile" in html_of(app.run())
    assert answering.questions == 0
    answering.is_awake = True
    assert "It reads" in html_of(app.run())


def test_page_is_drawn_anew_once_the_network_has_been_waking_up_for_longer_than_it_says(
    draw, answering, monkeypatch
) -> None:
    answering.is_awake = False
    app = draw(strokes(SEVEN))
    while_it_is_drawn = [15.0, 15.0]
    seconds = property(lambda _: while_it_is_drawn.pop() if while_it_is_drawn else 25.0)
    monkeypatch.setattr(InferenceClient, "waking_seconds", seconds)
    assert "still waking up: 20 s so far" in html_of(app.run())
