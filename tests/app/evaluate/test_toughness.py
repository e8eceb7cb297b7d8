"""How tough is it, and what fools it, without a browser: asked on a click, growing while it is counted, in words."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.errors import EngineFaultError
from core.inference.predict import Predictions
from core.inference.robustness.adversarial import Pushed
from core.inference.robustness.conditions import CONDITIONS
from core.messages import engine as messages
from core.serving.inference_client import InferenceClient
from pages.state import cached, visitor
from pages.state.evaluate import toughness
from pages.text.evaluate_toughness import Fool, Tough
from tests.support.drawn_anew import doubled_by, watch
from tests.support.page_text import labels, text_of
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist", "answering", "engine")]

Visit = Callable[..., AppTest]
PLACES = {condition.key: place for place, condition in enumerate(CONDITIONS)}


class Engine:
    """Reads ever fewer of damaged images right, and a 7 in place of a 2 once its pixels moved far enough."""

    def __init__(self) -> None:
        self.asked = 0
        self.enough = 20  # levels, on average, from which on the answer is another
        self.is_dead = self.fails = False
        self.conditions = 9  # of which it answers
        self.still = np.zeros((28, 28))  # the picture that is attacked

    def call(self, target: str, network, *args):
        if self.fails:
            raise EngineFaultError(messages.not_foreseen())
        self.asked += 1
        if target.endswith("count_right"):
            _, key, strength, _, count = args
            if key is not None and PLACES[key] >= self.conditions:
                until(lambda: self.conditions == 9)
            return count if key is None else count - count * strength // 10
        if target.endswith("directions"):
            return np.full(args[0].shape, 0 if self.is_dead else 1, np.int8)
        begun, images, _, eps, _, _ = args
        moved = begun.pictures if self.is_dead else images + eps[:, np.newaxis, np.newaxis]
        return Pushed(pictures=moved.clip(0, 255).astype(np.float32), moved=begun.moved | (not self.is_dead))

    def predict(self, _network, images: np.ndarray) -> Predictions:
        """Read a 2 where little ink was added to the picture."""
        added = np.median(images.astype(float) - self.still, axis=(1, 2))
        logits = np.full((len(images), 10), -5, np.float32)
        logits[:, 2], logits[:, 7] = 0, np.where((added >= self.enough) & (not self.is_dead), 2, -2)
        odds = np.exp(logits)
        return Predictions(logits=logits, probabilities=odds / odds.sum(axis=1, keepdims=True))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, answering) -> Engine:
    """Give what answers; nothing is kept from other tests."""
    fake = Engine()
    monkeypatch.setattr(InferenceClient, "call", lambda _, target, *args: fake.call(target, *args))
    monkeypatch.setattr(InferenceClient, "predict", lambda _, network, images: fake.predict(network, images))
    monkeypatch.setattr(toughness, "MOST_BYTES", 0)  # the newest file alone
    for kept in (toughness._clients, toughness.attacked, cached.predictions):
        kept.clear()
    monkeypatch.setattr(toughness.ResultFiles, "read", lambda *_: None)
    return fake


def opened(visit: Visit, **query: str) -> AppTest:
    return visit("evaluate.py", show="Trust", **query)


def figure(app: AppTest) -> dict:
    (chart,) = (chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("-tough-curves"))
    return json.loads(chart.proto.spec)


def whole(app: AppTest) -> AppTest:
    app.button(key="primary-tough-begin").click().run()
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    return app


def test_nothing_is_asked_before_the_click(visit: Visit, engine: Engine) -> None:
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


def test_what_is_counted_shows_while_the_rest_is_counted(visit: Visit, engine: Engine) -> None:
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


def test_slider_damages_the_digit_and_moves_its_mark(visit: Visit, engine: Engine) -> None:
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


def test_engine_that_fails_is_said_and_asked_again(visit: Visit, engine: Engine) -> None:
    app = opened(visit)
    engine.fails = True
    app.button(key="primary-tough-begin").click().run()
    until(lambda: app.run().error)
    engine.fails = False
    app.button(key="tough-try-again").click().run()
    until(lambda: "of 9 conditions" not in text_of(app.run()))
    assert "60.0 % of 2,000 test images read right" in text_of(app)


def attacked(app: AppTest, engine: Engine) -> AppTest:
    picture = cached.picture(cached.gallery.ImageName("test", 1))
    assert picture is not None
    engine.still = np.array(picture.pixels, float)
    app.button(key="fool-begin").click().run()
    until(lambda: "Looking" not in text_of(app.run()))
    return app


def test_smallest_change_is_found_and_shown(visit: Visit, engine: Engine) -> None:
    app = attacked(opened(visit), engine)
    said = text_of(app)
    assert "It is enough to move each pixel by 20 of 255 or less: then it reads a 7, 87.5 % sure." in said
    assert "PGD, 20 of 255: a 2 is read as a 7, 87.5 % sure." in said
    app.slider(key="fool-eps").set_value(19).run()
    assert "PGD, 19 of 255: it still reads a 2" in text_of(app)
    app.segmented_control(key="fool-method").set_value("fgsm").run()
    assert "FGSM, 19 of 255: it still reads a 2" in text_of(app)
    app.slider(key="fool-eps").set_value(30).run()
    assert "FGSM, 30 of 255: a 2 is read as a 7" in text_of(app)


def test_network_without_slopes_is_said_to_have_none_and_is_not_called_tough(visit: Visit, engine: Engine) -> None:
    engine.is_dead = True
    app = attacked(opened(visit), engine)
    assert Fool.NO_DIRECTION in text_of(app)
    assert not [slider for slider in app.slider if slider.key == "fool-eps"]


def test_network_that_nothing_flips_is_not_called_tough_either(visit: Visit, engine: Engine) -> None:
    engine.enough = 300
    assert Fool.NOT_FOUND in text_of(attacked(opened(visit), engine))


def test_digit_that_is_misread_has_nothing_to_flip(visit: Visit) -> None:
    app = opened(visit, digit="test-0")
    assert "It already reads a 2 here, and the label is 7: there is nothing to flip." in text_of(app)
    assert Fool.BEGIN not in labels(app)


def test_accuracy_under_attack_is_counted_on_a_click(visit: Visit, engine: Engine) -> None:
    app = opened(visit)
    app.button(key="fool-count").click().run()
    until(lambda: "Read right of 500 test images" in text_of(app.run()))
    (table,) = (html.proto.body for html in app.get("html") if Fool.COUNT_TABLE in html.proto.body)
    assert "One step (FGSM)" in table
    assert "Many steps (PGD)" in table


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
