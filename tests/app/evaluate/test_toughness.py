"""How tough is it, without a browser: asked on a click, growing while it is counted, in words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.inference.robustness.conditions import CONDITIONS
from pages.state import visitor
from pages.text.evaluate_toughness import Tough
from tests.support.drawn_anew import doubled_by, watch
from tests.support.page_text import labels, text_of
from tests.support.toughness_engine import ToughnessEngine, attacked
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist", "answering", "engine")]

Visit = Callable[..., AppTest]


@pytest.fixture
def engine(toughness_engine: ToughnessEngine) -> ToughnessEngine:
    """Give what answers."""
    return toughness_engine


def opened(visit: Visit, **query: str) -> AppTest:
    return visit("evaluate.py", show="Trust", **query)


def figure(app: AppTest) -> dict:
    (chart,) = (chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("-tough-curves"))
    return json.loads(chart.proto.spec)


def whole(app: AppTest) -> AppTest:
    app.button(key="primary-tough-begin").click().run()
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    return app


def test_nothing_is_asked_before_the_click(visit: Visit, engine: ToughnessEngine) -> None:
    app = opened(visit)
    assert not app.exception
    assert engine.asked == 0
    said = text_of(app)
    assert "The first 2,000 test images, damaged in nine ways and eight strengths each" in said
    assert "Rotation, 20 degrees: not counted yet." in said
    assert "Damage and count, about 31 s" in labels(app)
    assert "The selected digit, a 2: Rotation, 20 degrees" in said


def test_sweep_ends_with_curves_one_number_and_all_of_them(visit: Visit) -> None:
    app = whole(opened(visit))
    assert "Rotation, 20 degrees: 60.0 % of 2,000 test images read right." in text_of(app)
    line, mark = figure(app)["data"]
    assert line["y"] == pytest.approx([100 - 10 * strength for strength in range(9)])
    assert line["x"] == [0, *CONDITIONS[0].values]
    assert (mark["x"], mark["y"], mark["marker"]["symbol"]) == ([20], [60], "circle")
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "Turned by, in degrees"
    (table,) = (html.proto.body for html in app.get("html") if Tough.NUMBERS in html.proto.body)
    assert table.count("55.0 %") == 10  # all nine, and their mean
    assert "100.0 %" in table
    assert "Damage and count" not in "".join(labels(app))
    assert "All of it as CSV" in labels(app)


def test_what_is_counted_shows_while_the_rest_is_counted(visit: Visit, engine: ToughnessEngine) -> None:
    engine.conditions = 3
    app = opened(visit)
    app.button(key="primary-tough-begin").click().run()
    until(lambda: "pretrained: 3 of 9 conditions" in text_of(app.run()))
    assert "Rotation, 20 degrees: 60.0 % of 2,000 test images read right." in text_of(app)
    app.pills(key="tough-condition").set_value("noise").run()
    assert "Noise, 45 of 255: not counted yet." in text_of(app)
    engine.conditions = 9
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    assert "Noise, 45 of 255: 60.0 % of 2,000 test images read right." in text_of(app)


def test_slider_damages_the_digit_and_moves_its_mark(visit: Visit, engine: ToughnessEngine) -> None:
    app = whole(opened(visit))
    before = [html.proto.body for html in app.get("html") if "The selected digit" in html.proto.body]
    app.select_slider(key="tough-strength").set_value(8).run()
    after = [html.proto.body for html in app.get("html") if "The selected digit" in html.proto.body]
    assert before != after
    assert "Rotation, 90 degrees: 20.0 % of 2,000 test images read right." in text_of(app)
    assert figure(app)["data"][1]["x"] == [90]
    app.select_slider(key="tough-strength").set_value(0).run()
    assert "Untouched: 100 % of 2,000 test images read right." in text_of(app)
    assert "The selected digit, a 2, untouched" in text_of(app)


def test_digit_that_is_misread_has_a_cross(visit: Visit) -> None:
    app = whole(opened(visit, digit="test-0"))  # a 7, which is read as a 2
    assert figure(app)["data"][1]["marker"]["symbol"] == "x-thin"
    (table,) = (html.proto.body for html in app.get("html") if Tough.ANSWERS in html.proto.body)
    assert "2 \N{BALLOT X}" in table


def test_other_models_are_added_and_counted_too(visit: Visit, run_of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "owner", lambda: "somebody")
    run = run_of("somebody", [STARTED, EPOCH])
    app = whole(opened(visit))
    (other,) = app.multiselect(key="tough-others").options
    assert "Quick CNN" in other
    app.multiselect(key="tough-others").select(f"{run}.1").run()
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    assert "Rotation, 20 degrees. Read right: pretrained: 60.0 %; Quick CNN, epoch 1: 60.0 %." in text_of(app)
    lines = [trace for trace in figure(app)["data"] if trace["mode"] == "lines+markers"]
    assert [line["line"]["dash"] for line in lines] == ["solid", "dash"]
    names = [note for note in figure(app)["layout"]["annotations"]]
    assert [note["text"] for note in names] == ["pretrained", "Quick CNN, epoch\N{HORIZONTAL ELLIPSIS}"]
    assert abs(names[0]["y"] - names[1]["y"]) >= 8


def test_engine_that_fails_is_said_and_asked_again(visit: Visit, engine: ToughnessEngine) -> None:
    app = opened(visit)
    engine.fails = True
    app.button(key="primary-tough-begin").click().run()
    until(lambda: app.run().error)
    engine.fails = False
    app.button(key="tough-try-again").click().run()
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    assert "60.0 % of 2,000 test images read right" in text_of(app)


def test_clothes_are_called_by_their_names(visit: Visit, clothes, run_of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "owner", lambda: "somebody")
    run = run_of("somebody", [STARTED, EPOCH])
    app = opened(visit, model=f"{run}.1")
    assert not app.exception
    said = text_of(app)
    assert "The first 100 test images" in said
    assert "The selected picture, " in said
    shown = [element.value for kind in ("markdown", "caption") for element in app.get(kind)]
    about = "\n".join(shown[next(place for place, text in enumerate(shown) if "The first 100" in text) :])
    assert "digit" not in about.partition("accuracy")[0].lower()


def test_no_widget_stands_twice_while_it_is_drawn_anew(visit: Visit, monkeypatch: pytest.MonkeyPatch, engine) -> None:
    page = watch(monkeypatch)
    app = opened(visit)
    for _ in range(2):
        with page.drawn_anew():
            app.run()
    assert doubled_by(page, lambda: attacked(whole(app), engine)) == set()
    assert doubled_by(page, app.select_slider(key="tough-strength").set_value(8).run) == set()
