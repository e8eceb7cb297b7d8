"""Every page where the data are clothes: they are called by their name, and no figure of MNIST stands beside them."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.training.record.events import RunEnded
from tests.support.clothes import NAMES
from tests.support.page_text import labels, text_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("clothes")]
NOTHING = "This network reads digits; these are Fashion-MNIST's pictures: its answers mean nothing here."
EVENTS = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]
# What is said of the pretrained network, of an article by its title, and of how drawings are prepared, is of MNIST.
OF_MNIST = re.compile(r"Fashion-MNIST|Trained on MNIST by|trained on MNIST by|measured on MNIST and is not shown")


def words(app: AppTest) -> str:
    """Return what a person reads on a page, without the CSS of the app."""
    said = re.sub(r"<style>.*?</style>", "", text_of(app), flags=re.DOTALL)
    return "\n".join([re.sub(r"<[^>]+>", " ", said), *labels(app)])


@pytest.fixture
def own(visit, run_of):
    """Return a function that opens a page with a run of this visitor's that has learned the clothes."""

    def opened(page: str, **query: str) -> AppTest:
        run = run_of("somebody", EVENTS)
        return visit(page, model=run, **query)

    return opened


@pytest.mark.parametrize("page", ["start.py", "train.py", "evaluate.py"])
def test_page_speaks_of_no_mnist_and_no_digits(page: str, visit, answering) -> None:
    said = words(visit(page))
    assert "MNIST" not in OF_MNIST.sub("", said)
    rest = re.sub(r"(This|The pretrained) network reads digits", "", said)
    assert re.findall(r".*\b[Dd]igits?\b.*", rest) == []


def test_browse_calls_the_data_by_their_name(visit) -> None:
    said = words(visit("browse.py"))
    assert "Fashion-MNIST: pictures, each a square of" in said
    assert "MNIST" not in OF_MNIST.sub("", said)
    assert "Picture: test image 1" in str([box.proto.popover.label for box in visit("browse.py").get("popover")])


def test_recipe_is_shown_without_what_it_reached_on_mnist(visit) -> None:
    app = visit("train.py")
    said = words(app)
    assert "Two small convolutions with pooling. What it reached was measured on MNIST and is not shown" in said
    assert app.selectbox(key="train-recipe").options[0] == "Start here: Quick CNN"


def test_network_that_reads_digits_gets_no_score(visit, answering) -> None:
    said = words(visit("evaluate.py"))
    assert NOTHING in said
    assert "% right" not in said


def test_score_names_the_classes(own, answering, clothes) -> None:
    label = int(clothes.test_labels[0])
    answering.mistakes = {0: ((label + 1) % 10, 0.9)}
    app = own("evaluate.py")
    said = words(app)
    assert "99 % right: 99 of 100" in said
    assert f"{NAMES[label]} taken for {NAMES[(label + 1) % 10]}: 1 image" in said
    assert f"Hardest is {NAMES[label]}: 1 of" in said
    assert NOTHING not in said
    (matrix,) = [box for box in app.get("bidi_component") if box.proto.component_name == "mix_up_matrix"]
    assert "Ankle boot" in matrix.proto.json
    assert re.findall(r".*\b[Dd]igits?\b.*", said.replace("The pretrained network reads digits", "")) == []


def test_drawing_is_answered_with_a_name(own, answering) -> None:
    app = own("draw.py")
    said = words(app)
    assert "Draw a picture here, as large as you like." in said
    assert "Ankle boot" in said
    assert "Draw something; see what the network gets" in said


def test_pretrained_network_reads_drawn_digits_and_nothing_else(visit, answering) -> None:
    assert "This network reads digits, not Fashion-MNIST's pictures." in words(visit("draw.py"))
