"""No widget stands twice on a page while that is drawn anew: what comes and goes above it has a place of its own."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from pages.state import cached
from tests.support.draw_page import SEVEN, strokes
from tests.support.drawn_anew import DrawnPage, doubled_by, watch
from tests.support.own_digits import OWNER, digit

pytestmark = pytest.mark.app


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> DrawnPage:
    """Give what a browser would show of the page that is drawn."""
    return watch(monkeypatch)


def drawn(app: AppTest, page: DrawnPage) -> AppTest:
    """Draw a page twice, as a browser has it then: the first time there was nothing before it."""
    for _ in range(2):
        with page.drawn_anew():
            app.run()
    return app


def test_watch_sees_a_widget_that_is_moved_up(page: DrawnPage) -> None:
    def moved() -> None:
        import streamlit as st

        if not st.session_state.get("gone"):
            st.text("above")
            st.text("also above")
        st.button("below", key="below")

    app = drawn(AppTest.from_function(moved), page)
    app.session_state["gone"] = True
    (widget,) = doubled_by(page, app.run)
    assert widget.endswith("-below")


@pytest.mark.parametrize("key", ["train-epochs", "train-learning-rate", "train-batch-size"])
def test_set_up_that_is_changed_refused_and_put_back(visit, page: DrawnPage, key: str) -> None:
    app = drawn(visit("train.py"), page)
    before = app.number_input(key=key).value
    for value in (1, -1, 2, before, 4):
        assert doubled_by(page, app.number_input(key=key).set_value(value).run) == set()
    assert doubled_by(page, app.button(key="train-back").click().run) == set()


def test_drawing_that_is_begun_cleared_and_read_otherwise(visit, answering, page: DrawnPage) -> None:
    for kept in (cached.answers, cached.predictions, cached.prepared_strokes):
        kept.clear()
    app = drawn(visit("draw.py"), page)
    app.session_state["draw-message"] = strokes(SEVEN)
    assert doubled_by(page, app.run) == set()
    app.session_state["draw-message"] = strokes([(60, 60), (60, 220)], [(200, 60), (200, 220)])
    assert doubled_by(page, app.run) == set()
    app.session_state["draw-read-as"] = "digit"
    assert doubled_by(page, app.run) == set()
    assert doubled_by(page, app.button(key="draw-clear").click().run) == set()


def test_own_digits_that_are_deleted_and_brought_back(visit, answering, page: DrawnPage) -> None:
    lab.current().own_digits.add_many(OWNER, [digit(number) for number in (1, 2, 3)])
    app = visit("draw.py")
    app.session_state["owner"], app.session_state["draw-mode"] = OWNER, "mine"
    drawn(app, page)
    assert doubled_by(page, app.button(key="draw-mine-delete-all").click().run) == set()
    assert doubled_by(page, app.button(key="draw-mine-undo").click().run) == set()
    lab.current().own_digits.remove_all(OWNER)


def test_start_that_goes_on_to_another_digit_and_evaluate_once_all_is_read(visit, answering, page: DrawnPage) -> None:
    app = drawn(visit("start.py"), page)
    for _ in range(3):
        assert doubled_by(page, app.button(key="primary-show-me").click().run) == set()
    assert doubled_by(page, app.button(key="primary-another").click().run) == set()
    app = visit("evaluate.py")
    assert doubled_by(page, app.run) == set()


@pytest.mark.usefixtures("real_mnist")
@pytest.mark.parametrize("preset", ["random", "hardest", "suspicious", "map"])
def test_pictures_of_a_preset_and_all_of_them_again(visit, answering, page: DrawnPage, preset: str) -> None:
    app = drawn(visit("browse.py"), page)
    assert doubled_by(page, app.button(key=f"browse-preset-{preset}").click().run) == set()
    assert doubled_by(page, app.button(key="browse-clear").click().run) == set()
