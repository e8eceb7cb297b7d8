"""Up to three models answer one drawing, and a run's epochs tell from when on they read it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.serving import epoch_answers
from core.serving.inference_client import InferenceClient
from core.training.record.events import Checkpoint, EpochEnded, RunEnded
from pages.state import cached
from pages.state.draw import compare_questions
from tests.support.draw_page import SEVEN, html_of, strokes
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app
ME = "0" * 32


def epoch(number: int, digit: int) -> EpochEnded:
    """Return the end of an epoch whose network reads everything as a digit."""
    kept = Checkpoint(name=f"epoch-{number:03}.npz", digest=f"{number}{digit}", size_bytes=1)
    return EpochEnded(
        **{**{name: getattr(EPOCH, name) for name in EPOCH.__slots__}, "epoch": number, "checkpoint": kept}
    )


def said(digit: int) -> Predictions:
    probabilities = np.full((1, 10), 0.02, np.float32)
    probabilities[0, digit] = 0.82
    return Predictions(logits=np.log(probabilities), probabilities=probabilities)


@pytest.fixture
def asked(answering, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have each epoch read the digit that its file's digest ends with; return what is asked of networks beside."""
    questions: list[str] = []

    def digit(network: StoredNetwork) -> int:
        return int(network.digest[-1]) if len(network.digest) < 4 else 7

    def predict(_, network: StoredNetwork, images: np.ndarray) -> Predictions:
        if len(images) == 1:  # the ladder below the answer asks for several versions of the drawing
            questions.append(network.digest)
        one = said(digit(network))
        return Predictions(
            logits=one.logits.repeat(len(images), 0), probabilities=one.probabilities.repeat(len(images), 0)
        )

    def call(_, target: str, networks: list[StoredNetwork], image: np.ndarray) -> Predictions:
        assert target == "core.inference.epoch_answers:predict_each"
        questions.extend(network.digest for network in networks)
        parts = [said(digit(network)) for network in networks]
        return Predictions(
            logits=np.concatenate([part.logits for part in parts]),
            probabilities=np.concatenate([part.probabilities for part in parts]),
        )

    answering.digit, answering.sureness = 7, 0.94
    monkeypatch.setattr(InferenceClient, "predict", predict)
    monkeypatch.setattr(InferenceClient, "call", call)
    cached.predictions.clear()
    compare_questions._epoch_answers.clear()
    return questions


@pytest.fixture
def trained(run_of) -> Callable[..., str]:
    """Return a function that writes a run whose epochs read digits: `trained(1, 1, 7)`."""

    def write(*digits: int, ended: bool = True) -> str:
        epochs = [epoch(number, digit) for number, digit in enumerate(digits, 1)]
        end = [RunEnded(outcome="finished", epoch=len(digits))] if ended else []
        return run_of(ME, [STARTED, *epochs, *end])

    return write


def opened(draw, *boxes: str, **state: object) -> AppTest:
    return draw(strokes(SEVEN), owner=ME, **{f"draw_{box}_open": True for box in boxes}, **state)


def add(app: AppTest, name: str) -> AppTest:
    (choice,) = (box for box in app.selectbox if box.label == "Add a model")
    choice.set_value(name).run()
    assert not app.exception
    return app


def test_nothing_is_asked_while_the_boxes_are_closed(draw, asked, trained) -> None:
    trained(1, 7)
    app = draw(strokes(SEVEN), owner=ME)
    assert {"Compare models", "From when on does it read my digit?"} <= {box.label for box in app.expander}
    assert asked == []
    assert "draw-compared" not in html_of(app)


def test_models_are_added_compared_and_removed(draw, asked, trained) -> None:
    run = trained(7, 1)
    app = opened(draw, "compare")
    assert "Add a model, and it answers the same drawing" in "".join(caption.value for caption in app.caption)
    add(app, run)
    assert app.query_params["beside"] == f"{run}.2"
    assert "They do not agree: a 7 and a 1." in html_of(app)
    add(app, run)  # another epoch of the same run
    assert app.query_params["beside"] == f"{run}.2,{run}.1"
    page = html_of(app)
    assert "Two of three read a 7; epoch 2 of Quick CNN reads a 1." in page
    assert page.count("draw-compared-bars") == 3
    assert "Add a model" not in [box.label for box in app.selectbox]
    assert len(asked) == 2
    app.button(key="draw-compare-remove-0").click().run()
    assert app.query_params["beside"] == f"{run}.1"
    assert "Both read a 7." in html_of(app)
    assert len(asked) == 2  # what was read is not read again


