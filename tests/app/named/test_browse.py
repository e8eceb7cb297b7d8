"""Browse where the data are clothes: a network's answers have its own classes' names, and are compared where they fit.

The pretrained network reads digits: its answers are no names of clothes, and neither right nor wrong about them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.serving.inference_client import InferenceClient
from pages.state import cached
from pages.state.draw import likeness
from tests.support.page_text import labels, text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("clothes", "engine")]
NOTHING = "This network reads digits; these are Fashion-MNIST's pictures: its answers mean nothing here."


@pytest.fixture
def engine(answering, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have this process compute what needs no network."""

    def call(_, target: str, *args: object, **named: object) -> object:
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args, **named)

    monkeypatch.setattr(InferenceClient, "call", call)
    kept = (cached.predictions, likeness._client)
    for answers in kept:  # of another test's network
        answers.clear()
    yield
    for answers in kept:
        answers.clear()


@pytest.fixture
def own(visit, run_of, clothes) -> Callable[..., AppTest]:
    """Return a function that opens Browse with a network that learned the clothes."""
    return lambda **query: visit("browse.py", model=run_of("somebody", [STARTED, EPOCH], data=clothes.digest), **query)


def words(app: AppTest) -> str:
    """Return what a person reads on a page, without the CSS of the app."""
    said = re.sub(r"<style>.*?</style>", "", text_of(app), flags=re.DOTALL)
    return "\n".join([re.sub(r"<[^>]+>", " ", said), *labels(app)])


def test_pretrained_network_reads_a_digit_and_no_sandal(visit) -> None:
    said = words(visit("browse.py", browse="One digit", step="one-hot"))
    assert re.search(r"It reads \d, ", said)
    assert re.search(r"How few pixels turn an? \d into an? \d\?", said)
    assert NOTHING in said
    assert "cross-entropy" not in said


def test_network_that_learned_the_clothes_answers_by_their_names(own) -> None:
    said = words(own(browse="One digit", step="one-hot"))
    assert re.search(r"It reads \d \([A-Z]", said)
    assert NOTHING not in said
    assert "cross-entropy" in said
