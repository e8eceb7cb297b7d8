import copy
import math
import time

import numpy as np
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from core.drawing.fabric_path import without_last_stroke
from core.drawing.strokes import MAX_STROKES, read_canvas
from core.errors import DrawingError

# One stroke as streamlit-drawable-canvas 0.13 sent it from Chromium, without the fields that say nothing of its place.
STROKE = {
    "type": "Path",
    "version": "7.4.0",
    "originX": "center",
    "originY": "center",
    "left": 225,
    "top": 225,
    "width": 50.04,
    "height": 50,
    "strokeWidth": 20,
    "scaleX": 1,
    "scaleY": 1,
    "angle": 0,
    "flipX": False,
    "flipY": False,
    "skewX": 0,
    "skewY": 0,
    "path": [["M", 199.98, 200], ["Q", 200, 200, 225, 225], ["L", 250.02, 250]],
}
SQUARE = [["M", 0, 0], ["L", 10, 0], ["L", 10, 10], ["L", 0, 10]]


def canvas(*objects):
    return {"version": "7.4.0", "objects": list(objects), "background": "#fff"}


def square(**place):
    return {"type": "Path", "originX": "center", "originY": "center", "path": SQUARE, **place}


def only_path(*objects):
    (path,) = read_canvas(canvas(*objects))
    return path


def test_stroke_lies_where_it_was_drawn():
    path = only_path(STROKE)
    np.testing.assert_allclose(path[0], [199.98, 200])
    np.testing.assert_allclose(path[-2], [225, 225])
    np.testing.assert_allclose(path[-1], [250.02, 250])
    assert path.dtype == np.float64


def test_curve_passes_through_the_points_of_its_formula():
    path = only_path({"type": "path", "path": [["M", 0, 0], ["Q", 8, 0, 8, 8]]})
    np.testing.assert_allclose(path, [[0, 0], [3.5, 0.5], [6, 2], [7.5, 4.5], [8, 8]])
    path = only_path({"type": "path", "path": [["M", 0, 0], ["C", 0, 4, 4, 4, 4, 0]]})
    np.testing.assert_allclose(path, [[0, 0], [28 / 27, 8 / 3], [80 / 27, 8 / 3], [4, 0]])


def test_path_that_closes_ends_where_it_began():
    path = only_path({"type": "path", "path": [*SQUARE, ["Z"]]})
    assert path.tolist() == [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]


def test_each_pen_down_is_a_path_of_its_own():
    drawing = read_canvas(canvas(STROKE, {"type": "Path", "path": [["M", 1, 2], ["L", 3, 4], ["M", 5, 6]]}))
    assert [len(path) for path in drawing[1:]] == [2, 1]
    assert drawing[2].tolist() == [[5, 6]]


@pytest.mark.parametrize(
    ("place", "corner", "opposite"),
    [
        pytest.param({"left": 5, "top": 5}, [0, 0], [10, 10], id="as-drawn"),
        pytest.param({"left": 105, "top": 25}, [100, 20], [110, 30], id="moved"),
        pytest.param({"left": 5, "top": 5, "scaleX": 2, "scaleY": 3}, [-5, -10], [15, 20], id="scaled"),
        pytest.param({"left": 5, "top": 5, "angle": 90}, [10, 0], [0, 10], id="turned-clockwise"),
        pytest.param({"left": 5, "top": 5, "flipX": True}, [10, 0], [0, 10], id="flipped"),
        pytest.param({"left": 5, "top": 5, "skewX": 45}, [-5, 0], [15, 10], id="skewed"),
        pytest.param({}, [0, 0], [10, 10], id="without-a-place"),
        pytest.param({"originX": "left", "left": 80, "top": 80}, [0, 0], [10, 10], id="of-an-older-component"),
    ],
)
def test_stroke_lies_where_the_toolbar_put_it(place, corner, opposite):
    path = only_path(square(**place))
    np.testing.assert_allclose(path[0], corner, atol=1e-9)
    np.testing.assert_allclose(path[2], opposite, atol=1e-9)


@pytest.mark.parametrize("empty", [None, {}, {"objects": []}], ids=["I21-none", "I21-no-list", "I21-no-strokes"])
def test_empty_canvas_has_no_strokes(empty):
    assert read_canvas(empty) == []


