"""Which step makes the difference: six versions, asked in one question after the answer, and the step that is named."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.drawing.ladder import STEPS, turn_of
from core.drawing.numbers.digit_segmentation import segment_strokes
from core.inference.predict import Predictions
from core.serving.inference_client import InferenceClient
from pages.text.draw_ladder import Ladder, LadderKind
from tests.support.draw_page import SEVEN, bar_on_paper, html_of, picture_file, strokes, upload

pytestmark = pytest.mark.app

TWO_BARS = strokes([(60, 40), (60, 240)], [(200, 40), (200, 240)])


def finding(app: AppTest) -> str:
    (said,) = re.findall(r'class="draw-ladder-step"[^>]*>([^<]*)<', html_of(app))
    return html.unescape(said)


def answers(app: AppTest) -> list[str]:
    """Return what each version is read as."""
    return re.findall(r"<strong[^>]*>reads (\d)</strong>", html_of(app))


def says(monkeypatch: pytest.MonkeyPatch, *digits: int) -> list[np.ndarray]:
    """Have the versions but the last one read as these digits; return what is asked about, question by question."""
    asked = []

    def predict(_, network, images: np.ndarray) -> Predictions:
        asked.append(images)
        probabilities = np.eye(10, dtype=np.float32)[list(digits)]
        return Predictions(logits=probabilities * 9, probabilities=probabilities)

    monkeypatch.setattr(InferenceClient, "predict", predict)
    return asked


def test_step_that_makes_the_difference_is_named_and_marked(draw, answering, monkeypatch) -> None:
    answering.digit, answering.sureness = 7, 0.94
    asked = says(monkeypatch, 2, 2, 2, 2, 7)
    app = draw(strokes(SEVEN))
    assert (
        finding(app) == "Without centring it reads a 2; centred by mass it reads a 7: that step makes the difference."
    )
    assert answers(app) == ["2", "2", "2", "2", "7", "7"]
    assert html_of(app).count(Ladder.TURNS_HERE) == 1
    before, _, after = html_of(app).partition(Ladder.TURNS_HERE)
    assert before.count("</li>") == 4
    assert after.count("</li>") == 2
    assert [len(images) for images in asked] == [5]
    assert "94.0 %" in html_of(app).rpartition("reads 7</strong>")[2]  # the page's own answer


def test_nothing_is_shown_before_something_is_drawn_or_while_the_network_wakes(draw, answering) -> None:
    assert "draw-ladder" not in html_of(draw())
    answering.is_awake = False
    assert "draw-ladder" not in html_of(draw(strokes(SEVEN)))


def test_versions_follow_the_pen(draw, answering, monkeypatch) -> None:
    asked = says(monkeypatch, 2, 2, 2, 2, 2)
    app = draw(strokes(SEVEN))
    app.slider(key="draw-pen").set_value(30).run()
    thin, thick = asked
    assert thick[1].sum() > thin[1].sum()


def test_pad_has_six_versions(draw, answering) -> None:
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    app = draw(draw_mode="keyboard", draw_cells=cells)
    assert answers(app) == ["2"] * 6
    assert finding(app) == "All six are read as a 2: no step makes a difference for this one."
    assert "The whole pad as on paper, dark on white." in html_of(app)


@pytest.mark.parametrize("kind", ["canvas", "pad"])
def test_first_version_is_named_by_what_it_is_and_not_by_the_screen(kind: LadderKind) -> None:
    said = Ladder.caption("as it is", kind, is_changed=False)
    assert "as on paper, dark on white" in said
    assert "screen" not in said


def test_stroke_that_is_left_out_is_named(draw, answering, monkeypatch) -> None:
    def certain(images: np.ndarray) -> np.ndarray:
        return np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0)

    monkeypatch.setattr(InferenceClient, "prepare_strokes", lambda _, paths: segment_strokes(paths, certain))
    assert "a stroke was left out" in html_of(draw(strokes(SEVEN, [(20, 10), (40, 10)])))
    assert "left out" not in html_of(draw(strokes(SEVEN)))


def test_digit_of_a_number_is_the_one_that_is_looked_at(draw, answering, monkeypatch) -> None:
    asked = says(monkeypatch, 2, 2, 2, 2, 2)
    app = draw(TWO_BARS)
    assert "Shown for the 1st digit." in html_of(app)
    assert "cut out of the number" in html_of(app)
    app.button_group(key="draw-chosen-draw").set_value(1).run()
    assert "Shown for the 2nd digit." in html_of(app)
    first, *_ = asked
    assert (first[0] < 200).any(axis=0).sum() > 3  # both bars: nothing is told apart
    assert (first[4] > 0).any(axis=0).sum() <= 3  # one


def test_photo_begins_as_article_3_does(draw, answering) -> None:
    app = draw(draw_mode="photo")
    upload(app, ("one.png", picture_file(bar_on_paper())))
    page = html_of(app)
    assert page.count('class="draw-ladder"') == 1
    assert "As article 3 does: grey, squeezed" in page
    upload(app, ("one.png", picture_file(255 - bar_on_paper())))
    assert "Nothing was done: its ink is bright already." in html_of(app)


def test_several_photos_are_explained_one_by_one_once_that_is_opened(draw, answering) -> None:
    app = draw(draw_mode="photo")
    files = [("a.png", picture_file(bar_on_paper())), ("b.png", picture_file(255 - bar_on_paper()))]
    upload(app, *files)
    assert "draw-ladder" not in html_of(app)
    asked = answering.questions
    app.session_state["draw-photo-2-explain"] = True
    app.run()
    assert html_of(app).count('class="draw-ladder"') == 1
    assert answering.questions == asked + 1


def test_versions_and_answers_are_in_a_table_once_it_is_opened(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    assert Ladder.HEADER[4] not in html_of(app)
    app.session_state["draw-ladder"] = True
    page = html_of(app.run())
    assert Ladder.HEADER[4] in page
    assert page.count(Ladder._FIRST["canvas"].replace("\N{NO-BREAK SPACE}", " ")) == 2


def test_doubt_of_the_page_is_said(draw, answering) -> None:
    answering.digit_probability = 0.2
    assert Ladder.NOT_SURE in html.unescape(html_of(draw(strokes(SEVEN))))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([8, 8, 8, 8, 8, 8], "All six are read as an 8: no step makes a difference for this one."),
        (
            [7, 2, 2, 7, 7, 7],
            "With its shape stretched it reads a 2; with its shape kept it reads a 7: the last of several steps that "
            "change the answer.",
        ),
        (
            [8, 0, 1, 3, 2, 7],
            "With its lines as thick as they were it reads a 2; with lines as wide as MNIST's it reads a 7: that step "
            "makes the difference; none before it reads a 7.",
        ),
        (
            [8, 1, 1, 1, 1, 1],
            "With dark ink on white it reads an 8; inverted it reads a 1: that step makes the difference.",
        ),
    ],
    ids=["all alike", "to and fro", "none agree", "inverted"],
)
def test_finding_names_the_last_step_that_changes_the_answer(given: Sequence[int], said: str) -> None:
    assert Ladder.finding(turn_of(given), STEPS, given[-1]) == said
