"""A digit whose pixels are changed, and the search for few of them, without a browser."""

from __future__ import annotations

import base64

import pytest

from tests.support.component_events import data_of, set_values
from tests.support.one_digit_page import Visit, painted, painted_at_once, texts

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

BLANK = base64.b64encode(bytes(784)).decode()


def test_edit_is_counted_followed_and_taken_back(one: Visit) -> None:
    app = one(digit="test-4")
    assert "How few pixels turn a 4 into" in texts(app)
    assert "Nothing is changed yet" in texts(app)
    painted(app, (0, 255))
    assert "It still reads 4" in texts(app)
    assert "1 pixel changed" in texts(app)
    painted(app, (0, 255), (1, 255))
    assert "It now reads 9" in texts(app)
    assert "2 pixels changed; it read 4" in texts(app)
    app.button(key="one-undo").click().run()
    assert "1 pixel changed" in texts(app)
    app.button(key="one-back").click().run()
    assert "Nothing is changed yet" in texts(app)
    app.button(key="one-undo").click().run()
    assert "1 pixel changed" in texts(app)
    assert base64.b64decode(data_of(app, "one-editor")["pixels"])[0] == 255


def test_changes_that_come_together_are_undone_one_by_one(one: Visit) -> None:
    app = painted_at_once(one(digit="test-4"), [(0, 255)], [(1, 255), (2, 255)], [(3, 255)])
    assert "4 pixels changed" in texts(app)
    app.button(key="one-undo").click().run()
    assert "3 pixels changed" in texts(app)
    app.button(key="one-undo").click().run()
    assert "1 pixel changed" in texts(app)
    painted(app, (5, 255))
    assert "2 pixels changed" in texts(app)


def test_edit_stays_with_its_step_and_its_tab_and_belongs_to_its_digit(one: Visit) -> None:
    app = painted(one(digit="test-4"), (0, 255), (1, 255))
    app.button_group(key="one-step").set_value("numbers").run()
    assert "2 pixels changed" in texts(app)
    app.switch_page("train.py").run()
    app.switch_page("browse.py").run()
    app.query_params["browse"] = "One digit"
    app.run()
    assert "2 pixels changed" in texts(app)
    app.button(key="one-digit+1").click().run()
    assert "Nothing is changed yet" in texts(app)
    assert app.button(key="one-undo").disabled


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "1",
        "1 1",
        "1 1 abc",
        "1 x " + BLANK,
        "1 -1 " + BLANK,
        "1 1 " + base64.b64encode(bytes(783)).decode(),
        5,
        None,
    ],
    ids=repr,
)
def test_forged_pixels_change_nothing(one: Visit, sent: object) -> None:
    app = set_values(one(digit="test-4"), "one-editor", pixels=sent)
    assert not app.exception
    assert "Nothing is changed yet" in texts(app)


def test_hint_names_the_pixel_that_helps_most_and_flips_it(one: Visit) -> None:
    app = one(digit="test-4")
    app.selectbox(key="one-target").set_value(9).run()
    app.button(key="one-hint-ask").click().run()
    assert "Row 0, column 0, paper to ink, helps most" in texts(app)
    assert data_of(app, "one-editor")["hint"] == 0
    app.button(key="one-hint-flip").click().run()
    assert "1 pixel changed" in texts(app)
    assert "helps most" not in texts(app)


def test_search_finds_few_pixels_and_undo_takes_all_of_them_back(one: Visit) -> None:
    app = painted(one(digit="test-4"), (300, 7))
    app.selectbox(key="one-target").set_value(9).run()
    app.button(key="one-search").click().run()
    for _ in range(3):
        app.run()
    assert "**2 pixels do it:** for this network that is 9. No single flip does" in texts(app)
    assert "It now reads 9" in texts(app)
    app.button(key="one-undo").click().run()
    assert "1 pixel changed" in texts(app)
    assert "do it:" not in texts(app)


def test_search_can_be_stopped_and_says_where_nothing_helps(one: Visit) -> None:
    app = one(digit="test-4")
    app.selectbox(key="one-target").set_value(9).run()
    app.button(key="one-search").click().run()
    app.button(key="one-search-stop").click().run()
    assert "Stopped after 1 pixel." in texts(app)
    app.selectbox(key="one-target").set_value(7).run()
    app.button(key="one-search").click().run()
    assert "After 0 pixels no single one brings 7 any closer" in texts(app)
