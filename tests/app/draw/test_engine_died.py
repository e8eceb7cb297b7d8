"""A drawing whose engine dies while it is asked: the page says that another one is waking up, and answers then."""

from __future__ import annotations

import pytest

from benchmarks.harness import SEVEN
from core.errors import EngineDiedError, EngineStartingError
from core.serving.inference_client import InferenceClient
from tests.support.draw_page import html_of, strokes

DIED = EngineDiedError("The predictor was killed.")


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
