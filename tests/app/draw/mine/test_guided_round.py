"""The guided round: thirty prompts, kept on Next, hidden answers, and a count at the end."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.own_digits.guided_round import new_round
from tests.support.component_events import set_values
from tests.support.draw_page import BAR, SEVEN, html_of, strokes
from tests.support.own_digits import OWNER

pytestmark = pytest.mark.app
SHORT = new_round(1, times=1)


@pytest.fixture(autouse=True)
def _empty_tray():
    yield
    lab.current().own_digits.remove_all(OWNER)


@pytest.fixture
def begun(draw, answering):
    """A round of ten prompts, open at its first."""
    app = draw(draw_mode="mine", owner=OWNER, draw_round=SHORT, draw_round_open=True)
    assert not app.exception
    return app


def mine():
    return lab.current().own_digits.of_owner(OWNER)


def draw_and_go_on(app: AppTest, place: int) -> None:
    app.session_state["draw-message"] = strokes([(80, 70 + place), (195, 70), (135, 235)])
    app.button(key="primary-draw-next").click().run()


def test_round_begins_with_thirty_prompts_and_may_be_left_and_taken_up(draw, answering) -> None:
    app = draw(draw_mode="mine", owner=OWNER)
    app.button(key="primary-draw-round").click().run()
    assert "(1 of 30)" in html_of(app)
    draw_and_go_on(app, 0)
    assert "(2 of 30)" in html_of(app)
    app.button(key="draw-round-leave").click().run()
    assert "(2 of 30)" not in html_of(app)
    go_on = app.button(key="draw-round-begin")
    assert go_on.label == "Go on with the round (1 of 30 done)"
    go_on.click().run()
    assert "(2 of 30)" in html_of(app)
    assert len(mine()) == 1


def test_digit_is_kept_as_what_was_asked_for_and_its_answer_is_hidden(begun, answering) -> None:
    asked = answering.questions
    draw_and_go_on(begun, 0)
    assert f"Draw {'an' if SHORT.prompts[1] == 8 else 'a'} {SHORT.prompts[1]} (2 of 10)" in html_of(begun)
    assert [(digit.label, len(digit.strokes)) for digit in mine()] == [(SHORT.prompts[0], 1)]
    assert begun.session_state["draw-message"]["objects"] == []
    assert "draw-replaced" not in begun.session_state  # Undo brings back nothing of the prompt before
    assert "reads" not in html_of(begun)
    assert answering.questions == asked


def test_stroke_that_comes_with_next_is_part_of_the_digit_that_is_kept(begun) -> None:
    begun.session_state["draw-message"] = strokes(SEVEN)
    begun.run()
    begun.button(key="primary-draw-next").click()
    set_values(begun, "draw-canvas", drawing={"raw": strokes(SEVEN, BAR), "data": None})
    assert [len(digit.strokes) for digit in mine()] == [2]
    assert begun.session_state["draw-message"]["objects"] == []


def test_next_without_a_drawing_says_what_to_do(begun) -> None:
    begun.button(key="primary-draw-next").click().run()
    assert "There is nothing to keep yet." in begun.warning[0].value.replace("\\", "")
    assert "(1 of 10)" in html_of(begun)
    assert not begun.run().warning  # once


@pytest.mark.parametrize(("seconds", "kept"), [(0.3, 1), (30.0, 0)], ids=["at once", "later"])
def test_what_arrives_just_after_next_is_kept_and_what_comes_later_is_not(begun, monkeypatch, seconds, kept) -> None:
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    begun.session_state["draw-round-surface"] = "keyboard"
    begun.run()
    begun.button(key="primary-draw-next").click().run()
    begun.session_state["draw-round-haste"] = (0, time.monotonic() - seconds)
    revision = begun.session_state["draw-pad-start"]["revision"]
    set_values(begun, "draw-pad", cells=f"{revision} {cells}")
    assert not begun.exception
    assert len(mine()) == kept
    assert f"({1 + kept} of 10)" in html_of(begun)


def test_skip_and_back(begun) -> None:
    draw_and_go_on(begun, 0)
    begun.button(key="draw-round-skip").click().run()
    assert "(3 of 10)" in html_of(begun)
    begun.button(key="draw-round-back").click().run()
    assert len(mine()) == 1
    begun.button(key="draw-round-back").click().run()
    assert mine() == ()
    assert "(1 of 10)" in html_of(begun)
    assert begun.button(key="draw-round-back").disabled


def test_end_counts_what_is_read_right_and_leads_back(begun, answering) -> None:
    for place in range(9):
        draw_and_go_on(begun, place)
    begun.button(key="draw-round-skip").click().run()
    assert not begun.exception
    page = html_of(begun)
    assert "9 kept, 1 skipped. This network reads" in page
    right = sum(prompt == answering.digit for prompt in SHORT.prompts[:9])
    assert f"{right} of 9 right" in page
    assert page.count("✕ read as") == 9 - right
    begun.button(key="primary-draw-round-done").click().run()
    assert begun.button(key="draw-round-begin").label == "Draw each digit three times"
    assert len(mine()) == 9


def test_round_by_keyboard_alone(begun) -> None:
    begun.session_state["draw-round-surface"] = "keyboard"
    begun.run()
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    begun.session_state["draw-cells"] = cells
    begun.button(key="primary-draw-next").click().run()
    assert [(digit.label, digit.strokes) for digit in mine()] == [(SHORT.prompts[0], ())]
    assert begun.session_state["draw-cells"] == "0" * 784
    begun.button(key="primary-draw-next").click().run()
    assert begun.warning


@pytest.mark.parametrize("way", ["Leave", "another mode"])
def test_what_was_drawn_before_a_round_is_there_after_it(draw, answering, way: str) -> None:
    cells = "".join("1" if 5 <= row < 22 and column == 9 else "0" for row in range(28) for column in range(28))
    app = draw(strokes(SEVEN), owner=OWNER, draw_shape="wide")
    before = app.session_state["draw-message"]["objects"]
    app.session_state["draw-mode"] = "keyboard"
    app.run()
    app.session_state["draw-cells"] = cells
    app.session_state["draw-mode"] = "mine"
    app.run()
    app.button(key="primary-draw-round").click().run()
    assert app.session_state["draw-message"]["objects"] == []
    assert app.session_state["draw-cells"] == "0" * 784
    assert app.session_state["draw-shape"] == "square"  # for one digit at a time
    draw_and_go_on(app, 0)
    app.session_state["draw-message"] = strokes([(60, 60), (60, 200)])  # and the next one is begun
    if way == "Leave":
        app.button(key="draw-round-leave").click().run()
    else:
        app.session_state["draw-mode"] = "draw"
        app.run()
    assert not app.exception
    assert app.session_state["draw-message"]["objects"] == before
    assert app.session_state["draw-cells"] == cells
    assert app.session_state["draw-shape"] == "wide"
    assert len(app.session_state["draw-replaced"]["objects"]) == 1  # Undo brings that back
    assert "(2 of 30)" not in html_of(app)
    app.session_state["draw-mode"] = "mine"
    app.run()
    assert app.button(key="draw-round-begin").label == "Go on with the round (1 of 30 done)"
    assert len(mine()) == 1


def test_round_says_how_long_it_can_be_gone_on_with(draw, answering) -> None:
    captions = [caption.value for caption in draw(draw_mode="mine", owner=OWNER).caption]
    assert any("You may leave and go on later, until this page is loaded anew." in said for said in captions)


@pytest.mark.parametrize(
    "forged", ["text", {"objects": [1]}, strokes(SEVEN)["objects"]], ids=["text", "number", "list"]
)
def test_forged_drawing_is_kept_for_nothing(begun, forged: object) -> None:
    begun.session_state["draw-message"] = forged
    begun.button(key="primary-draw-next").click().run()
    assert not begun.exception
    assert begun.warning
    assert mine() == ()
