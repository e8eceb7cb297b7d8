"""Lines as SVG: where ticks, points and names stand, and that texts stay texts."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from pages.ui.charts.axes import Axis
from pages.ui.charts.svg_lines import HEIGHT, LEFT, RIGHT_EDGE, TOP, WIDTH, Line, chart, spread, ticks

UNIT = Axis(low=0.0, high=1.0, is_log=False)
NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(*lines: Line, across: Axis = UNIT, up: Axis = UNIT, **more) -> ET.Element:
    given = {"across_title": "Epochs", "up_title": "%", "alt": "Rises"} | more
    return ET.fromstring(chart(lines, across=across, up=up, **given))


@pytest.mark.parametrize(
    ("axis", "whole", "at"),
    [
        (Axis(low=0, high=100, is_log=False), False, [0, 20, 40, 60, 80, 100]),
        (Axis(low=90, high=100, is_log=False), False, [90, 92, 94, 96, 98, 100]),
        (Axis(low=95, high=100, is_log=False), False, [95, 96, 97, 98, 99, 100]),
        (Axis(low=0, high=3, is_log=False), True, [0, 1, 2, 3]),
        (Axis(low=0, high=1.5, is_log=False), True, [0, 1]),
        (Axis(low=4, high=9, is_log=False), True, [4, 5, 6, 7, 8, 9]),
        (Axis(low=0, high=200, is_log=False), True, [0, 50, 100, 150, 200]),
        (Axis(low=0.01, high=1, is_log=True), False, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]),
        (Axis(low=0.001, high=10, is_log=True), False, [0.001, 0.01, 0.1, 1, 10]),
        (Axis(low=1e-5, high=1e4, is_log=True), False, [1e-5, 1e-3, 0.1, 10, 1000]),
    ],
    ids=["percent", "from 90", "from 95", "three epochs", "one and a half", "branch", "many", "log", "decades", "wide"],
)
def test_ticks_are_round_and_few(axis, whole, at):
    assert ticks(axis, whole=whole) == pytest.approx(at)


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([10.0, 50.0], [10, 50]),
        ([10.0, 12.0], [10, 25]),
        ([12.0, 10.0], [25, 10]),
        ([98.0, 99.0, 100.0], [70, 85, 100]),
        ([0.0, 1.0, 2.0], [0, 15, 30]),
        ([], []),
    ],
    ids=["apart", "close", "other order", "at the end", "at the beginning", "none"],
)
def test_names_are_moved_apart_and_keep_their_order(places, moved):
    assert spread(places, gap=15, low=0, high=100) == moved


def test_points_stand_where_the_axes_say():
    chart = drawn(Line(points=[(0, 0), (0.5, 1)], colour="#123456"))
    (line,) = chart.iter("polyline")
    ends = [tuple(map(float, place.split(","))) for place in line.get("points").split()]
    width, bottom = WIDTH - LEFT - RIGHT_EDGE, HEIGHT - 42
    assert ends == [pytest.approx((LEFT, bottom)), pytest.approx((LEFT + width / 2, TOP))]
    assert line.get("stroke") == "#123456"


def test_what_it_shows_and_its_texts_are_escaped():
    text = chart(
        [Line(points=[(0, 0), (1, 1)], colour="red", name="<b>&")],
        across=UNIT,
        up=UNIT,
        across_title="<i>",
        up_title="&",
        alt='"><script>',
        marks=[(0.5, "<u>")],
    )
    drawing = ET.fromstring(text)
    assert drawing.get("aria-label") == '"><script>'
    assert drawing.get("role") == "img"
    texts = [element.text for element in drawing.iter("text")]
    assert {"<b>&", "<i>", "&", "<u>"} <= set(texts)
    assert [element.tag for element in drawing.iter()] == [tag for tag in map(lambda e: e.tag, drawing.iter())]


def test_single_value_is_a_mark_and_no_line():
    drawing = drawn(Line(points=[(0.5, 0.5)], colour="red"))
    assert list(drawing.iter("polyline")) == []
    (mark,) = drawing.iter("rect")
    assert float(mark.get("x")) + 2.5 == pytest.approx(LEFT + (WIDTH - LEFT - RIGHT_EDGE) / 2, abs=0.1)


def test_line_without_a_point_is_left_out():
    drawing = drawn(Line(points=[], colour="red", name="train"))
    assert "train" not in [element.text for element in drawing.iter("text")]


def test_mark_outside_the_axis_is_left_out():
    drawing = drawn(Line(points=[(0, 0), (1, 1)], colour="red"), marks=[(2.0, "later"), (1.0, "at the end")])
    texts = [element.text for element in drawing.iter("text")]
    assert "at the end" in texts
    assert "later" not in texts
