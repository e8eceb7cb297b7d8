"""What a person does on Draw, without a browser: drawings are put into the session as the canvas would send them."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.drawing import photos
from core.serving.inference_client import InferenceClient
from core.training.record.events import RunEnded
from pages.parts.draw import example
from pages.parts.draw.prediction import Reading
from pages.state import cached
from pages.text.draw import whole_percent
from pages.text.numbers import share
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app

Visit = Callable[..., AppTest]
BLANK = "0" * 784


def strokes(*paths: list[tuple[float, float]]) -> dict:
    """Return a drawing as the canvas writes it."""
    return {
        "objects": [
            {"type": "Path", "strokeWidth": 16, "path": [["M", *path[0]], *(["L", *point] for point in path[1:])]}
            for path in paths
        ]
    }


SEVEN = [(80, 70), (195, 70), (135, 235)]
BAR = [(90, 150), (190, 150)]


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget answers of other tests, and prepare photos here: the engine would take 10 s to wake."""
    cached._predictions.clear()
    monkeypatch.setattr(InferenceClient, "prepare_photo", lambda _, data: photos.prepare_photo(data))


@pytest.fixture
def draw(visit: Visit) -> Callable[..., AppTest]:
    """Return a function that opens Draw with something drawn."""

    def opened(drawing: object = None, **state: object) -> AppTest:
        app = visit("draw.py")
        if drawing is not None:
            state["draw-message"] = drawing
        if state:
            for key, value in state.items():
                app.session_state[key.replace("_", "-")] = value
            app.run()
        return app

    return opened


