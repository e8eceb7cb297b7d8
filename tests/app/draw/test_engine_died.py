"""A drawing whose engine dies while it is asked: the page says that another one is waking up, and answers then."""

from __future__ import annotations

import dataclasses

import pytest

from benchmarks.harness import SEVEN
from core.errors import EngineDiedError, EngineStartingError
from core.inference.pretrained import pretrained
from core.runs.log.models import Model, ModelName, ModelRegistry
from core.serving.inference_client import InferenceClient
from pages.parts.draw.compare import chosen_models
from tests.support.draw_page import bar_on_paper, html_of, picture_file, strokes, upload

pytestmark = pytest.mark.app

DIED = EngineDiedError("The predictor was killed.")


class DeadlyEngine:
    """Wakes up only for who waits for it, and dies of what is deadly."""

    def __init__(self, answering) -> None:
        self.answering, self.deaths = answering, 0

    def ask(self, client, *, is_deadly):
        if not self.answering.is_awake:
            if not client._waits_for_start:
                raise EngineStartingError("The predictor is waking up.")
            self.answering.is_awake = True
        if is_deadly:
            self.deaths += 1
            self.answering.is_awake = False
            raise DIED


@pytest.fixture
def deadly(answering):
    return DeadlyEngine(answering)


@pytest.fixture
def failing(answering, monkeypatch):
    """Return what the next questions raise, in turn, and nothing once it is empty; the engine sleeps after each."""
    errors, answer = [], InferenceClient.answer

    def asked(client, network, images):
        if errors:
            answering.is_awake = False
            raise errors.pop(0)
        return answer(client, network, images)

    monkeypatch.setattr(InferenceClient, "answer", asked)
    return errors


@pytest.mark.parametrize("error", [DIED, EngineStartingError("The predictor is waking up.")], ids=["died", "starting"])
def test_page_says_that_the_engine_wakes_up_and_answers_then(draw, answering, failing, error) -> None:
    failing.append(error)
    app = draw(strokes(SEVEN))
    assert "waking up (about 10 s). Draw meanwhile" in html_of(app)
    assert not app.error
    answering.is_awake = True
    assert "It reads" in html_of(app.run())


def test_drawing_that_ends_the_engine_twice_is_given_up_with_the_reason(draw, answering, failing) -> None:
    failing += [DIED, DIED]
    app = draw(strokes(SEVEN))
    answering.is_awake = True
    assert [error.value for error in app.run().error] == ["The predictor was killed\\."]


def test_answer_between_makes_the_next_death_the_first_again(draw, answering, failing) -> None:
    failing.append(DIED)
    app = draw(strokes(SEVEN))
    answering.is_awake = True
    assert "It reads" in html_of(app.run())
    failing.append(DIED)
    app.session_state["draw-message"] = strokes([(140, 40), (140, 240)])
    app.run()
    assert "waking up (about 10 s). Draw meanwhile" in html_of(app)
    assert not app.error


def come_to_rest(app, answering, *, runs=4):
    """Run the page again and again, each time with an engine that is awake, as while it waits for one."""
    for _ in range(runs):
        answering.is_awake = True
        app.run()


def test_photo_that_ends_the_engine_is_said_and_the_one_beside_it_is_read(draw, answering, deadly, monkeypatch) -> None:
    one, two = picture_file(bar_on_paper()), picture_file(255 - bar_on_paper())
    answer, prepare = InferenceClient.answer, InferenceClient.prepare_photo

    def prepared(client, data):
        deadly.ask(client, is_deadly=data == one)
        return prepare(client, data)

    def asked(client, network, images):
        deadly.ask(client, is_deadly=False)
        return answer(client, network, images)

    monkeypatch.setattr(InferenceClient, "prepare_photo", prepared)
    monkeypatch.setattr(InferenceClient, "answer", asked)
    app = draw(draw_mode="photo")
    come_to_rest(upload(app, ("a.png", one), ("b.png", two)), answering, runs=1)
    assert "It reads" in html_of(app)
    assert [error.value for error in app.error] == ["**a\\.png** The predictor was killed\\."]
    assert deadly.deaths == 2


def test_models_beside_one_that_ends_the_engine_answer(draw, answering, deadly, monkeypatch) -> None:
    network, deadly_one, other = pretrained().network, ModelName(run="a" * 32), ModelName(run="b" * 32)

    def find(_, name):
        mark = name.run or ""
        named = network if not mark else dataclasses.replace(network, path=network.path + mark, digest=mark)
        return Model(name=name, network=named, record=None)

    predict = InferenceClient.predict

    def asked(client, asked_network, images):
        deadly.ask(client, is_deadly=asked_network.digest == deadly_one.run)
        return predict(client, asked_network, images)

    monkeypatch.setattr(ModelRegistry, "find", find)
    monkeypatch.setattr(chosen_models, "others", lambda _: [deadly_one, other])
    monkeypatch.setattr(InferenceClient, "predict", asked)
    app = draw(strokes(SEVEN))
    come_to_rest(app, answering, runs=1)
    assert html_of(app).count('class="draw-compared"') == 2
    assert [error.value for error in app.error] == ["The predictor was killed\\."]
    assert deadly.deaths == 2
