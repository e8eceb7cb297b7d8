"""A drawing that goes on while it is followed: a stroke changes all of it, and what is no digit changes nothing."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import streamlit as st

from core.inference.predict import Predictions
from core.serving.inference_client import InferenceClient
from models.cnn import cnn
from pages.parts.inside import view
from tests.support.component_events import component, data_of, send, set_values
from tests.support.draw_page import BAR, SEVEN, html_of, strokes
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

BLANK = "0" * 784
BAR_CELLS = "".join("1" if 5 <= row < 22 and column in (12, 13) else "0" for row in range(28) for column in range(28))
STROKE = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
ONE, NOT_ONE = [(140, 60), (140, 220)], [(40, 60), (40, 220)]


def drawn(app, *paths):
    """Lift the pen: all strokes that are on the canvas come."""
    return set_values(app, "draw-canvas", drawing={"raw": strokes(*paths), "data": None}, backgroundFit=None)


def painted(app, cells, *, revision=None):
    """Paint on the pad: all its pixels come, and which of the pads that were given it is."""
    revision = app.session_state["draw-pad-start"]["revision"] if revision is None else revision
    return set_values(app, "draw-pad", cells=f"{revision} {cells}")


def ink_of(app) -> int:
    """Return how many pixels of the picture that is followed hold ink."""
    return int(re.search(r"(\d+) of the 784 hold ink", text_of(app))[1])


def begun(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="0")
    assert ink_of(app) == 165
    app.button(key="inside-begin-drawing").click().run()
    assert component(app, "draw-canvas")
    return app


def test_sample_stays_until_the_first_stroke_and_each_stroke_is_followed(inside):
    app = begun(inside)
    assert "Draw a digit here" in html_of(app)
    assert ink_of(app) == 165
    assert "The label says" in text_of(app)
    drawn(app, ONE)
    one = ink_of(app)
    assert one != 165
    assert "The label says" not in text_of(app)
    assert app.button_group(key="inside-source").value == "drawing"
    drawn(app, ONE, BAR)
    assert ink_of(app) != one
    app.button(key="draw-undo").click().run()
    assert ink_of(app) == one
    app.button(key="draw-clear").click().run()
    assert ink_of(app) == one
    assert "The last picture stays" in html_of(app)
    assert not app.error


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        ((ONE, NOT_ONE), "This looks like 2 digits"),
        (([(50, 50), (50.04, 50)],), "only dots are drawn"),
        (([(50, 50), (1e9, 50)],), "The last picture stays"),
    ],
    ids=["two", "dots", "forged"],
)
def test_what_is_no_digit_is_said_and_the_last_picture_stays(inside, paths, said):
    app = begun(inside)
    drawn(app, ONE)
    one = ink_of(app)
    drawn(app, *paths)
    assert said in html_of(app)
    assert ink_of(app) == one
    assert not app.exception


def test_strokes_are_those_of_draw_and_another_digit_puts_the_canvas_away(inside):
    app = begun(inside)
    drawn(app, SEVEN)
    app.switch_page("draw.py").run()
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN)["objects"]
    app.switch_page("inside.py").run()
    assert component(app, "draw-canvas")
    app.button_group(key="inside-source").set_value("digit").run()
    assert ink_of(app) == 165
    assert not [one for one in app.get("bidi_component") if "draw-canvas" in one.proto.id]
    app.button(key="inside-begin-drawing").click().run()
    assert app.session_state["draw-start"]["objects"] == []
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN)["objects"]


def test_photo_is_followed_beside_a_canvas_until_there_is_a_stroke(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="0")
    photo = np.zeros((28, 28), np.uint8)
    photo[5:20, 13:15] = 255
    app.session_state["drawing"] = photo
    app.session_state["inside-source"] = "drawing"
    app.run()
    assert ink_of(app) == 30
    drawn(app, SEVEN)
    assert ink_of(app) > 30
    app.toggle(key="inside-canvas").set_value(False).run()
    assert not [one for one in app.get("bidi_component") if "draw-canvas" in one.proto.id]
    assert ink_of(app) > 30


def test_what_the_browser_kept_over_a_reload_is_not_followed_but_undo_brings_it_back(inside):
    app = begun(inside)
    send(app, "draw-manners", "kept", strokes(SEVEN))
    assert ink_of(app) == 165
    assert app.session_state["draw-start"]["objects"] == []
    send(app, "draw-manners", "kept", strokes(BAR))  # once only
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN)["objects"]
    assert ink_of(app) != 165
    assert "Each stroke is followed" in html_of(app)


def test_strokes_that_are_not_followed_are_not_said_to_be(inside):
    app = begun(inside)
    app.switch_page("draw.py").run()
    drawn(app, SEVEN)
    app.switch_page("inside.py").run()
    assert ink_of(app) == 165
    assert "Another picture is followed until the next stroke." in html_of(app)
    app.button_group(key="inside-source").set_value("drawing").run()
    assert "Each stroke is followed" in html_of(app)
    app.button_group(key="inside-source").set_value("digit").run()
    assert not [one for one in app.get("bidi_component") if "draw-canvas" in one.proto.id]


@pytest.mark.parametrize("tab", ["Why this answer", "What it learned", "Break it"])
def test_canvas_opens_on_the_tab_that_is_open(inside, monkeypatch, tab):
    for room in (view.why, view.learned, view.damage):
        monkeypatch.setattr(room, "show", lambda subject: st.markdown(f"{np.count_nonzero(subject.image)} inked"))
    app = inside(cnn(filters=(3,), dense=(5,)), view=tab)
    app.button(key="inside-begin-drawing").click().run()
    assert app.query_params["view"] == tab
    assert "165 inked" in text_of(app)
    drawn(app, SEVEN)
    assert app.query_params["view"] == tab
    assert "165 inked" not in text_of(app)
    given = app.session_state["draw-start"]
    app.query_params.pop("view")
    app.session_state["view"] = "Follow the pixels"
    app.run()
    assert given["objects"] == []
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN)["objects"]  # the canvas is a new one there


def test_pad_for_the_keyboard_takes_the_canvas_place_and_each_pixel_is_followed(inside):
    app = begun(inside)
    drawn(app, SEVEN)
    seven = ink_of(app)
    app.button(key="inside-keyboard").click().run()
    assert "Paint a digit here, pixel by pixel. " in html_of(app)
    assert not [one for one in app.get("bidi_component") if "draw-canvas" in one.proto.id]
    assert ink_of(app) == seven
    painted(app, STROKE)
    one = ink_of(app)
    assert one != seven
    assert "Each change of a pixel is followed." in html_of(app)
    painted(app, BLANK)
    assert ink_of(app) == one
    assert "The last picture stays" in html_of(app)
    app.button(key="draw-undo").click().run()
    assert ink_of(app) == one
    set_values(app, "draw-pad", cells="1")
    assert "784" in html_of(app)
    assert not app.exception
    app.button(key="inside-keyboard").click().run()
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN)["objects"]
    assert "Another picture is followed" in html_of(app)


def test_pad_is_a_new_one_on_another_tab_with_what_was_painted_and_begins_empty(inside, monkeypatch):
    monkeypatch.setattr(view.damage, "show", lambda _: None)
    app = begun(inside)
    app.button(key="inside-keyboard").click().run()
    painted(app, STROKE)
    app.session_state["view"] = "Break it"
    app.run()
    assert app.session_state["draw-pad-start"]["cells"] == STROKE
    app.button_group(key="inside-source").set_value("digit").run()
    app.button(key="inside-begin-drawing").click().run()
    assert app.session_state["draw-pad-start"]["cells"] == BLANK
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-pad-start"]["cells"] == STROKE


def test_what_the_browser_kept_of_the_pad_is_not_followed_but_undo_brings_it_back(inside):
    app = begun(inside)
    app.button(key="inside-keyboard").click().run()
    assert data_of(app, "draw-pad")["isAside"]
    send(app, "draw-pad", "kept", STROKE)
    assert ink_of(app) == 165
    assert app.session_state["draw-cells"] == BLANK
    send(app, "draw-pad", "kept", STROKE[::-1])  # once only
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-pad-start"]["cells"] == STROKE
    assert ink_of(app) != 165


def test_pixels_painted_before_the_browser_said_what_it_kept_stay(inside):
    app = begun(inside)
    app.button(key="inside-keyboard").click().run()
    send(app, "draw-pad", "kept", STROKE[::-1])
    painted(app, STROKE)
    assert app.session_state["draw-cells"] == STROKE
    assert app.session_state["draw-pad-start"]["revision"] == 1  # the pad is given nothing that would replace them


def together(app, key, cells):
    """Press a button with pixels on their way, as one message of a busy machine brings both."""
    states = app._tree.get_widget_states()
    app.button(key=key).click()
    states.widgets.extend(one for one in app._tree.get_widget_states().widgets if one.trigger_value)
    sent = states.widgets.add()
    sent.id = component(app, "draw-pad").id
    sent.json_value = json.dumps({"cells": f"{app.session_state['draw-pad-start']['revision']} {cells}"})
    return app._run(states)


def test_pixels_on_their_way_are_followed_when_the_pen_is_taken_and_not_when_they_are_cleared(inside):
    app = begun(inside)
    drawn(app, SEVEN)
    app.button(key="inside-keyboard").click().run()
    together(app, "inside-keyboard", STROKE)
    assert component(app, "draw-canvas")
    assert np.array_equal(app.session_state["drawing"][:, 14] > 0, np.any(app.session_state["drawing"] > 0, axis=1))
    app.button(key="inside-keyboard").click().run()
    one = ink_of(app)
    together(app, "draw-clear", BAR_CELLS)
    assert app.session_state["draw-cells"] == app.session_state["draw-pad-start"]["cells"] == BLANK
    assert ink_of(app) == one


def test_pad_that_a_drawing_begins_on_is_empty_and_undo_brings_back_what_was_on_it(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="0")
    app.session_state["draw-cells"] = STROKE
    app.session_state["draw-pad-start"] = {"cells": STROKE, "revision": 1}
    app.button(key="inside-begin-drawing").click().run()
    app.button(key="inside-keyboard").click().run()
    assert app.session_state["draw-cells"] == BLANK
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-cells"] == STROKE


def test_whoever_paints_on_draw_finds_the_pad_on_inside(inside, monkeypatch):
    certain = np.eye(10, dtype=np.float32)
    said = Predictions(logits=certain[[1, 1]], probabilities=certain[[1, 1]])
    monkeypatch.setattr(InferenceClient, "predict", lambda *_: said)
    app = begun(inside)
    app.switch_page("draw.py")
    app.session_state["draw-mode"], app.session_state["draw-cells"] = "keyboard", STROKE
    app.run()
    app.button(key="draw-inside").click().run()
    assert component(app, "draw-pad")
    assert "Each change of a pixel is followed." in html_of(app)
