"""Where pictures come from: what the browser could not send is said, the camera is opened, and no example stands by."""

from __future__ import annotations

import io

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy

from tests.support.component_events import data_of, set_values
from tests.support.draw_page import bar_on_paper, html_of, picture_file, upload

pytestmark = pytest.mark.app

EXAMPLE = "in dark ink on grey paper"
SOURCES, CAMERA = "draw-sources", "draw-camera"


def errors(app) -> list[str]:
    return [error.value.replace("\\", "") for error in app.error]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("proxy", "The server in front of this app takes no files of this size."),
        ("large", "at most 20 MB are read"),
        ("server", "the server answered with an error"),
        ("network", "the connection broke off"),
    ],
)
def test_file_that_did_not_arrive_is_said_and_no_example_stands_there(draw, answering, why: str, words: str) -> None:
    app = set_values(draw(draw_mode="photo"), SOURCES, failed=[["my <b>photo</b>.jpg", why]])
    assert not app.exception
    (error,) = errors(app)
    assert error.startswith("**my <b>photo</b>.jpg**")
    assert words in error
    assert EXAMPLE not in html_of(app)
    assert data_of(app, SOURCES)["known"] == f'[["my <b>photo</b>.jpg","{why}"]]'


@pytest.mark.parametrize(
    "failed", [None, 5, "proxy", {"a": 1}, [["a"], ["a", "no such"], [1, "proxy"], "ab"]], ids=repr
)
def test_forged_failure_is_nothing(draw, answering, failed: object) -> None:
    app = set_values(draw(draw_mode="photo"), SOURCES, failed=failed)
    assert not app.exception
    assert errors(app) == []
    assert EXAMPLE in html_of(app)


def test_at_most_ten_failures_are_said_with_names_of_bounded_length(draw, answering) -> None:
    app = set_values(draw(draw_mode="photo"), SOURCES, failed=[["n" * 5000, "large"]] * 50)
    assert len(errors(app)) == 10
    assert all(error.startswith("**" + 200 * "n" + "**") for error in errors(app))


def test_refused_file_stands_there_without_an_example(draw, answering) -> None:
    app = upload(draw(draw_mode="photo"), ("seven.jfif", b"no picture"))
    assert len(errors(app)) == 1
    assert EXAMPLE not in html_of(app)


def test_camera_is_drawn_once_it_is_opened_and_its_photo_is_read(draw, answering, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(st, "camera_input", lambda label, key: opened.append(key) or io.BytesIO(picture))
    picture = picture_file(bar_on_paper())
    app = draw(draw_mode="photo")
    assert opened == []
    app.toggle(key=CAMERA).set_value(True).run()
    assert len(opened) == 1
    assert "photo from the camera" in html_of(app)
    assert EXAMPLE not in html_of(app)


@pytest.mark.parametrize(
    ("address", "is_offered"),
    [
        ("https://digits.example/draw", True),
        ("http://localhost:8501/draw", True),
        ("http://[::1]:8501/draw", True),
        ("http://192.0.2.7:8501/draw", False),
    ],
)
def test_camera_is_offered_where_a_browser_lends_it(
    draw, answering, monkeypatch, address: str, is_offered: bool
) -> None:
    monkeypatch.setattr(ContextProxy, "url", property(lambda _: address))
    app = draw(draw_mode="photo")
    assert (CAMERA in [toggle.key for toggle in app.toggle]) == is_offered
    assert any("begins with https" in caption.value for caption in app.caption) != is_offered
