"""Undo and Redo go back and forth over strokes, Clear and examples, on the canvas and on the pad."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.drawing.strokes import MAX_POINTS
from tests.support.component_events import send, set_values
from tests.support.draw_page import BAR, SEVEN, paths_of, strokes

pytestmark = pytest.mark.app


def paths(app: AppTest) -> list:
    return [stroke["path"] for stroke in app.session_state["draw-message"]["objects"]]


def buttons(app: AppTest) -> set[str]:
    return {key for key in ("draw-undo", "draw-redo", "draw-clear") if not app.button(key=key).disabled}


def press(app: AppTest, *keys: str) -> AppTest:
    for key in keys:
        app.button(key=key).click().run()
    assert not app.exception
    return app


def test_redo_brings_back_stroke_after_stroke_and_then_is_gone(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    before = paths(app)
    assert "draw-redo" not in buttons(app)
    press(app, "draw-undo", "draw-undo")
    assert (paths(app), buttons(app)) == ([], {"draw-redo"})
    press(app, "draw-redo")
    assert paths(app) == before[:1]
    press(app, "draw-redo")
    assert (paths(app), buttons(app)) == (before, {"draw-undo", "draw-clear"})


@pytest.mark.parametrize(
    ("key", "left", "brought_back"), [("draw-undo", [SEVEN], "draw-redo"), ("draw-clear", [], "draw-undo")]
)
def test_stroke_that_comes_with_what_is_pressed_after_it_is_taken_before(
    draw, answering, key: str, left: list, brought_back: str
) -> None:
    app = draw(strokes(SEVEN))
    app.button(key=key).click()
    set_values(app, "draw-canvas", drawing={"raw": strokes(SEVEN, BAR), "data": None})
    assert paths(app) == [stroke["path"] for stroke in strokes(*left)["objects"]]
    set_values(app, "draw-canvas", drawing={"raw": strokes(*left), "data": None})  # the echo
    press(app, brought_back)
    assert paths(app) == [stroke["path"] for stroke in strokes(SEVEN, BAR)["objects"]]


def test_new_stroke_and_clear_end_what_can_be_redone(draw, answering) -> None:
    app = press(draw(strokes(SEVEN, BAR)), "draw-undo")
    set_values(app, "draw-canvas", drawing={"raw": strokes(SEVEN), "data": None})  # the echo of what it was given
    assert "draw-redo" in buttons(app)
    set_values(app, "draw-canvas", drawing={"raw": strokes(SEVEN, SEVEN), "data": None})
    assert "draw-redo" not in buttons(app)
    press(app, "draw-undo")
    assert "draw-redo" in buttons(app)
    press(app, "draw-clear")
    assert "draw-redo" not in buttons(app)


def test_late_echo_of_a_drawing_that_a_second_press_has_replaced_changes_nothing(draw, answering) -> None:
    app = press(draw(strokes(SEVEN, BAR, SEVEN)), "draw-undo")
    late = app.session_state["draw-start"]["objects"]  # the canvas sends back what it was given
    press(app, "draw-undo")
    before, open_to_press = paths(app), buttons(app)
    assert before == paths_of(SEVEN)
    set_values(app, "draw-canvas", drawing={"raw": {"objects": late}, "data": None})
    assert (paths(app), buttons(app)) == (before, open_to_press)
    now = app.session_state["draw-start"]["objects"]
    set_values(app, "draw-canvas", drawing={"raw": {"objects": now}, "data": None})
    assert (paths(app), buttons(app)) == (before, open_to_press)
    set_values(app, "draw-canvas", drawing={"raw": {"objects": [*now, *strokes(BAR)["objects"]]}, "data": None})
    assert (paths(app), buttons(app)) == (paths_of(SEVEN, BAR), {"draw-undo", "draw-clear"})


def test_same_strokes_drawn_anew_are_drawn(draw, answering) -> None:
    app = press(draw(strokes(SEVEN, BAR)), "draw-undo", "draw-clear")
    set_values(app, "draw-canvas", drawing={"raw": strokes(SEVEN), "data": None})
    assert paths(app) == paths_of(SEVEN)


def test_clear_and_example_are_undone_and_redone_in_turn(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    first = paths(app)
    press(app, "draw-clear", "draw-undo", "draw-undo")
    assert paths(app) == first[:1]
    press(app, "draw-redo")
    assert paths(app) == first
    press(app, "draw-redo")
    assert paths(app) == []
    press(app, "draw-undo")
    assert paths(app) == first
    press(app, "draw-example")
    example = paths(app)
    press(app, "draw-undo")
    assert paths(app) == first
    press(app, "draw-redo")
    assert paths(app) == example
    press(app, "draw-undo")
    assert paths(app) == first


def test_pen_width_holds_for_what_comes_back(draw, answering) -> None:
    app = press(draw(strokes(SEVEN, BAR)), "draw-undo")
    app.slider(key="draw-pen").set_value(30).run()
    press(app, "draw-redo")
    assert {stroke["strokeWidth"] for stroke in app.session_state["draw-message"]["objects"]} == {60}


def test_undone_strokes_are_bounded_whatever_a_browser_sends(draw, answering) -> None:
    app = draw()
    for _ in range(3):
        app.session_state["draw-message"] = strokes([(place % 200, 9) for place in range(MAX_POINTS - 1)])
        app.run()
        press(app, "draw-undo")
    assert sum(len(undone["stroke"]["path"]) for undone in app.session_state["draw-undone"]) <= 2 * MAX_POINTS


def test_stroke_that_was_not_sent_before_its_page_was_left_is_added_once(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    late = {"after": 1, **strokes(BAR)}
    send(app, "draw-manners", "kept", late)
    assert len(paths(app)) == 2
    send(app, "draw-manners", "kept", late)
    assert len(paths(app)) == 2


@pytest.mark.parametrize("objects", ["text", [1], [{"type": "Path", "path": [["M", "x", 1]]}]], ids=repr)
def test_forged_late_stroke_leaves_the_drawing(draw, answering, objects: object) -> None:
    app = draw(strokes(SEVEN))
    send(app, "draw-manners", "kept", {"after": 1, "objects": objects})
    assert not app.exception
    assert len(paths(app)) == 1


def test_pad_redoes_what_it_took_back_until_something_is_painted(draw, answering) -> None:
    app = draw(draw_mode="keyboard", draw_cells="1" * 28 + "0" * 756)
    painted = app.session_state["draw-cells"]
    press(app, "draw-clear")
    press(app, "draw-undo")
    assert app.session_state["draw-cells"] == painted
    press(app, "draw-redo")
    assert app.session_state["draw-cells"] == "0" * 784
    press(app, "draw-undo")
    cells = "1" * 56 + "0" * 728
    set_values(app, "draw-pad", cells=f"{app.session_state['draw-pad-start']['revision']} {cells}")
    assert "draw-redo" not in buttons(app)
    press(app, "draw-undo")
    assert app.session_state["draw-cells"] == painted


def test_pixels_that_were_not_sent_before_their_page_was_left_are_painted_once(draw, answering) -> None:
    app = draw(draw_mode="keyboard", draw_cells="1" * 28 + "0" * 756)
    before, after = app.session_state["draw-cells"], "1" * 56 + "0" * 728
    for forged in (f"{after} {after}", f"{before} 2", "text"):
        send(app, "draw-pad", "unsent", forged)
        assert app.session_state["draw-cells"] == before
    send(app, "draw-pad", "unsent", f"{before} {after}")
    assert app.session_state["draw-cells"] == after
    assert "draw-undo" in buttons(app)
