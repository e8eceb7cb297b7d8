"""Is my digit like MNIST: computed once it is opened, for a drawing, the pad, a photo and a number's digit."""

from __future__ import annotations

import html
import importlib
import re
import threading

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.errors import EngineDiedError
from core.inference.likeness.measures import MEASURES, Standing
from core.serving.inference_client import InferenceClient
from pages.state import cached
from pages.state.draw import likeness
from pages.text.draw_likeness import Likeness
from tests.support.draw_page import SEVEN, bar_on_paper, html_of, picture_file, strokes, upload
from tests.support.waiting import until

pytestmark = pytest.mark.app

TWO_BARS = strokes([(60, 40), (60, 240)], [(200, 40), (200, 240)])


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer questions about training images here; return what was asked."""
    targets = []

    def call(_, target: str, *args: object) -> object:
        targets.append(target)
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args)

    monkeypatch.setattr(InferenceClient, "call", call)
    likeness._client.clear()
    return targets


def opened(app: AppTest, key: str = "draw") -> AppTest:
    app.session_state[f"{key}-likeness"] = True
    return answered(app)


def answered(app: AppTest) -> AppTest:
    """Return the page once it has asked about all training images, which happens in the background."""
    until(lambda: "draw-nearest" in html_of(app.run()) or app.error)
    assert not app.exception
    return app


def advice(app: AppTest) -> str:
    (said,) = re.findall(r'class="draw-likeness-advice"[^>]*>([^<]*)<', html_of(app))
    return html.unescape(said)


def test_nothing_is_asked_before_it_is_opened(draw, answering, asked) -> None:
    app = draw(strokes(SEVEN))
    assert not [target for target in asked if "likeness" in target]
    assert "draw-likeness-advice" not in html_of(app)


def test_drawing_is_compared_with_the_training_images_of_its_answer(draw, answering, asked) -> None:
    answering.digit = 7
    app = opened(draw(strokes(SEVEN)))
    page = html_of(app)
    images, labels = cached.dataset().train_images, cached.dataset().train_labels
    assert f"the training images of a 7, all {int((labels == 7).sum()):,} of them" in page
    assert advice(app).startswith("Your 7 ")
    for name in Likeness.NAMES.values():
        assert f">{name}<" in page
    away = ((images.astype(np.int32) - app.session_state["drawing"]) ** 2).sum(axis=(1, 2))
    first = int(away.argmin())
    assert f"image {first}<" in page
    assert f"{np.sqrt(away[first]) / 255:.2f} away" in page
    assert page.count(" away</div>") == 5
    assert f"among all {len(labels):,} training images" in page
    count = len(asked)
    app.run()
    assert len(asked) == count


def test_another_digits_training_images_can_be_chosen_and_another_drawing_begins_anew(draw, answering) -> None:
    answering.digit = 7
    app = opened(draw(strokes(SEVEN)))
    choice = app.button_group(key="draw-like-digit-draw")
    assert choice.label == Likeness.COMPARE
    assert choice.value == 7
    choice.set_value(1).run()
    assert advice(app).startswith("Your 1 ")
    app.run()
    assert advice(app).startswith("Your 1 ")
    app.session_state["draw-message"] = strokes([(60, 40), (60, 240)])
    answered(app)
    assert advice(app).startswith("Your 7 ")


def test_forged_choice_is_the_answer(draw, answering) -> None:
    answering.digit = 7
    app = draw(strokes(SEVEN), draw_like_digit_draw=12)
    assert advice(opened(app)).startswith("Your 7 ")


def test_level_bar_is_told_what_is_most_unusual(draw, answering) -> None:
    answering.digit = 1
    app = opened(draw(strokes([(40, 140), (240, 140)])))
    assert "Your 1 is wider than all of MNIST's 1s: draw it narrower to be more like them." in advice(app)


def test_table_says_how_it_is_measured(draw, answering) -> None:
    app = opened(draw(strokes(SEVEN)))
    app.session_state["draw-like-table"] = True
    app.run()
    assert "Twice the ink" in html_of(app)


def test_pad_photo_and_number_are_compared_too(draw, answering) -> None:
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    assert advice(opened(draw(draw_mode="keyboard", draw_cells=cells)))
    app = opened(draw(TWO_BARS))
    assert html_of(app).count("draw-likeness-advice") == 1
    app = upload(draw(draw_mode="photo"), ("one.png", picture_file(bar_on_paper())))
    assert advice(opened(app, "draw-photo-1"))


def test_each_of_several_photos_is_compared_by_itself(draw, answering) -> None:
    app = draw(draw_mode="photo")
    upload(app, ("a.png", picture_file(bar_on_paper())), ("b.png", picture_file(255 - bar_on_paper())))
    assert html_of(opened(app, "draw-photo-2")).count("draw-likeness-advice") == 1


def test_engine_that_does_not_answer_is_said_in_a_sentence(draw, answering, monkeypatch) -> None:
    def dies(*_: object) -> None:
        raise EngineDiedError("The network was killed.", reason="was killed", exit_code=-9)

    monkeypatch.setattr(InferenceClient, "call", dies)
    app = opened(draw(strokes(SEVEN)))
    assert len(app.error) == 1
    assert "It reads" in html_of(app)


def test_page_does_not_wait_for_it(draw, answering, monkeypatch) -> None:
    gate, call = threading.Event(), InferenceClient.call

    def late(*args: object) -> object:
        assert gate.wait(60)
        return call(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(InferenceClient, "call", late)
    app = draw(strokes(SEVEN))
    app.session_state["draw-likeness"] = True
    app.run()
    assert not app.exception
    assert "draw-likeness-advice" not in html_of(app)
    assert any(box.label == "Compare models" for box in app.expander)  # what stands below it
    gate.set()
    assert advice(answered(app))


def standing(below: int, above: int) -> Standing:
    return Standing(count=1000, below=below, above=above, lowest=0, median=0, highest=0)


@pytest.mark.parametrize(
    ("measure", "below", "above", "than", "said"),
    [
        (
            "width",
            970,
            20,
            "wider than 97 %",
            "Your 1 is wider than 97 % of MNIST's 1s: draw it narrower to be more like them.",
        ),
        (
            "slant",
            0,
            1000,
            "further left than all",
            "Your 1 leans further to the left than all of MNIST's 1s: lean it more to the right to be more like them.",
        ),
        (
            "ink",
            949,
            40,
            "more than 95 %",
            "Your 1 is well within MNIST's 1s: by each measure it is among their middle 90 %.",
        ),
        (
            "pen",
            20,
            970,
            "thinner than 97 %",
            "Your 1 has thinner lines than 97 % of MNIST's 1s: whatever the pen, its lines are made about as wide as "
            "MNIST's, and few or short ones measure thinner.",
        ),
        (
            "pen",
            970,
            20,
            "thicker than 97 %",
            "Your 1 has thicker lines than 97 % of MNIST's 1s: whatever the pen, its lines are made about as wide as "
            "MNIST's, and ones that lie close together measure thicker. Leave more paper between them to be more like "
            "MNIST's.",
        ),
        (
            "pen",
            0,
            0,
            "as all of them",
            "Your 1 is well within MNIST's 1s: by each measure it is among their middle 90 %.",
        ),
    ],
    ids=["wide", "beyond all", "within", "thin pen", "thick pen", "equal"],
)
def test_advice_is_for_what_lies_beyond_most(measure, below: int, above: int, than: str, said: str) -> None:
    assert Likeness.than(measure, standing(below, above)) == than
    assert Likeness.advice(1, measure, standing(below, above), of=Likeness.of(is_mnist=True)) == said


@pytest.mark.parametrize("places", [(970, 20), (20, 970)], ids=["more", "less"])
def test_nothing_is_advised_that_preparation_makes_no_difference_by(places: tuple[int, int]) -> None:
    for measure in MEASURES:
        said = Likeness.advice(1, measure, standing(*places), of=Likeness.of(is_mnist=True))
        assert not re.search(r"\b(take|use|choose)\b|(thicker|finer|thinner) pen", said)


@pytest.mark.parametrize(
    ("measure", "value", "text", "number"),
    [
        ("ink", 0.1234, "12.3 % of the square", "12.3 %"),
        ("pen", 2.345, "2.3 pixels", "2.3"),
        ("width", 0.4, "0.40 of its height", "0.40"),
        ("slant", 12.4, "12\N{DEGREE SIGN} to the right", "12.4"),
        ("slant", -0.4, "0\N{DEGREE SIGN}", "\N{MINUS SIGN}0.4"),
        ("sideways", -0.66, "0.7 pixels to the left", "\N{MINUS SIGN}0.7"),
        ("downwards", 0.04, "0.0 pixels", "0.0"),
        ("downwards", -0.04, "0.0 pixels", "0.0"),
        ("downwards", 1.25, "1.2 pixels down", "1.2"),
    ],
)
def test_value_has_its_unit_and_says_where(measure, value: float, text: str, number: str) -> None:
    assert (Likeness.value(measure, value), Likeness.number(measure, value)) == (text, number)