HUGE = 10**400
FORGED = {
    "number": 7,
    "text": "objects",
    "list": [],
    "objects-number": {"objects": 7},
    "objects-text": {"objects": "path"},
    "objects-none": {"objects": None},
    "object-none": canvas(None),
    "object-list": canvas([]),
    "no-type": canvas({"path": SQUARE}),
    "type-number": canvas(square(type=3)),
    "type-list": canvas(square(type=["Path"])),
    "circle": canvas({"type": "Circle", "radius": 3}),
    "no-path": canvas({"type": "Path"}),
    "path-text": canvas(square(path="M 0 0 L 1 1")),
    "path-table": canvas(square(path={"M": 1})),
    "command-number": canvas(square(path=[3])),
    "command-empty": canvas(square(path=[[]])),
    "command-unknown": canvas(square(path=[["M", 0, 0], ["A", 1, 1]])),
    "command-list": canvas(square(path=[[["M"], 0, 0]])),
    "too-few-numbers": canvas(square(path=[["M", 0]])),
    "too-many-numbers": canvas(square(path=[["M", 0, 0, 0]])),
    "line-before-pen-down": canvas(square(path=[["L", 0, 0]])),
    "close-before-pen-down": canvas(square(path=[["Z"]])),
    "text-for-number": canvas(square(path=[["M", "0", 0]])),
    "truth-for-number": canvas(square(path=[["M", True, 0]])),
    "nan": canvas(square(path=[["M", math.nan, 0]])),
    "infinite": canvas(square(path=[["M", 0, -math.inf]])),
    "far": canvas(square(path=[["M", 0, 2800.1]])),
    "huge-float": canvas(square(path=[["M", 1e308, 0]])),
    "huge-integer": canvas(square(path=[["M", HUGE, 0]])),
    "left-nan": canvas(square(left=math.nan)),
    "left-text": canvas(square(left="5")),
    "left-none": canvas(square(left=None)),
    "scale-huge": canvas(square(scaleX=1e9)),
    "angle-infinite": canvas(square(angle=math.inf)),
    "skew-upright": canvas(square(skewX=90)),
    "nested": canvas(square(path=[["M", [[[[[[0]]]]]], 0]])),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=[f"I25-{name}" for name in FORGED])
def test_forged_message_is_refused(forged):
    with pytest.raises(DrawingError, match=r"Clear the canvas and draw again\.$"):
        read_canvas(forged)


LARGE = {
    "10,000-strokes": (canvas(*[STROKE] * 10_000), f"at most {MAX_STROKES} strokes; got 10,000"),
    "5-MB-in-one-stroke": (canvas(square(path=[["L", 0, 0]] * 200_000)), "at most 10,000 points; got 200,000"),
    "5-MB-in-many-strokes": (canvas(*[square(path=[["M", 0, 0]] * 9_000)] * 20), "at most 1,000 points; got 9,000"),
    "5-MB-command": (canvas(square(path=[["M", *[0] * 1_000_000]])), "at most 7 numbers; got 1,000,001"),
    "5-MB-text": (canvas(square(path=[["M", "0" * 5_000_000, 0]])), "got text"),
}


@pytest.mark.parametrize(("forged", "words"), LARGE.values(), ids=[f"I25-{name}" for name in LARGE])
def test_message_larger_than_a_drawing_is_refused_at_once(forged, words):
    began = time.process_time()
    with pytest.raises(DrawingError, match=words) as refused:
        read_canvas(forged)
    assert time.process_time() - began < 1
    assert len(str(refused.value)) < 200


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
commands = st.lists(st.sampled_from(["M", "L", "Q", "C", "Z"]) | json_values, max_size=8) | st.tuples(
    st.sampled_from(["M", "L"]), st.floats(-3000, 3000), st.floats(-3000, 3000)
)
objects = st.fixed_dictionaries(
    {"type": st.sampled_from(["Path", "path", "Rect"]) | json_values},
    optional={
        "path": st.lists(commands, max_size=6) | json_values,
        "originX": st.just("center") | json_values,
        "originY": st.just("center") | json_values,
        "left": json_values,
        "top": json_values,
        "scaleX": json_values,
        "angle": json_values,
        "skewX": json_values,
    },
)


@seed(20)
@settings(max_examples=300, deadline=None)
@given(json_values | st.fixed_dictionaries({"objects": st.lists(objects | json_values, max_size=4) | json_values}))
def test_any_message_gives_strokes_or_a_drawing_error(message):
    try:
        drawing = read_canvas(message)
    except DrawingError:
        return
    assert all(np.isfinite(path).all() and path.shape[1] == 2 for path in drawing)


def test_undo_takes_the_last_stroke_and_leaves_the_message_alone():
    message = canvas(STROKE, square())
    kept = copy.deepcopy(message)
    assert without_last_stroke(message) == canvas(STROKE)
    assert message == kept


@pytest.mark.parametrize("message", [None, 7, {}, {"objects": []}, {"objects": "path"}], ids=repr)
def test_undo_of_nothing_is_an_empty_canvas(message):
    assert without_last_stroke(message) == {"objects": []}
