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
from tests.support.clothes import NAMES
from tests.support.component_events import data_of
from tests.support.page_text import labels, text_of
from tests.support.waiting import until
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


def with_filters(app: AppTest) -> AppTest:
    """Open the further filters."""
    app.session_state["browse-more"] = True
    return app.run()


def options(app: AppTest, key: str) -> list[str]:
    return list(app.selectbox(key=key).options)


def test_pictures_offer_nothing_that_a_network_of_other_classes_decides(visit) -> None:
    app = with_filters(visit("browse.py"))
    assert not app.get("slider")
    assert not any(group.key == "browse-reading" for group in app.button_group)
    assert "Hardest for the network first" not in options(app, "browse-order")
    assert not any(button.key == "browse-preset-hardest" for button in app.button)
    assert NOTHING in words(app)  # in their place


def test_pictures_offer_all_where_the_network_learned_these_classes(own) -> None:
    app = with_filters(own())
    assert any(slider.key == "browse-sureness" for slider in app.slider)
    assert any(group.key == "browse-reading" for group in app.button_group)
    assert "Hardest for the network first" in options(app, "browse-order")
    assert any(button.key == "browse-preset-hardest" for button in app.button)
    assert NOTHING not in words(app)


@pytest.mark.parametrize("asked", ["test.wrong", "test.sure-0-50", "test.hardest.reversed"])
def test_address_that_asks_a_network_of_other_classes_is_told_so_with_a_way_back(asked: str, visit) -> None:
    app = visit("browse.py", pictures=asked)
    assert not app.exception
    (error,) = app.error
    assert error.value.startswith("This address asks for pictures by what this network answers")
    assert "100 images, 64 shown" in words(app)
    assert "1 of 100" not in words(app)
    app.button(key="browse-leave-out-network").click().run()
    assert not app.error
    assert "pictures" not in app.query_params or "wrong" not in str(app.query_params["pictures"])
    assert not any(button.key == "browse-leave-out-network" for button in app.button)


def map_of(opened: Callable[..., AppTest], *args: str, **query: str) -> AppTest:
    app = opened(*args, browse="Map", **query)
    until(lambda: not app.run().get("progress"))
    return app


def test_map_has_no_right_and_wrong_of_a_network_of_other_classes(visit) -> None:
    app = map_of(visit, "browse.py", **{"map-colour": "answer"})
    said = words(app)
    assert NOTHING in said
    assert "The network reads 2, " in said
    assert "wrong." not in said.replace("neither right nor wrong", "")
    assert not any(group.key == "map-colour-shown" for group in app.button_group)
    assert app.error[0].value.startswith("This address asks for colours by what this network answers")
    app.button(key="map-leave-out").click().run()
    assert not app.error


def test_map_says_the_names_of_the_classes_that_the_network_learned(own) -> None:
    app = map_of(own)
    said = words(app)
    assert "The network reads 2 (Pullover), " in said
    assert NOTHING not in said
    assert any(group.key == "map-colour-shown" for group in app.button_group)


@pytest.mark.parametrize("tab", ["Pictures", "One digit", "Classes", "Map"])
@pytest.mark.parametrize("step", ["picture", "one-hot"])
def test_tab_speaks_of_no_digits(tab: str, step: str, own) -> None:
    if tab != "One digit" and step != "picture":
        return
    app = own(browse=tab, step=step)
    until(lambda: not app.run().get("progress"))
    assert not app.exception
    rest = re.sub(r"One digit|The pretrained network reads digits", "", words(app))
    assert re.findall(r".*\b[Dd]igits?\b.*", rest) == []


def test_buttons_and_tiles_name_what_there_is(own, clothes) -> None:
    app = own()
    assert {"Previous picture", "Next picture", "Open this picture"} <= {button.label for button in app.button}
    below = [tile["label"] for tile in data_of(app, "browse-mosaic")["tiles"]]
    assert below == [NAMES[label] for label in clothes.test_labels[:64]]
    assert app.button_group(key="browse-label").options[7] == "Sneaker"


def test_one_hot_counts_places_and_says_the_name(own, clothes) -> None:
    said = words(own(browse="One digit", step="one-hot", digit="test-0"))
    label = int(clothes.test_labels[0])
    assert f"The label is {label} ({NAMES[label]}): the 1 stands at place {label}, counted from 0." in said
    assert "this picture's loss" in said
