"""Several digits: the whole as text, each digit's box and answer; two ways to read; the switch to one digit."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.drawing.numbers.segmentation import FoundDigit, FoundMark, PreparedDrawing, Segmentation
from core.serving.inference_client import InferenceClient
from pages.text.draw import Draw
from pages.text.draw_number import Doubt, Number
from tests.support.draw_page import BAR, SEVEN, bar_on_paper, html_of, picture_file, strokes, unbroken_html_of, upload

pytestmark = pytest.mark.app

TWO_BARS = strokes([(60, 40), (60, 240)], [(200, 40), (200, 240)])


def found(count: int, **marked: object) -> Segmentation:
    """Return a row of so many digits."""
    boxes = [(place / count, 0.2, (place + 0.8) / count, 0.8) for place in range(count)]
    image = np.zeros((28, 28), np.uint8)
    image[5:23, 13:15] = 255
    return Segmentation(digits=tuple(FoundDigit(image=image, box=box) for box in boxes), **marked)


def gives(monkeypatch: pytest.MonkeyPatch, *ways: Segmentation) -> None:
    """Have whatever is drawn taken apart in these ways."""
    prepared = PreparedDrawing(segmentations=ways, whole=found(1).digits[0])
    monkeypatch.setattr(InferenceClient, "prepare_strokes", lambda *_: prepared)


def texts(app: AppTest) -> list[str]:
    return [block.value for block in app.code]


def test_two_digits_are_read_as_a_number_and_each_can_be_looked_at(draw, answering) -> None:
    answering.digit, answering.sureness = 1, 0.94
    app = draw(TWO_BARS)
    page = html_of(app)
    assert "It reads 11." in page
    assert "2 digits. The least sure is the 1st, 1: 94 %." in page
    assert texts(app) == ["11"]
    assert 'aria-label="The picture, with a box round each of its 2 digits."' in page
    assert page.count("<li") == 2 + 6  # and the chosen one's versions
    assert page.count("or 0: 1 %") == 2
    assert page.count('class="draw-bars"') == 1  # of the chosen one
    assert answering.questions == 2  # of the digits, and of the chosen one's five other versions
    assert "drawing" not in app.session_state
    choice = app.button_group(key="draw-chosen-draw")
    assert choice.options == ["1: 1", "2: 1"]
    choice.set_value(1).run()
    assert "2nd digit" in html_of(app)
    assert app.button(key="draw-inside").label == Draw.INSIDE


def test_chosen_digit_that_is_gone_is_the_first_one(draw, answering) -> None:
    app = draw(TWO_BARS)
    app.button_group(key="draw-chosen-draw").set_value(1).run()
    app.button(key="draw-undo").click().run()
    assert "It reads a 2." in html_of(app)
    app.session_state["draw-message"] = strokes(SEVEN, BAR)
    assert not app.run().exception


def test_all_probabilities_are_in_a_table_once_it_is_opened(draw, answering) -> None:
    app = draw(TWO_BARS)
    assert "A digit at all?" not in html_of(app)
    app.session_state["draw-table"] = True
    app.run()
    page = html_of(app).partition('class="draw-ladder"')[0]
    assert "A digit at all?" in page
    assert page.count("99.8 %") == 2 + 1  # each digit's, and the chosen one's bar


def test_two_digits_on_the_pad_and_in_a_photo_are_read(draw, answering) -> None:
    answering.digit = 1
    cells = np.zeros((28, 28), int)
    cells[4:24, [5, 20]] = 1
    assert "It reads 11." in html_of(draw(draw_mode="keyboard", draw_cells="".join(map(str, cells.ravel()))))
    paper = bar_on_paper()
    paper[20:80, 80:90] = 30
    app = upload(draw(draw_mode="photo"), ("two.png", picture_file(paper)), ("one.png", picture_file(bar_on_paper())))
    page = html_of(app)
    assert page.count("It reads 11.") == 1
    assert page.count("It reads a 1.") == 1
    assert texts(app) == ["11"]


def test_number_can_be_read_as_one_digit(draw, answering) -> None:
    assert "draw-read-as" not in [group.key for group in draw().button_group]
    app = draw(TWO_BARS)
    app.button_group(key="draw-read-as").set_value("digit").run()
    assert "It reads a 2." in html_of(app)
    assert texts(app) == []
    app.switch_page("evaluate.py").run()
    app.switch_page("draw.py").run()
    assert "It reads a 2." in html_of(app)


def test_one_digit_is_trusted_as_far_as_its_picture_is(draw, answering, monkeypatch) -> None:
    prepared = PreparedDrawing(segmentations=(found(2),), whole=found(1).digits[0], whole_trust=0.3)
    monkeypatch.setattr(InferenceClient, "prepare_strokes", lambda *_: prepared)
    app = draw(TWO_BARS)
    assert "It reads 22." in html_of(app)
    app.button_group(key="draw-read-as").set_value("digit").run()
    assert Draw.NOT_SURE in html_of(app)


def test_what_is_not_sure_is_a_question_mark(draw, answering, monkeypatch) -> None:
    gives(monkeypatch, found(2))
    answering.digit, answering.sureness = 4, 0.4
    app = draw(strokes(SEVEN))
    page = html_of(app)
    assert "It is not sure." in page
    assert texts(app) == ["??"]
    assert page.count("perhaps 4") == 2 + 1  # each digit's, and the chosen one's caption
    assert "dashed" in page


def test_two_ways_to_read_it_are_both_offered_the_likelier_first(draw, answering, monkeypatch) -> None:
    gives(monkeypatch, found(2, certainty=0.62), found(1, certainty=0.38))
    app = draw(strokes(SEVEN))
    (ways,) = [group for group in app.button_group if group.label == Number.TWO_WAYS]
    assert ways.options == ["22 (62 %)", "2 (38 %)"]
    assert texts(app) == ["22"]
    ways.set_value(1).run()
    assert texts(app) == ["2"]
    assert answering.questions == 1


def test_marks_are_in_the_text_or_named_as_left_out(draw, answering, monkeypatch) -> None:
    box = (0.0, 0.0, 0.1, 0.1)
    marks = [
        FoundMark(kind=kind, box=box, before=before) for kind, before in (("minus", 0), ("point", 1), ("other", 2))
    ]
    gives(monkeypatch, found(2, marks=tuple(marks)))
    app = draw(strokes(SEVEN))
    assert "It reads -2.2." in html_of(app)
    assert "Something else stands there too; it is left out." in html_of(app)


def test_sixty_digits_are_shown(draw, answering, monkeypatch) -> None:
    gives(monkeypatch, found(60))
    app = draw(strokes(SEVEN))
    assert not app.exception
    assert "It reads a long number." in html_of(app)
    assert html_of(app).count("<li") == 60
    assert texts(app) == ["2" * 60]


def test_number_waits_for_the_network(draw, answering) -> None:
    answering.is_awake = False
    app = draw(TWO_BARS)
    assert "This looks like more than one digit." in html_of(app)
    assert html_of(app).count("<li") == 2
    assert "1st digit" in html_of(app)
    answering.is_awake = True
    assert "It reads 22." in html_of(app.run())


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("2026", "It reads 2026."),
        ("?1", "It reads ?1."),
        ("??", "It is not sure."),
        ("1" * 25, "It reads a long number."),
        ("1\n2\n3", "It reads 3 lines."),
    ],
)
def test_headline_holds_a_short_text(text: str, headline: str) -> None:
    assert Number.headline(text, sum(sign.isdigit() or sign == "?" for sign in text)) == headline


@pytest.mark.parametrize(
    ("answers", "surenesses", "sentence"),
    [
        ([1, 2], [1.0, 0.999], "2 digits, each over 99 % sure."),
        ([1, 2, 3], [0.9, 0.71, 0.99], "3 digits. The least sure is the 2nd, 2: 71 %."),
        (["?", 2], [0.2, 0.9], "2 digits. It is not sure of 1 of them, shown as ?."),
        (["?", "?"], [0.2, 0.1], "2 digits, and none of them surely read. Each is shown as ?."),
        ([5], [0.93], "93 % sure."),
    ],
    ids=["sure", "least sure", "one not", "none", "one digit"],
)
def test_sentence_says_how_sure_it_is(answers: list[int | str], surenesses: list[float], sentence: str) -> None:
    assert Number.sentence(answers, surenesses) == sentence


def test_more_digits_than_are_read_are_said(draw, answering, monkeypatch) -> None:
    gives(monkeypatch, found(60, left_over=24))
    assert "Only the first 60 of 84 digits are read." in html_of(draw(strokes(SEVEN)))
    gives(monkeypatch, found(60))
    assert "Only the first" not in html_of(draw(strokes(SEVEN, BAR)))


def test_chosen_digit_says_why_it_is_less_sure_than_its_bars_are_high(draw, answering) -> None:
    answering.digit, answering.sureness, answering.digit_probability = 1, 0.998, 0.92
    page = html_of(draw(TWO_BARS))
    assert "read as 1, 92 %" in page
    assert page.count("That it is a digit at all: 92 %.") == 1


def test_no_line_parts_a_number_from_its_percent_sign(draw, answering) -> None:
    answering.digit, answering.sureness, answering.digit_probability = 1, 0.94, 0.92
    for app in (draw(TWO_BARS), draw(strokes(SEVEN)), draw(draw_mode="photo")):
        page = unbroken_html_of(app)
        assert re.search(r"\d\N{NO-BREAK SPACE}%", page)
        assert re.findall(r"[^>]*\d %[^<]*", re.sub("<table.*?</table>", "", page, flags=re.DOTALL)) == []


def test_digits_that_are_not_trusted_are_not_answered(draw, answering, monkeypatch) -> None:
    answering.digit, answering.sureness = 1, 0.94
    gives(monkeypatch, found(2, trust=0.4))
    app = draw(TWO_BARS)
    page = html_of(app)
    assert Number.NOT_SURE in page
    assert f"Each is shown as ?. {Doubt.THE_REST}" in page
    assert texts(app) == ["??"]
    assert Doubt.trusted(0.4) in page
    assert "That it is a digit at all" not in page  # as far as the judge goes, it is


def test_one_digit_that_is_not_trusted_is_not_answered(draw, answering, monkeypatch) -> None:
    answering.digit, answering.sureness = 1, 0.94
    gives(monkeypatch, found(1, trust=0.4))
    page = html_of(draw(TWO_BARS))
    assert Draw.NOT_SURE in page
    assert f"{Doubt.THE_REST} If it is a digit: 1 (94 %)" in page
    assert Doubt.NO_DIGIT not in page


def test_table_tells_the_judge_from_the_rest_of_the_picture(draw, answering, monkeypatch) -> None:
    answering.digit, answering.sureness, answering.digit_probability = 1, 0.9, 0.8
    gives(monkeypatch, found(2, trust=0.5))
    app = draw(TWO_BARS)
    app.session_state["draw-table"] = True
    page = html_of(app.run())
    cells = [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", page, re.DOTALL)]
    assert Number.HEADER[3:6] == ("Sure", "A digit at all?", "Trusted?")
    assert "|36 %|80 %|50 %|" in "|".join(cells)
