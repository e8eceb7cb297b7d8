"""What fools it, without a browser: the smallest change, changes of any size, and accuracy under attack."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.text.evaluate_fool import Fool
from tests.support.page_text import labels, text_of
from tests.support.toughness_engine import ToughnessEngine, attacked
from tests.support.waiting import until

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist", "answering", "engine")]

Visit = Callable[..., AppTest]


@pytest.fixture
def engine(toughness_engine: ToughnessEngine) -> ToughnessEngine:
    """Give what answers."""
    return toughness_engine


def opened(visit: Visit, **query: str) -> AppTest:
    return visit("evaluate.py", show="Trust", **query)


def test_smallest_change_is_found_and_shown(visit: Visit, engine: ToughnessEngine) -> None:
    app = attacked(opened(visit), engine)
    said = text_of(app)
    assert "It is enough to move each pixel by 20 of 255 or less: then it reads a 7, 87.5 % sure." in said
    assert "PGD, 20 of 255: a 2 is read as a 7, 87.5 % sure." in said
    assert "At 20 of 255 your eye hardly sees it." in said


def test_first_picture_is_the_one_that_the_search_found(visit: Visit, engine: ToughnessEngine) -> None:
    app = attacked(opened(visit), engine)
    assert "PGD, 20 of 255: a 2 is read as a 7" in text_of(app)
    assert engine.askers == {"smallest change"}


def test_other_sizes_and_methods_are_worked_out_while_the_page_stays(visit: Visit, engine: ToughnessEngine) -> None:
    app = attacked(opened(visit), engine)
    engine.waits = True
    app.slider(key="fool-eps").set_value(40).run()
    assert "PGD, 40 of 255: looking for the change" in text_of(app)
    assert app.get("skeleton")
    app.slider(key="fool-eps").set_value(19).run()
    assert "PGD, 19 of 255: looking for the change" in text_of(app)
    engine.waits = False
    until(lambda: "PGD, 19 of 255: it still reads a 2" in text_of(app.run()))
    assert not app.get("skeleton")
    app.segmented_control(key="fool-method").set_value("fgsm").run()
    until(lambda: "FGSM, 19 of 255: it still reads a 2" in text_of(app.run()))
    app.slider(key="fool-eps").set_value(30).run()
    until(lambda: "FGSM, 30 of 255: a 2 is read as a 7" in text_of(app.run()))


def test_network_without_slopes_is_said_to_have_none_and_is_not_called_tough(
    visit: Visit, engine: ToughnessEngine
) -> None:
    engine.is_dead = True
    app = attacked(opened(visit), engine)
    assert Fool.NO_DIRECTION in text_of(app)
    assert not [slider for slider in app.slider if slider.key == "fool-eps"]


def test_network_that_nothing_flips_is_not_called_tough_either(visit: Visit, engine: ToughnessEngine) -> None:
    engine.enough = 300
    said = text_of(attacked(opened(visit), engine))
    assert Fool.NOT_FOUND in said
    assert "None was found here" in said
    assert "your eye" not in said


def test_digit_that_is_misread_has_nothing_to_flip(visit: Visit) -> None:
    app = opened(visit, digit="test-0")
    assert "It already reads a 2 here, and the label is 7: there is nothing to flip." in text_of(app)
    assert Fool.BEGIN not in labels(app)


def test_accuracy_under_attack_is_counted_on_a_click(visit: Visit, engine: ToughnessEngine) -> None:
    app = opened(visit)
    app.button(key="fool-count").click().run()
    until(lambda: "Read right of 500 test images" in text_of(app.run()))
    (table,) = (html.proto.body for html in app.get("html") if Fool.COUNT_TABLE in html.proto.body)
    assert "One step (FGSM)" in table
    assert "Many steps (PGD)" in table
