"""Photos: read file by file, in one question, and a bad one spoils none."""

from __future__ import annotations

import pytest

from core.serving.inference_client import InferenceClient
from pages.text.draw import Draw
from tests.support.draw_page import bar_on_paper, html_of, picture_file, upload

pytestmark = pytest.mark.app


def test_photo_shows_an_example_before_there_is_one(draw, answering) -> None:
    app = draw(draw_mode="photo")
    assert not app.exception
    assert "in dark ink on grey paper" in html_of(app)
    assert html_of(app).count('class="draw-photo"') == 1
    assert Draw.ONLY_TEN in [caption.value for caption in app.caption]


def test_photos_are_read_file_by_file_and_a_bad_one_spoils_none(draw, answering) -> None:
    answering.digit = 1
    app = draw(draw_mode="photo")
    name = "![x](http://192.0.2.1/a.png)<b>.png"
    upload(app, ("one.png", picture_file(bar_on_paper())), (name, b"garbage"), ("empty.png", b""), ("b<i>.png", b"BM"))
    assert not app.exception
    assert html_of(app).count("It reads a 1.") == 1
    assert "Inverted: MNIST stores ink as bright on dark." in html_of(app)
    assert len(app.error) == 3
    assert r"\!\[x\]" in app.error[0].value
    assert not any("<b>" in error.value.replace(r"\<b\>", "") for error in app.error)


def test_several_photos_are_asked_in_one_question_and_only_once(draw, answering) -> None:
    app = draw(draw_mode="photo")
    asked = answering.questions
    page = bar_on_paper()
    upload(app, ("a.png", picture_file(page)), ("b.png", picture_file(255 - page)), ("a.png", picture_file(page)))
    assert html_of(app).count("It reads") == 3
    assert answering.questions == asked + 1
    app.run()
    assert answering.questions == asked + 1
    assert len(app.session_state["draw-photos"]) == 2  # two files are the same


def test_each_of_several_photos_can_be_looked_into(draw, answering) -> None:
    app = draw(draw_mode="photo")
    page = bar_on_paper()
    upload(app, ("a.png", picture_file(page)), ("bad.png", b"garbage"), ("b.png", picture_file(255 - page)))
    assert [button.key for button in app.button if button.label == Draw.INSIDE] == ["draw-inside-1", "draw-inside-3"]


def test_nothing_is_kept_of_files_that_were_taken_away(draw, answering) -> None:
    app = draw(draw_mode="photo")
    for shade in range(20):
        page = bar_on_paper()
        page[0, 0] = shade
        upload(app, (f"{shade}.png", picture_file(page)))
        assert len(app.session_state["draw-photos"]) == 1


def test_files_stay_while_the_network_wakes_up(draw, answering) -> None:
    answering.is_awake = False
    app = draw(draw_mode="photo")
    assert [uploader.key for uploader in app.file_uploader].count("draw-files") == 1
    assert 'class="draw-photo"' not in html_of(app)
    assert app.info[0].value.startswith("The network is waking up (about 10 s).")
    answering.waking_seconds = 20.0
    assert app.run().info[0].value.startswith("The network is still waking up: 20 s so far.")


def test_at_most_ten_photos_are_read(draw, answering) -> None:
    app = draw(draw_mode="photo")
    upload(app, *[(f"{number}.png", picture_file(bar_on_paper())) for number in range(12)])
    assert html_of(app).count('class="draw-photo"') == 10
    assert app.warning[-1].value == "At most 10 pictures are read at once: these are the first 10 of 12."


def test_file_name_is_shown_as_text(draw, answering) -> None:
    app = draw(draw_mode="photo")
    upload(app, ('<img src=x>".png', picture_file(bar_on_paper())))
    assert "<img src=x>" not in html_of(app)
    assert "&lt;img src=x&gt;" in html_of(app)


def test_each_result_is_headed_by_its_files_name(draw, answering) -> None:
    answering.digit = 1
    paper = bar_on_paper()
    number = paper.copy()
    number[20:80, 80:90] = 30
    page = html_of(upload(draw(draw_mode="photo"), ("a.png", picture_file(number)), ("b.png", picture_file(paper))))
    places = [
        page.index(part) for part in (">a.png<", 'class="draw-boxes"', "It reads 11.", ">b.png<", "It reads a 1.")
    ]
    assert places[0] == min(places)
    assert places[3] < places[4]


def test_switch_to_one_digit_is_there_where_something_was_read(draw, answering) -> None:
    app = draw(draw_mode="photo")
    refused = upload(app, ("a.png", b"garbage"))
    assert "draw-read-as" not in [group.key for group in refused.button_group]
    read = upload(app, ("a.png", b"garbage"), ("b.png", picture_file(bar_on_paper())))
    assert "draw-read-as" in [group.key for group in read.button_group]


def test_what_was_read_before_the_page_was_drawn_anew_is_not_read_again(draw, answering, monkeypatch) -> None:
    asked: list[bytes] = []
    one, two = picture_file(bar_on_paper()), picture_file(255 - bar_on_paper())
    prepare, is_left = InferenceClient.prepare_photo, [False, True]

    def left_at_the_second(client: InferenceClient, data: bytes) -> object:
        asked.append(data)
        if data == two and is_left.pop():
            raise KeyError("as where the page is drawn anew meanwhile")
        return prepare(client, data)

    app = draw(draw_mode="photo")
    monkeypatch.setattr(InferenceClient, "prepare_photo", left_at_the_second)
    assert upload(app, ("a.png", one), ("b.png", two)).exception
    assert not app.run().exception
    assert asked == [one, two, two]
