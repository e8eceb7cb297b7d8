"""Below an answer one tap says what the digit is: it is kept, called otherwise, or kept no longer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.own_digits import store as store_module
from tests.support.component_events import set_values
from tests.support.draw_page import BAR, SEVEN, bar_on_paper, html_of, picture_file, strokes, upload
from tests.support.own_digits import OWNER

pytestmark = pytest.mark.app
FOUR = [[(60, 60), (45, 150), (115, 150)], [(95, 70), (95, 220)]]
SMALL_SEVEN = [(170, 60), (235, 60), (190, 215)]


@pytest.fixture(autouse=True)
def _empty_tray():
    yield
    lab.current().own_digits.remove_all(OWNER)


def mine():
    return lab.current().own_digits.of_owner(OWNER)


def choices(app: AppTest):
    (found,) = [group for group in app.button_group if group.key.startswith("draw-") and "keep" in group.key]
    return found


def test_one_tap_keeps_the_digit_and_says_so(draw, answering) -> None:
    answering.digit = 7
    app = draw(strokes(SEVEN), owner=OWNER)
    assert choices(app).value is None
    assert "7 (as read)" in choices(app).options
    choices(app).set_value(7).run()
    assert not app.exception
    assert "Kept as a 7. You have kept 1 digit." in html_of(app)
    (kept,) = mine()
    assert (kept.label, len(kept.strokes)) == (7, 1)
    assert (kept.image == app.session_state["drawing"]).all()
    assert "Kept as a 7." in html_of(app.run())  # and it stays said


def test_tap_that_comes_with_another_stroke_keeps_no_half_of_a_digit(draw, answering) -> None:
    answering.digit = 4
    app = draw(strokes(FOUR[0]), owner=OWNER)
    choices(app).set_value(4)
    set_values(app, "draw-canvas", drawing={"raw": strokes(*FOUR), "data": None})
    assert mine() == ()
    assert "Nothing was kept yet" in app.error[0].value
    choices(app).set_value(4).run()
    assert [len(digit.strokes) for digit in mine()] == [2]
    assert not app.error


def test_a_mistake_is_told_as_such_and_another_tap_calls_it_otherwise(draw, answering) -> None:
    answering.digit = 1
    app = draw(strokes(SEVEN), owner=OWNER)
    choices(app).set_value(7).run()
    assert "Kept as a 7. A mistake: it reads a 1, and it is a 7. You have kept 1 digit." in html_of(app)
    choices(app).set_value(1).run()
    assert "Kept as a 1. You have kept 1 digit." in html_of(app)
    assert [digit.label for digit in mine()] == [1]


def test_what_it_is_not_sure_of_is_no_answer(draw, answering) -> None:
    answering.digit, answering.sureness = 7, 0.3
    app = draw(strokes(SEVEN), owner=OWNER)
    assert "7 (as read)" not in choices(app).options
    choices(app).set_value("7").run()
    assert "Kept as a 7. It was not sure what it is. You have kept 1 digit." in html_of(app)


def test_undo_keeps_it_no_longer_and_drawing_another_clears(draw, answering) -> None:
    app = draw(strokes(SEVEN), owner=OWNER)
    choices(app).set_value(7).run()
    app.button(key="draw-keep-undo").click().run()
    assert mine() == ()
    assert choices(app).value is None
    assert "Kept as" not in html_of(app)
    choices(app).set_value(7).run()
    app.button(key="draw-keep-next").click().run()
    assert "Draw a digit here" in html_of(app.run())
    assert len(mine()) == 1


def test_of_a_number_the_digit_that_is_looked_at_is_kept(draw, answering) -> None:
    app = draw(strokes(*FOUR, SMALL_SEVEN), owner=OWNER)
    choices(app).set_value(4).run()
    app.session_state["draw-chosen-draw"] = 1
    app.run()
    assert choices(app).value is None
    choices(app).set_value(7).run()
    assert [(digit.label, digit.strokes) for digit in mine()] == [(4, ()), (7, ())]


def test_digit_of_a_photo_is_kept(draw, answering) -> None:
    app = draw(draw_mode="photo", owner=OWNER)
    upload(app, ("bar.png", picture_file(bar_on_paper())))
    choices(app).set_value(1).run()
    assert "Kept as a 1." in html_of(app)
    assert [digit.label for digit in mine()] == [1]


def test_picture_that_is_kept_under_another_id_is_marked_called_otherwise_and_undone(draw, answering) -> None:
    answering.digit = 7
    app = draw(strokes(SEVEN), owner=OWNER)
    pixels = app.session_state["drawing"]
    for identity in ("1" * 32, "2" * 32):  # as a guided round keeps it, twice
        lab.current().own_digits.add(OWNER, label=7, image=pixels, identity=identity)
    app.run()
    assert choices(app).value == 7
    assert "Kept as a 7. You have kept 2 digits." in html_of(app)
    choices(app).set_value(1).run()
    assert "Kept as a 1. A mistake: it reads a 7, and it is a 1. You have kept 2 digits." in html_of(app)
    app.button(key="draw-keep-undo").click().run()
    assert [(digit.id, digit.label) for digit in mine()] == [("1" * 32, 7)]


def test_full_tray_is_said_and_nothing_is_lost(draw, answering, monkeypatch) -> None:
    monkeypatch.setattr(store_module, "MOST_DIGITS", 1)
    app = draw(strokes(SEVEN), owner=OWNER)
    choices(app).set_value(7).run()
    app.session_state["draw-message"] = strokes(BAR)
    app.run()
    assert not app.error
    choices(app).set_value(1).run()
    assert "no more fit" in app.error[0].value
    assert choices(app).value is None
    assert [digit.label for digit in mine()] == [7]


@pytest.mark.parametrize("forged", [10, -1, "seven", [7], 7.5], ids=repr)
def test_forged_choice_keeps_nothing(draw, answering, forged: object) -> None:
    app = draw(strokes(SEVEN), owner=OWNER)
    app.session_state[choices(app).key] = forged
    app.run()
    assert mine() == ()
