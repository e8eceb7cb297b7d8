"""A drawing that goes on while it is followed: a stroke changes all of it, and what is no digit changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st

from core.errors import EngineDiedError
from core.serving.inference_client import InferenceClient
from models.cnn import cnn
from pages.parts.inside import view
from pages.text.inside_live import Live
from tests.support.component_events import component, send
from tests.support.draw_page import BAR, SEVEN, given_paths, html_of, paths_of, strokes
from tests.support.inside_drawing import begun, drawn, ink_of
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

ONE, NOT_ONE = [(140, 60), (140, 220)], [(40, 60), (40, 220)]


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
    assert given_paths(app) == paths_of(SEVEN)
    app.switch_page("inside.py").run()
    assert component(app, "draw-canvas")
    app.button_group(key="inside-source").set_value("digit").run()
    assert ink_of(app) == 165
    assert not [one for one in app.get("bidi_component") if "draw-canvas" in one.proto.id]
    app.button(key="inside-begin-drawing").click().run()
    assert app.session_state["draw-start"]["objects"] == []
    app.button(key="draw-undo").click().run()
    assert given_paths(app) == paths_of(SEVEN)


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
    assert given_paths(app) == paths_of(SEVEN)
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
    assert given_paths(app) == paths_of(SEVEN)  # the canvas is a new one there


def test_stroke_whose_engine_dies_is_followed_once_another_one_is_awake(inside, monkeypatch):
    app = begun(inside)
    errors, prepare, awake = [EngineDiedError("The predictor was killed.")], InferenceClient.prepare_strokes, [True]

    def dying(client, strokes):
        if errors:
            awake[0] = False
            raise errors.pop()
        return prepare(client, strokes)

    monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: awake[0]))
    monkeypatch.setattr(InferenceClient, "waking_seconds", property(lambda _: 0.0))
    monkeypatch.setattr(InferenceClient, "wake", lambda _: None)
    monkeypatch.setattr(InferenceClient, "prepare_strokes", dying)
    drawn(app, ONE)
    assert "waking up" in app.info[0].value
    awake[0] = True
    app.run()
    assert ink_of(app) != 165
    assert Live.FOLLOWED in html_of(app)
