"""My digits: tiles with what each is read as, two scores, relabel, delete, undo, files."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.own_digits import store as store_module
from core.own_digits.digit_files import write_jsonl
from pages.state import visitor
from tests.support.component_events import data_of, send
from tests.support.draw_page import html_of
from tests.support.own_digits import OWNER, digit

pytestmark = pytest.mark.app
TILES = "draw-mine-tiles"


@pytest.fixture(autouse=True)
def _empty_tray():
    yield
    lab.current().own_digits.remove_all(OWNER)


@pytest.fixture
def opened(draw, answering):
    """Return a function that opens My digits with digits of these numbers; the network reads each as a 2."""

    def open_with(*numbers: int) -> AppTest:
        lab.current().own_digits.add_many(OWNER, [digit(number) for number in numbers])
        app = draw(draw_mode="mine", owner=OWNER)
        assert not app.exception
        return app

    return open_with


def mine() -> list[int]:
    return [each.label for each in lab.current().own_digits.of_owner(OWNER)]


def tiles(app: AppTest) -> list[dict]:
    return data_of(app, TILES)["tiles"]


def test_empty_tray_says_what_to_do(opened) -> None:
    app = opened()
    assert "There are no digits of yours yet." in html_of(app)
    assert app.button(key="primary-draw-round").label == "Draw each digit three times"
    assert "draw-mine-delete-all" not in [button.key for button in app.button]


def test_tiles_are_newest_first_and_the_misread_have_a_cross_and_words(opened) -> None:
    app = opened(1, 2, 3)
    assert [tile["lines"] for tile in tiles(app)] == [
        ["a 3", "✕ read as 2"],
        ["a 2", "read as 2"],
        ["a 1", "✕ read as 2"],
    ]
    assert [tile["isWrong"] for tile in tiles(app)] == [True, False, True]
    assert tiles(app)[0]["name"] == "Your 3, misread: read as 2, over 99 %"


def test_two_scores_stand_beside_each_other_with_interval(opened) -> None:
    page = html_of(opened(1, 2, 12, 22))
    assert "My hand" in page
    assert "3 of 4" in page
    assert "30 to 95 %" in page
    assert "MNIST" in page


def test_order_and_filter(opened) -> None:
    app = opened(2, 3, 12, 13)
    app.session_state["draw-mine-order"] = "misread"
    app.run()
    assert [tile["isWrong"] for tile in tiles(app)] == [True, True, False, False]
    app.session_state["draw-mine-label"] = 2
    app.run()
    assert [tile["lines"][0] for tile in tiles(app)] == ["a 2", "a 2"]
    app.session_state["draw-mine-label"] = 9
    assert "None of your digits is a 9." in [caption.value for caption in app.run().caption]


def test_chosen_digit_is_called_otherwise_or_deleted_and_undo_brings_it_back(opened) -> None:
    app = opened(1, 2, 3)
    send(app, TILES, "chosen", digit(3).id)
    assert "Your 3, misread as a 2" in html_of(app)
    (relabel,) = [group for group in app.button_group if group.key.startswith("draw-mine-relabel")]
    relabel.set_value(2).run()
    assert mine() == [1, 2, 2]
    assert "Your 2, read right" in html_of(app)
    app.button(key="draw-mine-delete").click().run()
    assert mine() == [1, 2]
    assert "1 digit deleted." in [caption.value.replace("\\", "") for caption in app.caption]
    app.button(key="draw-mine-undo").click().run()
    assert mine() == [1, 2, 2]
    assert "draw-mine-undo" not in [button.key for button in app.button]


def test_all_are_deleted_at_a_click_and_brought_back_at_another(opened) -> None:
    app = opened(1, 2, 3)
    app.button(key="draw-mine-delete-all").click().run()
    assert mine() == []
    assert "There are no digits of yours yet." in html_of(app)
    app.button(key="draw-mine-undo").click().run()
    assert mine() == [1, 2, 3]


def test_what_undo_finds_no_room_for_is_said_and_waits(opened, monkeypatch) -> None:
    monkeypatch.setattr(store_module, "MOST_DIGITS", 3)
    app = opened(1, 2, 3)
    app.button(key="draw-mine-delete-all").click().run()
    lab.current().own_digits.add_many(OWNER, [digit(4)])
    app.button(key="draw-mine-undo").click().run()
    assert mine() == [1, 2, 4]
    (said,) = [caption.value for caption in app.caption if "found no room to come back" in caption.value]
    assert said.startswith("1 digit found no room")
    send(app, TILES, "chosen", digit(4).id)
    app.button(key="draw-mine-delete").click().run()
    app.button(key="draw-mine-undo").click().run()
    assert mine() == [1, 2, 3]
    app.button(key="draw-mine-delete-all").click().run()
    app.button(key="draw-mine-undo").click().run()
    assert mine() == [1, 2, 4]  # what waited the longest comes first
    assert "draw-mine-undo" in [button.key for button in app.button]


def test_undo_brings_back_digits_that_look_alike(opened) -> None:
    store = lab.current().own_digits
    for identity in ("a" * 32, "b" * 32):
        store.add(OWNER, label=3, image=digit(3).image, identity=identity)
    app = opened(1)
    app.button(key="draw-mine-delete-all").click().run()
    app.button(key="draw-mine-undo").click().run()
    assert mine() == [1, 3, 3]
    assert "draw-mine-undo" not in [button.key for button in app.button]


def test_copies_in_runs_and_a_browser_without_cookie_are_said(opened, monkeypatch) -> None:
    app = opened(1)
    captions = [caption.value for caption in app.caption]
    assert any("A run that was taught your digits has a copy of them" in said for said in captions)
    assert any("kept until you load this page anew: your browser keeps no cookie" in said for said in captions)
    monkeypatch.setattr(visitor, "is_remembered", lambda: True)
    captions = [caption.value for caption in app.run().caption]
    assert any("kept on this server for this browser alone" in said for said in captions)


@pytest.mark.parametrize("sent", [5, None, "f" * 32, ["x"], {"a": 1}], ids=repr)
def test_forged_tile_chooses_nothing(opened, sent: object) -> None:
    app = send(opened(1), TILES, "chosen", sent)
    assert not app.exception
    assert "draw-mine-delete" not in [button.key for button in app.button]


def test_sixty_tiles_are_drawn_at_first(opened) -> None:
    app = opened(*range(70))
    assert len(tiles(app)) == 60
    app.button(key="draw-mine-more").click().run()
    assert len(tiles(app)) == 70


def test_file_is_imported_with_what_became_of_it(opened) -> None:
    app = opened(1)
    data = write_jsonl([digit(1), digit(2), digit(3), digit(3)])
    app.file_uploader(key="draw-mine-file-0").set_value(("my.jsonl", data, "text/plain")).run()
    assert mine() == [1, 2, 3]
    assert "2 digits imported" in app.success[0].value
    assert "1 digit is among yours already" in app.success[0].value
    assert "1 digit is in the file a second time" in app.success[0].value


def test_bad_file_changes_nothing_and_is_named_literally(opened) -> None:
    app = opened(1)
    data = write_jsonl([digit(2)]) + b"no digit\n"
    app.file_uploader(key="draw-mine-file-0").set_value(("![](http://192.0.2.1/x)", data, "text/plain")).run()
    assert mine() == [1]
    assert "Line 2 of the file cannot be taken: it is not JSON" in app.error[0].value
    assert "![](" not in app.error[0].value


def test_network_that_wakes_up_lets_one_see_and_delete(opened, answering) -> None:
    answering.is_awake = False
    app = opened(1, 2)
    assert [tile["lines"] for tile in tiles(app)] == [["a 2"], ["a 1"]]
    assert answering.questions == 0
    app.button(key="draw-mine-delete-all").click().run()
    assert mine() == []


def test_damaged_digits_are_said(opened) -> None:
    lab.current().own_digits.add_many(OWNER, [digit(1), digit(2)])
    path = lab.current().home / "own-digits" / f"{OWNER}.jsonl"
    path.write_bytes(path.read_bytes() + b"torn")
    lab.current().own_digits._remembered.clear()
    app = opened()
    assert "1 digit of yours could no longer be read" in app.warning[0].value
    assert len(tiles(app)) == 2
