"""The keyboard's pad on Inside: each pixel is followed, and what crosses on its way brings nothing back."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.inference.predict import Predictions
from core.inference.reader.answers import Answers
from core.serving.inference_client import InferenceClient
from models.cnn import cnn
from pages.parts.inside import view
from pages.state import cached
from tests.support.component_events import component, data_of, send, set_values
from tests.support.draw_page import SEVEN, given_paths, html_of, paths_of
from tests.support.inside_drawing import begun, drawn, ink_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

BLANK = "0" * 784
BAR_CELLS = "".join("1" if 5 <= row < 22 and column in (12, 13) else "0" for row in range(28) for column in range(28))
STROKE = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))


def painted(app, cells):
    """Paint on the pad: all its pixels come, and which of the pads that were given it is."""
    return set_values(app, "draw-pad", cells=_sent(app, cells))


def _sent(app, cells) -> str:
    return f"{app.session_state['draw-pad-start']['revision']} {cells}"


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
    assert given_paths(app) == paths_of(SEVEN)
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
    sent.json_value = json.dumps({"cells": _sent(app, cells)})
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
    judged = np.ones(2, np.float32)
    monkeypatch.setattr(InferenceClient, "answer", lambda *_: Answers(predictions=said, digit_probabilities=judged))
    monkeypatch.setattr(cached, "surenesses", lambda _: None)
    app = begun(inside)
    app.switch_page("draw.py")
    app.session_state["draw-mode"], app.session_state["draw-cells"] = "keyboard", STROKE
    app.run()
    app.button(key="draw-inside").click().run()
    assert component(app, "draw-pad")
    assert "Each change of a pixel is followed." in html_of(app)
