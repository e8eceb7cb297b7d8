"""The pad is read as it is painted."""

from __future__ import annotations

import pytest

from tests.support.component_events import data_of, send, set_values
from tests.support.draw_page import html_of

pytestmark = pytest.mark.app


BLANK = "0" * 784


def test_pad_reads_what_is_painted(draw, answering) -> None:
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    app = draw(draw_mode="keyboard")
    assert "Paint a digit here" in html_of(app)
    app.session_state["draw-cells"] = cells
    assert "It reads" in html_of(app.run())
    app.button(key="draw-clear").click().run()
    assert app.session_state["draw-cells"] == BLANK
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-cells"] == app.session_state["draw-pad-start"]["cells"] == cells
    assert app.button(key="draw-undo").disabled


def test_pixels_that_come_with_undo_are_taken_before_and_brought_back_by_redo(draw, answering) -> None:
    app = draw(draw_mode="keyboard")
    set_values(app, "draw-pad", cells="1 " + "1" * 784)
    app.button(key="draw-undo").click()
    set_values(app, "draw-pad", cells="1 " + "01" * 392)
    assert app.session_state["draw-cells"] == "1" * 784
    app.button(key="draw-redo").click().run()
    assert app.session_state["draw-cells"] == "01" * 392


def test_quick_second_undo_changes_nothing(draw, answering) -> None:
    app = draw(draw_mode="keyboard")
    app.session_state["draw-cells"] = "1" * 784
    app.run()
    app.button(key="draw-clear").click().run()
    undo = app.button(key="draw-undo")
    undo.click().run()
    undo.click().run()  # it is gone by now
    assert not app.exception
    assert app.session_state["draw-cells"] == "1" * 784


@pytest.mark.parametrize("cells", ["", "1" * 783, "2" * 784, 5, None, ["1"] * 784], ids=repr)
def test_forged_pad_is_refused_in_a_sentence(draw, answering, cells: object) -> None:
    app = draw(draw_mode="keyboard")
    app.session_state["draw-cells"] = cells
    app.run()
    assert not app.exception
    assert "784" in app.error[0].value
    app.button(key="draw-clear").click().run()
    assert not app.error


def test_single_pixel_on_the_pad_is_no_digit(draw, answering) -> None:
    app = draw(draw_mode="keyboard")
    app.session_state["draw-cells"] = "1" + "0" * 783
    assert "smaller than 4 pixels" in html_of(app.run())
    assert answering.questions == 0


def test_unknown_mode_is_the_canvas(draw, answering) -> None:
    app = draw(draw_mode="compare")
    assert not app.exception
    assert "Draw a digit here" in html_of(app)


@pytest.mark.parametrize("kept", ["1" * 783, "2" * 784, 5, None, ["1"]], ids=repr)
def test_forged_pixels_from_before_a_reload_are_nothing(draw, answering, kept: object) -> None:
    app = send(draw(draw_mode="keyboard"), "draw-pad", "kept", kept)
    assert not app.exception
    assert not app.error
    assert "Paint a digit here" in html_of(app)


def test_pixels_that_the_browser_kept_over_a_reload_are_read_in_a_new_session_alone(draw, answering) -> None:
    app = draw(draw_mode="keyboard")
    assert data_of(app, "draw-pad")["isNew"]
    send(app, "draw-pad", "kept", "1" * 784)
    assert "It reads" in html_of(app)
    assert not data_of(app, "draw-pad")["isNew"]
    send(app, "draw-pad", "kept", "1" + "0" * 783)  # late
    assert app.session_state["draw-cells"] == "1" * 784
