"""A wide canvas for numbers: what is drawn is read there, and none of it is lost on the way back."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.component_events import component, data_of, send
from tests.support.draw_page import BAR, SEVEN, html_of, strokes

pytestmark = pytest.mark.app
FAR = [(900, 140), (1010, 140), (950, 470)]  # in the component's pixels: on the right half


ABOVE, ANSWER = 290, 210  # pixels at 1280 wide: what stands above the canvas, and headline, sentence and first bars


def choose(app: AppTest, shape: str) -> AppTest:
    app.segmented_control(key="draw-shape").set_value(shape).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("high", [768, 900, 1000, 1200])
def test_wide_canvas_leaves_the_answer_in_view(draw, answering, high: int) -> None:
    app = choose(draw(strokes(SEVEN)), "wide")
    widths = re.findall(r"aspect-ratio: 2; max-width: clamp\((\d+)px, 200vh - (\d+)rem, (\d+)px\)", html_of(app))
    ((least, less, most),) = [tuple(map(int, found)) for found in widths]
    wide = min(max(least, 2 * high - 16 * less), most)
    assert ABOVE + wide / 2 + ANSWER <= high


def canvas_width(app: AppTest) -> int:
    return data_of(app, "draw-canvas")["canvasWidth"]


def test_wide_canvas_keeps_the_drawing_where_it_is(draw, answering) -> None:
    app = draw(strokes(SEVEN))
    assert canvas_width(app) == 560
    choose(app, "wide")
    assert canvas_width(app) == 1120
    assert data_of(app, "draw-canvas")["canvasHeight"] == 560
    assert app.session_state["draw-message"]["objects"] == strokes(SEVEN)["objects"]


def test_number_on_it_has_its_boxes_on_a_wide_copy(draw, answering) -> None:
    answering.digit = 7
    app = choose(draw(strokes([(2 * x, 2 * y) for x, y in SEVEN], FAR)), "wide")
    page = html_of(app)
    assert "It reads 77." in page
    copy = page[page.index('class="draw-boxes"') :]
    assert "aspect-ratio: 472 / 236" in copy
    lefts = [float(left) for left in re.findall(r"left: calc\(([\d.]+)%", copy)]
    assert len(lefts) == 2
    assert lefts[1] == pytest.approx(100 * 900 / 1120, abs=1)


def test_square_canvas_takes_in_all_of_it_and_undo_brings_back_where_it_was(draw, answering) -> None:
    drawing = strokes(SEVEN, FAR)
    app = choose(draw(drawing, draw_shape="wide"), "square")
    xs = [point[1] for stroke in app.session_state["draw-message"]["objects"] for point in stroke["path"]]
    assert 0 <= min(xs) < max(xs) <= 560
    app.button(key="draw-undo").click().run()
    assert app.session_state["draw-shape"] == "wide"
    assert app.session_state["draw-message"]["objects"] == drawing["objects"]
    app.button(key="draw-redo").click().run()
    assert app.session_state["draw-shape"] == "square"


def test_shape_outlives_a_reload_and_a_change_of_page(draw, answering) -> None:
    app = draw()
    send(app, "draw-manners", "kept", {**strokes(SEVEN, FAR), "shape": "wide"})
    assert canvas_width(app) == 1120
    app.switch_page("evaluate.py").run()
    app.switch_page("draw.py").run()
    assert canvas_width(app) == 1120
    assert '"shape": "wide"' in component(app, "draw-manners").json.replace("\\", "")


def test_forged_shape_is_a_square(draw, answering) -> None:
    app = draw()
    send(app, "draw-manners", "kept", {**strokes(BAR), "shape": ["wide"]})
    assert not app.exception
    assert canvas_width(app) == 560
