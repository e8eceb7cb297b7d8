"""How sure it must be: the threshold, what it costs, and what is said of that which is no digit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from streamlit.testing.v1 import AppTest

from core.data.dataset import Dataset
from core.errors import EngineDiedError
from core.inference.evaluation import Evaluation
from core.inference.loaded_networks import StoredNetwork
from core.inference.reader.rejection import Rejection, Surenesses
from core.serving.inference_client import InferenceClient
from models.cnn import cnn
from pages.parts.draw import doubt
from pages.state import cached
from pages.text.draw_number import Doubt
from pages.text.numbers import portion
from tests.support.draw_page import SEVEN, bar_on_paper, html_of, picture_file, strokes, upload
from tests.support.waiting import until

pytestmark = pytest.mark.app


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def counted(app: AppTest) -> AppTest:
    """Return the app once it is counted what the threshold costs."""
    until(lambda: Doubt.COUNTING not in captions(app.run()))
    return app


def test_threshold_turns_an_answer_into_doubt_and_says_what_it_costs(draw, answering) -> None:
    answering.digit, answering.sureness, answering.mistakes = 7, 0.94, {0: (5, 0.9), 1: (5, 0.7)}
    app = counted(draw(strokes(SEVEN)))
    count = cached.dataset().test_count
    assert "It reads a 7." in html_of(app)
    assert f"At 60 %: all test digits are answered; of the answered {portion(2, count)} are wrong" in captions(app)
    app.slider(key="draw-threshold").set_value(80).run()
    assert f"are wrong: 1 of {count - 1:,}." in captions(app)
    app.slider(key="draw-threshold").set_value(95).run()
    assert "It is not sure." in html_of(app)
    assert "Closest: 7 (94 %) and 0 (1 %)." in html_of(app)
    assert f"At 95 %: none of the {count:,} test digits is answered." in captions(app)
    assert answering.questions == 2  # of the digit, and of its five other versions


def test_what_does_not_look_like_a_digit_is_said_so(draw, answering) -> None:
    answering.digit, answering.digit_probability = 8, 0.2
    page = html_of(draw(strokes(SEVEN)))
    assert "It is not sure." in page
    assert "It does not look like a digit. If it is a digit: 8 (over 99 %) or 0 (under 1 %)." in page


def test_an_answer_in_spite_of_doubt_names_the_doubt(draw, answering) -> None:
    answering.digit, answering.sureness, answering.digit_probability = 8, 0.9, 0.8
    page = html_of(draw(strokes(SEVEN)))
    assert "It reads an 8." in page
    assert "72 % sure; next guess: 0 (1 %). That it is a digit at all: 80 %." in page


def test_same_threshold_holds_for_photos(draw, answering) -> None:
    answering.digit, answering.sureness = 1, 0.7
    app = draw(draw_mode="photo", draw_threshold=80)
    assert "It is not sure." in html_of(upload(app, ("one.png", picture_file(bar_on_paper()))))
    app.slider(key="draw-threshold").set_value(60).run()
    assert "It reads a 1." in html_of(app)


def test_large_network_is_counted_when_that_is_asked_for(draw, answering, monkeypatch) -> None:
    monkeypatch.setattr(doubt, "MOST_COST", 1)
    answering.is_read = False
    app = draw(strokes(SEVEN))
    assert "At 60 %" not in captions(app)
    assert Doubt.COUNTING not in captions(app)
    app.button(key="draw-count").click().run()
    assert "At 60 %" in captions(counted(app))


def test_engine_that_does_not_answer_is_said_and_asked_again(draw, answering, monkeypatch) -> None:
    def died(*_: object, **__: object) -> None:
        raise EngineDiedError("The network was killed.", reason="was killed", exit_code=-9)

    with monkeypatch.context() as patch:
        patch.setattr(InferenceClient, "digit_probabilities", died)
        app = draw(strokes(SEVEN))
        until(lambda: app.run().error)
        assert app.error[0].value == r"The network was killed\."
        assert "It reads a 2." in html_of(app)
    assert "At 60 %" in captions(counted(app))


@dataclass
class Held:
    """Counts that stand still until they may go on."""

    begun: list[str] = field(default_factory=list)  # identities of networks
    go_on: threading.Event = field(default_factory=threading.Event)
    before: set[threading.Thread] = field(default_factory=lambda: set(threading.enumerate()))

    def threads(self) -> list[threading.Thread]:
        """Return those that count since then."""
        return [one for one in set(threading.enumerate()) - self.before if one.name.startswith("count ")]


@pytest.fixture
def held(draw, answering, monkeypatch) -> Iterator[Held]:
    """Return what holds back every count of a network until it may go on."""
    evaluate = InferenceClient.evaluate

    def slow(client: InferenceClient, network: StoredNetwork, dataset: Dataset) -> Evaluation:
        found.begun.append(network.identity)
        assert found.go_on.wait(60)
        return evaluate(client, network, dataset)

    counted(draw(strokes(SEVEN)))  # the data are there
    found = Held()
    monkeypatch.setattr(InferenceClient, "evaluate", slow)
    try:
        yield found
    finally:
        found.go_on.set()
        until(lambda: not any(thread.is_alive() for thread in found.threads()))


def networks(count: int) -> list[StoredNetwork]:
    return [StoredNetwork(path="", digest=str(number), spec=cnn()) for number in range(count)]


def test_one_network_is_counted_after_the_other_however_many_are_asked_for(held) -> None:
    asked = networks(40)
    for _ in range(3):  # as pages ask again, and again
        assert [cached.surenesses(network) for network in asked] == [None] * len(asked)
    until(lambda: held.begun)
    assert len(held.threads()) == 1
    assert held.begun == [asked[0].identity]
    held.go_on.set()
    until(lambda: all([cached.surenesses(network) for network in asked]))
    assert sorted(held.begun) == sorted(network.identity for network in asked)  # each once


def test_no_network_waits_for_a_large_one(held) -> None:
    large, other_large, small, other_small = networks(4)
    assert cached.surenesses(large, is_large=True) is None
    assert cached.surenesses(small) is None
    until(lambda: len(held.begun) == 2)
    assert cached.surenesses(other_large, is_large=True) is None
    assert cached.surenesses(other_small) is None
    assert sorted(held.begun) == sorted([large.identity, small.identity])
    assert len(held.threads()) == 2


def test_page_asks_for_a_large_network_as_for_one(draw, answering, monkeypatch) -> None:
    asked, surenesses = [], cached.surenesses
    answering.is_read = False

    def ask(network: StoredNetwork, *, is_large: bool) -> Surenesses | None:
        asked.append(is_large)
        return surenesses(network, is_large=is_large)

    monkeypatch.setattr(cached, "surenesses", ask)
    counted(draw(strokes(SEVEN)))
    assert set(asked) == {False}
    asked.clear()
    monkeypatch.setattr(doubt, "MOST_COST", 1)
    app = draw(strokes(SEVEN))
    app.button(key="draw-count").click().run()
    assert set(asked) == {True}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            Rejection(count=10_000, answered=9_880, wrong=21),
            "At 60 %: 1.20 % of the test digits are not answered; of the answered 0.2 % are wrong: 21 of 9,880.",
        ),
        (
            Rejection(count=10_000, answered=10_000, wrong=0),
            "At 60 %: all test digits are answered; none of the 10,000 answers is wrong.",
        ),
        (Rejection(count=10_000, answered=0, wrong=0), "At 60 %: none of the 10,000 test digits is answered."),
    ],
    ids=["some", "all", "none"],
)
def test_cost_is_a_sentence(found: Rejection, sentence: str) -> None:
    assert Doubt.cost(60, found) == sentence