def said(app: AppTest) -> str:
    """Return all HTML of the page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def stroke_count(app: AppTest) -> int:
    return len(app.session_state["draw-message"]["objects"])


def picture_file(pixels: np.ndarray) -> bytes:
    stored = io.BytesIO()
    Image.fromarray(pixels).save(stored, "PNG")
    return stored.getvalue()


def bar_on_paper() -> np.ndarray:
    page = np.full((100, 100), 230, np.uint8)
    page[20:80, 45:55] = 30
    return page


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    return app.file_uploader(key="draw-files").set_value([(*file, "image/png") for file in files]).run()


def test_first_visit_invites_and_claims_nothing(draw, answering) -> None:
    app = draw()
    assert not app.exception
    assert "Draw a digit here, as large as you like." in said(app)
    assert "It reads" not in said(app)
    assert answering.questions == 0
    assert {button.key for button in app.button} & {"draw-undo", "draw-clear", "draw-inside"} == set()


def test_drawing_is_read_with_sureness_bars_and_both_pictures(draw, answering) -> None:
    answering.digit, answering.sureness = 7, 0.94
    page = said(draw(strokes(SEVEN)))
    assert "It reads a 7." in page
    assert "94 % sure; next guess: 0 (1 %)." in page
    assert "94.0 %" in page
    assert page.count("<tr") == 10
    assert page.count("read as 7, 94 %") == 2


def test_low_confidence_is_said(draw, answering) -> None:
    answering.digit, answering.sureness = 4, 0.3
    page = said(draw(strokes(SEVEN)))
    assert "It is not sure." in page
    assert "Closest: 4 (30 %) and 0 (8 %)." in page
    assert "It reads" not in page


def test_two_digits_get_no_single_answer_but_each_its_own(draw, answering) -> None:
    answering.digit, answering.sureness = 1, 0.94
    app = draw(strokes([(60, 40), (60, 240)], [(200, 40), (200, 240)]))
    page = said(app)
    assert "This looks like two digits: 1 and 1." in page
    assert "Clear this and draw one of them." in page
    assert "It reads a" not in page
    assert "2nd from the left" in page
    assert page.count("read as 1, 94\N{NO-BREAK SPACE}%") == 2
    assert answering.questions == 1
    assert "drawing" not in app.session_state
    app.button(key="draw-undo").click().run()
    assert "It reads a 1." in said(app)


def test_two_digits_on_the_pad_and_in_a_photo_are_named_one_by_one(draw, answering) -> None:
    answering.digit = 1
    cells = np.zeros((28, 28), int)
    cells[4:24, [5, 20]] = 1
    page = said(draw(draw_face="keyboard", draw_cells="".join(map(str, cells.ravel()))))
    assert "This looks like two digits: 1 and 1." in page
    paper = bar_on_paper()
    paper[20:80, 80:90] = 30
    app = upload(draw(draw_face="photo"), ("two.png", picture_file(paper)), ("one.png", picture_file(bar_on_paper())))
    page = said(app)
    assert page.count("This looks like two digits: 1 and 1.") == 1
    assert page.count("It reads a 1.") == 1


def test_same_strokes_are_not_asked_again(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    assert answering.questions == 1
    app.run()
    assert answering.questions == 1


def test_another_model_answers_the_drawing_at_once(draw, answering, run_of) -> None:
    app = draw(strokes(SEVEN), owner="0" * 32)
    run = run_of("0" * 32, [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)])
    app.run()
    answering.digit = 1
    app.selectbox(key="model-run").set_value(run).run()
    assert app.session_state["model"] == run
    assert "It reads a 1." in said(app)
    assert stroke_count(app) == 1


def test_undo_takes_back_the_last_stroke_and_clear_all(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    app.button(key="draw-undo").click().run()
    assert stroke_count(app) == 1
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN)["objects"]
    assert "It reads" in said(app)
    app.button(key="draw-clear").click().run()
    assert stroke_count(app) == 0
    assert "It reads" not in said(app)
    first = app.session_state["draw-start"]
    app.session_state["draw-message"] = strokes(BAR)
    app.run()
    app.button(key="draw-clear").click().run()
    assert app.session_state["draw-start"] != first  # the canvas loads only what differs from what it was given last


def test_drawing_stays_over_a_change_of_page(draw, answering) -> None:
    app = draw(strokes(SEVEN, BAR))
    app.switch_page("evaluate.py").run()
    app.switch_page("draw.py").run()
    assert "It reads" in said(app)
    assert app.session_state["draw-start"]["objects"] == strokes(SEVEN, BAR)["objects"]


def test_drawing_is_kept_for_inside(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    held = app.session_state["drawing"]
    assert held.shape == (28, 28)
    assert held.dtype == np.uint8
    app.button(key="draw-inside").click().run()
    assert not app.exception
    assert app.title[0].value == "Inside"
    assert app.session_state["inside-source"] == "drawing"


def test_pen_width_changes_strokes_on_the_screen_and_not_the_answer(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    before = app.session_state["drawing"]
    app.slider(key="draw-pen").set_value(30).run()
    assert [stroke["strokeWidth"] for stroke in app.session_state["draw-start"]["objects"]] == [30]
    assert np.array_equal(app.session_state["drawing"], before)


def test_example_is_drawn_and_read(draw, answering) -> None:
    app = draw()
    app.button(key="draw-example").click().run()
    assert stroke_count(app) > 0
    assert "It reads" in said(app)


@pytest.mark.parametrize(
    "forged",
    [
        "text",
        7,
        {"objects": "text"},
        {"objects": [1]},
        {"objects": [{"type": "Path", "path": [["M", float("nan"), 1], ["L", 2, 2]]}]},
        {"objects": [{"type": "Path", "path": [["M", "x", 1]]}]},
        {"objects": [{"type": "Image", "src": "http://192.0.2.1/a.png"}]},
        strokes(*[BAR] * 10_000),
    ],
    ids=["text", "number", "no list", "no stroke", "nan", "no number", "image", "10,000 strokes"],
)
def test_forged_drawing_is_refused_in_a_sentence_and_cleared(draw, answering, forged: object) -> None:
    app = draw(forged)
    assert not app.exception
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value
    assert "It reads" not in said(app)
    app.button(key="draw-clear").click().run()
    assert not app.error
    assert "Draw a digit here" in said(app)


@pytest.mark.parametrize(
    "sent",
    [{"drawing": "text"}, {"drawing": {"raw": None}, "backgroundFit": {"x": 1}}, {"drawing": [1]}, {"drawing": {}}],
    ids=["text", "background", "list", "nothing"],
)
def test_forged_message_of_the_canvas_does_not_break_the_page(draw, answering, sent: object) -> None:
    app = draw()
    app.session_state["draw-canvas"] = sent
    app.run()
    assert not app.exception
    app.session_state["draw-message"] = strokes(SEVEN)
    assert "It reads" in said(app.run())


def test_dots_alone_are_no_digit(draw, answering) -> None:
    app = draw(strokes([(50, 50), (50.04, 50)]))
    assert "only dots are drawn" in said(app)
    assert answering.questions == 0


def test_network_that_wakes_up_lets_a_person_draw(draw, answering) -> None:
    answering.is_awake = False
    app = draw(strokes(SEVEN))
    assert not app.exception
    assert "waking up (about 10 s). Draw meanwhile" in said(app)
    answering.waking_seconds = 83.0
    assert "still waking up: 1 min 20 s so far. Draw meanwhile" in said(app.run())
    assert answering.questions == 0
    answering.is_awake = True
    assert "It reads" in said(app.run())


def test_page_is_drawn_anew_once_the_network_has_been_waking_up_for_longer_than_it_says(
    draw, answering, monkeypatch
) -> None:
    answering.is_awake = False
    app = draw(strokes(SEVEN))
    while_it_is_drawn = [15.0, 15.0]
    seconds = property(lambda _: while_it_is_drawn.pop() if while_it_is_drawn else 25.0)
    monkeypatch.setattr(InferenceClient, "waking_seconds", seconds)
    assert "still waking up: 20 s so far" in said(app.run())


def test_photo_shows_an_example_before_there_is_one(draw, answering) -> None:
    app = draw(draw_face="photo")
    assert not app.exception
    assert "in dark ink on grey paper" in said(app)
    assert said(app).count('class="draw-photo"') == 1


def test_photos_are_read_file_by_file_and_a_bad_one_spoils_none(draw, answering) -> None:
    answering.digit = 1
    app = draw(draw_face="photo")
    name = "![x](http://192.0.2.1/a.png)<b>.png"
    upload(app, ("one.png", picture_file(bar_on_paper())), (name, b"garbage"), ("empty.png", b""), ("b<i>.png", b"BM"))
    assert not app.exception
    assert said(app).count("It reads a 1.") == 1
    assert "turned round" in said(app)
    assert len(app.error) == 3
    assert r"\!\[x\]" in app.error[0].value
    assert not any("<b>" in error.value.replace(r"\<b\>", "") for error in app.error)


def test_several_photos_are_asked_in_one_question_and_only_once(draw, answering) -> None:
    app = draw(draw_face="photo")
    asked = answering.questions
    page = bar_on_paper()
    upload(app, ("a.png", picture_file(page)), ("b.png", picture_file(255 - page)), ("a.png", picture_file(page)))
    assert said(app).count("It reads") == 3
    assert answering.questions == asked + 1
    app.run()
    assert answering.questions == asked + 1
    assert len(app.session_state["draw-photos"]) == 2  # two files are the same


def test_nothing_is_kept_of_files_that_were_taken_away(draw, answering) -> None:
    app = draw(draw_face="photo")
    for shade in range(20):
        page = bar_on_paper()
        page[0, 0] = shade
        upload(app, (f"{shade}.png", picture_file(page)))
        assert len(app.session_state["draw-photos"]) == 1


def test_files_stay_while_the_network_wakes_up(draw, answering) -> None:
    answering.is_awake = False
    app = draw(draw_face="photo")
    assert [uploader.key for uploader in app.file_uploader].count("draw-files") == 1
    assert 'class="draw-photo"' not in said(app)
    assert app.info[0].value.startswith("The network is waking up (about 10 s).")
    answering.waking_seconds = 20.0
    assert app.run().info[0].value.startswith("The network is still waking up: 20 s so far.")


def test_at_most_ten_photos_are_read(draw, answering) -> None:
    app = draw(draw_face="photo")
    upload(app, *[(f"{number}.png", picture_file(bar_on_paper())) for number in range(12)])
    assert said(app).count('class="draw-photo"') == 10
    assert app.warning[-1].value == "At most 10 pictures are read at once: these are the first 10 of 12."


def test_file_name_is_shown_as_text(draw, answering) -> None:
    app = draw(draw_face="photo")
    upload(app, ('<img src=x>".png', picture_file(bar_on_paper())))
    assert "<img src=x>" not in said(app)
    assert "&lt;img src=x&gt;" in said(app)


def test_pad_reads_what_is_painted(draw, answering) -> None:
    cells = "".join("1" if 5 <= row < 22 and column == 14 else "0" for row in range(28) for column in range(28))
    app = draw(draw_face="keyboard")
    assert "Paint a digit here" in said(app)
    app.session_state["draw-cells"] = cells
    assert "It reads" in said(app.run())
    app.button(key="draw-clear").click().run()
    assert app.session_state["draw-cells"] == BLANK


@pytest.mark.parametrize("cells", ["", "1" * 783, "2" * 784, 5, None, ["1"] * 784], ids=repr)
def test_forged_pad_is_refused_in_a_sentence(draw, answering, cells: object) -> None:
    app = draw(draw_face="keyboard")
    app.session_state["draw-cells"] = cells
    app.run()
    assert not app.exception
    assert "784" in app.error[0].value
    app.button(key="draw-clear").click().run()
    assert not app.error


def test_single_pixel_on_the_pad_is_no_digit(draw, answering) -> None:
    app = draw(draw_face="keyboard")
    app.session_state["draw-cells"] = "1" + "0" * 783
    assert "smaller than 4 pixels" in said(app.run())
    assert answering.questions == 0


def test_unknown_face_is_the_canvas(draw, answering) -> None:
    app = draw(draw_face="compare")
    assert not app.exception
    assert "Draw a digit here" in said(app)


@pytest.mark.parametrize(
    ("probability", "words", "bar"),
    [
        (1.0, "over 99 %", "> 99.9 %"),
        (0.9996, "over 99 %", "> 99.9 %"),
        (0.94, "94 %", "94.0 %"),
        (0.004, "under 1 %", "0.4 %"),
        (0.0, "under 1 %", "< 0.1 %"),
        (float("nan"), "no number", "no number"),
    ],
)
def test_no_answer_is_called_certain(probability: float, words: str, bar: str) -> None:
    assert (whole_percent(probability), share(probability)) == (words, bar)


def test_reading_orders_digits_by_how_likely_they_are() -> None:
    sure = np.array([0, 0.04, 0, 0, 0, 0, 0.02, 0.94, 0, 0])
    reading = Reading.of(np.log(sure + 1e-9), sure)
    assert reading.order[:3] == (7, 1, 6)
    assert reading.headline == "It reads a 7."
    assert reading.sentence == "94 % sure; next guess: 1 (4 %)."
    eight = Reading.of(np.eye(10)[8], np.eye(10)[8])
    assert eight.headline == "It reads an 8."
    assert eight.sentence == "Over 99 % sure."


def test_digits_that_are_all_certain_are_ordered_by_their_scores() -> None:
    logits, certain = np.full(10, -9.0), np.zeros(10)
    logits[[0, 4]], certain[[0, 4]] = (18, 30), 1
    assert Reading.of(logits, certain).answer == 4


def test_every_example_is_a_drawing() -> None:
    assert [len(example.example(number)) for number in (0, 1, 2, 3)] == [1, 1, 2, 1]