def test_epoch_of_a_model_beside_is_chosen_there(draw, asked, trained) -> None:
    run = trained(7, 1)
    app = opened(draw, "compare", beside=f"{run}.2")
    app.select_slider(key="draw-compare-moment-0").set_value(1).run()
    assert app.query_params["beside"] == f"{run}.1"
    assert "Both read a 7." in html_of(app)


def test_choice_stays_over_a_change_of_page_and_opens_from_a_link(visit, draw, asked, trained) -> None:
    run = trained(1)
    app = visit("draw.py", beside=f"{run}.1")
    app.session_state["draw-message"] = strokes(SEVEN)
    app.run()
    assert "They do not agree" in html_of(app)
    app.switch_page("evaluate.py").run()
    app.switch_page("draw.py").run()
    assert "They do not agree" in html_of(app)


@pytest.mark.parametrize("beside", ["x" * 300, "pretrained,pretrained", ",,", "f" * 32, f"file-{'f' * 32}"])
def test_forged_names_leave_the_page(draw, asked, beside: str) -> None:
    app = opened(draw, "compare", beside=beside)
    assert not app.exception
    assert "It reads a 7." in html_of(app)
    for button in [button for button in app.button if button.label == "Remove"]:
        button.click().run()
        assert "beside" not in app.query_params
        assert not app.error


def epochs_read(app: AppTest) -> str:
    """Return the page once every epoch has answered."""
    until(lambda: "draw-epochs-sentence" in html_of(app.run()) and "so far" not in html_of(app))
    return html_of(app)


def test_sentence_strip_and_slider_tell_from_when_on_it_reads_the_digit(draw, asked, trained) -> None:
    run = trained(1, 1, 7)
    app = opened(draw, "epochs", model=f"{run}.3")
    page = epochs_read(app)
    assert "From epoch 3 on it reads a 7 (epochs 1 and 2 read a 1)." in page
    assert "draw-epochs-strip" in page
    assert sorted(asked) == ["11", "21", "37"]
    assert "Epoch 1: it reads a 1, 82 %." in [text.value for text in app.markdown]
    app.select_slider(key=f"draw-epochs-moment-{run}").set_value(3).run()
    assert "Epoch 3: it reads a 7, 82 %." in [text.value for text in app.markdown]
    assert len(asked) == 3


def test_nothing_is_stated_or_read_aloud_before_every_epoch_has_answered(draw, asked, trained, monkeypatch) -> None:
    gate, call = threading.Event(), InferenceClient.call

    def late(client, target: str, networks: list[StoredNetwork], image: np.ndarray) -> Predictions:
        assert networks[0].digest != "31" or gate.wait(60)
        return call(client, target, networks, image)

    monkeypatch.setattr(epoch_answers, "MOST_PER_PIECE", 1)
    monkeypatch.setattr(InferenceClient, "call", late)
    app = opened(draw, "epochs", model=f"{trained(1, 7, 1)}.3")
    until(lambda: "Read with the first 2 of 3 epochs so far." in html_of(app.run()))
    assert "draw-epochs-sentence" not in html_of(app)
    assert "on it reads" not in html_of(app)
    assert not re.search(r"draw-epochs[^>]*status", html_of(app))
    gate.set()
    assert "It reads a 7 at epoch 2, and a 1 at the last one." in epochs_read(app)


def test_newer_epoch_joins_while_the_run_trains(draw, asked, trained) -> None:
    run = trained(7, 1, ended=False)
    app = opened(draw, "epochs", model=f"{run}.1")
    assert "It reads a 7 at epoch 1, and a 1 at the last one." in epochs_read(app)
    lab.current().store.append(run, 4, [epoch(3, 7)])
    until(lambda: "From epoch 3 on it reads a 7" in html_of(app.run()))
    assert sorted(asked) == ["17", "21", "37"]


def test_model_of_one_moment_says_where_to_get_several(draw, asked, trained) -> None:
    app = opened(draw, "epochs")
    assert any("Of the pretrained network only" in text.value for text in app.markdown)
    run = trained(7)
    app = opened(draw, "epochs", model=f"{run}.1")
    assert any("Of this run one epoch is kept so far." in text.value for text in app.markdown)
    assert asked == []
