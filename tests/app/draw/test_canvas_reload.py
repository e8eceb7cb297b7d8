"""What is drawn outlives a reload: the browser keeps it, and gives it back to the next session."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.component_events import component, send
from tests.support.draw_page import BAR, SEVEN, given_paths, html_of, paths_of, strokes

pytestmark = pytest.mark.app


def kept_by_the_browser(app: AppTest) -> str | None:
    """Return what the browser was told to keep over a reload; None where it is asked for that."""
    return json.loads(component(app, "draw-manners").json)["kept"]


def test_browser_is_given_the_drawing_to_keep_and_asked_for_it_in_a_new_session_alone(draw, answering) -> None:
    app = draw()
    assert kept_by_the_browser(app) is None
    send(app, "draw-manners", "kept", strokes(SEVEN))
    assert "It reads" in html_of(app)
    assert given_paths(app) == paths_of(SEVEN)
    assert json.loads(kept_by_the_browser(app)) == {**strokes(SEVEN), "shape": "square"}
    send(app, "draw-manners", "kept", strokes(BAR))  # late: a drawing is there
    assert json.loads(kept_by_the_browser(app)) == {**strokes(SEVEN), "shape": "square"}
    app.button(key="draw-clear").click().run()
    assert kept_by_the_browser(app) == ""


@pytest.mark.parametrize("kept", ["text", {"objects": [1]}, {"objects": []}, [], None], ids=repr)
def test_forged_drawing_from_before_a_reload_is_nothing_and_not_asked_for_again(draw, answering, kept: object) -> None:
    app = send(draw(), "draw-manners", "kept", kept)
    assert not app.exception
    assert not app.error
    assert "Draw a digit here" in html_of(app)
    assert kept_by_the_browser(app) == ""
