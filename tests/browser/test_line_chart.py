"""The chart that is drawn while a network trains, without Streamlit: what stays, what it tells, what can be hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from playwright.sync_api import Browser, Locator, Page, expect

from pages.ui.charts import echarts, line_chart
from pages.ui.charts.axes import Axis, level_lines
from pages.ui.component_files import component
from tests.support.accessibility import serious_faults
from tests.support.components import DRAW, PUT
from tests.support.waiting import until

pytestmark = pytest.mark.browser

Draw = Callable[..., Page]
WHOLE = Axis(low=0, high=100, is_log=False)
STEPS, EPOCHS = [[0.5, 60], [1, 80], [1.5, 90]], [[1, 70.5]]
LATER = [*STEPS, [2, 91.25]]
# Texts that lie on one another, or leave the chart.
MISPLACED = """chart => {
    const whole = chart.getBoundingClientRect()
    const texts = [...chart.querySelectorAll("svg text")]
    const boxes = texts.map((text) => text.getBoundingClientRect())
    const meets = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom
    const leaves = (a) => a.left < whole.left - 1 || a.right > whole.right + 1 || a.bottom > whole.bottom
    return texts.filter((text, index) => leaves(boxes[index]) ||
        boxes.some((other, next) => next > index && meets(boxes[index], other))).map((text) => text.textContent)
}"""


def options(steps: list, epochs: list, *, axis: Axis = WHOLE, before: str = "", **more: Any) -> dict[str, Any]:
    levels = level_lines([(82.03, "nearest mean image: 82.03 %")], [steps], axis=axis, end=4)
    others = echarts.beside([EPOCHS, EPOCHS], (f"{before}, train", f"{before}, validation")) if before else []
    series = [
        *others,
        echarts.split_line("Train steps", steps, "train", 1.2, symbolSize=5, showSymbol=len(steps) == 1)
        | echarts.mark_line([1.25], levels),
        echarts.split_line("Train epochs", epochs, "train", 3, symbol="rect", symbolSize=5),
    ]
    names = [[{"name": "Train steps", "icon": echarts.DASH}, "Train epochs"], echarts.names_of(others)]
    return echarts.over_epochs(
        "Accuracy, %", series, end=4, decimals=2, vertical=axis.options(), names=names if before else names[:1], **more
    )


@pytest.fixture
def draw(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Draw]:
    """Give a function that draws the chart, each time on the same page."""
    made: list[dict[str, str]] = []
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.append(parts))
    component("line_chart", line_chart.__file__, scripts=line_chart.SCRIPTS, in_page=True)
    page = chromium.new_page(viewport={"width": 360, "height": 400}, has_touch=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(PUT, made)

    def drawn(*given: Any, **more: Any) -> Page:
        data = line_chart.content(options(*given, **more), height=270, alt="It learns.")
        page.evaluate(DRAW, {"script": made[0]["js"], "data": data})
        return page

    yield drawn
    page.close()
    assert errors == []


def place(page: Page) -> Locator:
    return page.get_by_role("slider", name="Accuracy, %: values at a point")


def test_line_grows_where_it_is_and_a_single_value_is_a_dot(draw: Draw) -> None:
    page = draw(STEPS[:1], [])
    expect(page.get_by_role("img", name="It learns.")).to_be_visible()
    paths = page.locator(".curves path")
    expect(paths).to_have_count(1)
    assert paths.first.bounding_box()["width"] == pytest.approx(5, abs=0.5)
    draw(STEPS, EPOCHS)
    expect(paths).to_have_count(2)  # a line, and the only value of another one
    line = page.locator("svg path").first
    before = line.get_attribute("d")
    page.evaluate("document.querySelector('div').shadowRoot.querySelector('svg path').dataset.kept = 'yes'")
    draw(LATER, EPOCHS)
    expect(line).to_have_attribute("data-kept", "yes")
    assert line.get_attribute("d").startswith(f"{before}L")


def test_line_is_hidden_by_its_name_and_stays_hidden(draw: Draw) -> None:
    page = draw(STEPS, EPOCHS)
    button = page.get_by_role("button", name="Train steps")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    expect(page.locator(".curves path")).to_have_count(1)
    draw(LATER, EPOCHS)
    expect(page.locator(".curves path")).to_have_count(1)
    place(page).press("End")
    expect(place(page)).to_have_attribute("aria-valuetext", "Epoch 1: Train epochs 70.50")
    button.click()
    expect(page.locator(".curves path")).to_have_count(2)


def test_values_are_told_to_pointer_keys_and_finger_and_as_the_line_grows(draw: Draw) -> None:
    page = draw(STEPS, EPOCHS)
    values = page.locator(".values")
    expect(values).to_be_hidden()
    expect(place(page)).to_have_attribute("aria-valuetext", "no point chosen")
    box = place(page).bounding_box()
    page.mouse.move(box["x"] + 0.26 * box["width"], box["y"] + 50)
    expect(values).to_have_text("Epoch 1Train steps80.00Train epochs70.50")
    page.mouse.move(box["x"], box["y"] - 20)
    expect(values).to_be_hidden()

    for _ in ("Train steps", "Train epochs", "values"):
        page.keyboard.press("Tab")
    expect(place(page)).to_be_focused()
    expect(place(page)).to_have_attribute("aria-valuetext", "Epoch 1.5: Train steps 90.00")
    page.keyboard.press("ArrowLeft")
    expect(place(page)).to_have_attribute("aria-valuetext", "Epoch 1: Train steps 80.00, Train epochs 70.50")
    draw(LATER, [[1, 71]])
    expect(values).to_have_text("Epoch 1Train steps80.00Train epochs71.00")
    page.keyboard.press("End")
    expect(values).to_have_text("Epoch 2Train steps91.25")
    page.keyboard.press("Escape")
    expect(values).to_be_hidden()

    page.touchscreen.tap(box["x"] + 0.12 * box["width"], box["y"] + 50)
    expect(values).to_have_text("Epoch 0.5Train steps60.00")
    frame, whole = values.bounding_box(), page.locator(".line-chart").bounding_box()
    assert whole["x"] <= frame["x"]
    assert frame["x"] + frame["width"] <= whole["x"] + whole["width"]


@pytest.mark.parametrize(
    ("axis", "numbers"),
    [
        (WHOLE, ["0", "20", "40", "60", "80", "100"]),
        (Axis(low=95, high=100, is_log=False), ["95", "96", "97", "98", "99", "100"]),
        (Axis(low=10, high=100, is_log=True), ["10", "20", "50", "100"]),
        (Axis(low=0.01, high=10_000, is_log=True), ["0.01", "0.1", "1", "10", "100", "1,000", "10,000"]),
    ],
    ids=["percent", "good ones", "a decade", "six decades"],
)
def test_axis_has_round_numbers(draw: Draw, axis: Axis, numbers: list[str]) -> None:
    page = draw(STEPS, EPOCHS, axis=axis)
    texts = page.locator("svg text[text-anchor=end]:not([fill])")  # a level line's name has a colour of its own
    expect(texts).to_have_text(numbers)
    heights = [text.bounding_box()["y"] for text in texts.all()]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_names_find_room_however_narrow_it_is(draw: Draw, dark: bool) -> None:
    notes = {"note": "\N{UPWARDS ARROW} up to 23,000,000", "marks": "dashed: …, learning rate 0.001, batch 256"}
    page = draw(LATER, EPOCHS, before="run before", **notes)
    page.emulate_media(color_scheme="dark" if dark else "light")
    chart = page.locator(".line-chart")
    for width in (360, 240):
        page.set_viewport_size({"width": width, "height": 400})
        expect(page.locator("svg")).to_have_attribute("width", str(width - 16))  # the page's margins
        until(lambda: chart.evaluate(MISPLACED) == [])
        buttons = page.get_by_role("button").all()
        assert [button.bounding_box()["height"] for button in buttons] == [24] * 4
        assert serious_faults(page) == []
