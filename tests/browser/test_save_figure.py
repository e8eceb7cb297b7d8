"""Figures of each kind as files in a real browser: a Plotly chart, an ECharts curve, one of our own as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from pages.ui import widgets
from tests.support.accessibility import serious_faults
from tests.support.written_runs import write_runs

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
SVG = "{http://www.w3.org/2000/svg}"
REACHES_OUT = re.compile(r"(href|src)\s*=\s*\"(?!data:|#)|url\((?!&quot;#|\"#|#)|@import|<script|foreignObject", re.I)


def opened(page: Page) -> Locator:
    """Open the list of figures from the keyboard, and return its lines once they are there."""
    page.get_by_role("button", name="Save a figure").focus()
    page.keyboard.press("Enter")
    lines = page.get_by_role("dialog").get_by_role("listitem")
    expect(lines.first).to_be_visible()
    return lines


def saved(line: Locator, kind: str) -> tuple[str, bytes]:
    """Save a line's figure from the keyboard, and return the file's name and what is in it."""
    with line.page.expect_download() as told:
        line.get_by_role("button", name=kind).focus()
        line.page.keyboard.press("Enter")
    return told.value.suggested_filename, Path(told.value.path()).read_bytes()


def check_svg(data: bytes, *, shows: str, size: tuple[float, float]) -> None:
    """Check that a file is a drawing that needs nothing else, as large as its figure and with a text of it."""
    text = data.decode()
    assert not REACHES_OUT.search(text)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert any("".join(one.itertext()) == shows for one in root.iter(f"{SVG}text"))
    assert float(root.get("width")) == pytest.approx(size[0] + 16, abs=1)
    assert float(root.get("height")) == pytest.approx(size[1] + 16, abs=1)


def check_png(data: bytes, *, size: tuple[float, float], paper: tuple[int, int, int]) -> None:
    """Check that a file is a picture of two pixels for each on the screen: of the page's paper, and not of it alone."""
    image = Image.open(BytesIO(data)).convert("RGB")
    assert image.width == pytest.approx(2 * (size[0] + 16), abs=2)
    assert image.height == pytest.approx(2 * (size[1] + 16), abs=2)
    assert image.getpixel((2, 2)) == paper
    is_drawn = np.any(np.asarray(image) != paper, axis=2)
    assert 0.005 < is_drawn.mean() < 0.9


def picture_with_ink_above() -> str:
    """Return a picture as the pages draw digits: ink in its upper half, on whatever paper it lies."""
    pixels = np.zeros((28, 28), np.uint8)
    pixels[:14] = 255
    return f"<div style='flex: none'>{widgets.ink_html(pixels, 'Ink above')}</div>"


def size_of(figure: Locator) -> tuple[float, float]:
    box = figure.bounding_box()
    assert box is not None
    return box["width"], box["height"]


def test_charts_and_drawings_are_saved_as_they_are_seen(open_page: OpenPage, server: harness.Server) -> None:
    page = open_page("/browse?digit=test-1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    harness.drawn(page, "browse-picture")
    mosaic = size_of(page.get_by_role("figure", name="64 handwritten digits"))
    lines = opened(page)
    expect(lines.first).to_contain_text("64 handwritten digits of the Test split")
    asked.clear()
    name, data = saved(lines.first, "SVG")
    assert re.fullmatch(r"64-handwritten-digits-[A-Za-z0-9-]{1,40}\.svg", name)
    check_svg(data, shows="7", size=mosaic)
    assert data.count(b"data:image/png;base64,") == 64
    name, data = saved(lines.first, "PNG")
    assert name.endswith(".png")
    check_png(data, size=mosaic, paper=(255, 255, 255))
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == []
    expect(page.get_by_role("dialog").get_by_text(f"Saved: {name}")).to_be_visible()

    (owner,) = [one["value"] for one in page.context.cookies() if one["name"] == "digitlab-owner"]
    (run,) = write_runs(server.home, owner, names=["b"])
    page.goto(f"{server.url}/train?run={run}")
    curves = page.locator(".st-key-run-accuracy [role=img]")
    expect(curves.get_by_text("Validation")).to_be_visible()
    curve = size_of(curves)
    line = opened(page).first
    expect(line).to_contain_text("Accuracy after epoch 1")
    check_svg(saved(line, "SVG")[1], shows="Accuracy, %", size=curve)
    check_png(saved(line, "PNG")[1], size=curve, paper=(255, 255, 255))


def test_own_drawing_is_saved_from_a_phone_in_the_dark_and_closed_ones_are_not_listed(open_page: OpenPage) -> None:
    page = open_page("/train?tab=Network", width=390, height=844, dark=True)
    drawing = page.get_by_role("img", name="The network as boxes to scale")
    expect(drawing).to_be_visible()
    lines = opened(page)
    expect(lines).to_have_count(1)  # the drawing and the curve of the tab Train are none of them
    for button in lines.get_by_role("button").all():
        assert min(size_of(button)) >= 24
    check_svg(saved(lines.first, "SVG")[1], shows="Flatten", size=size_of(drawing))
    check_png(saved(lines.first, "PNG")[1], size=size_of(drawing), paper=(0x14, 0x18, 0x1F))
    assert serious_faults(page) == []

    page.get_by_test_id("stMain").evaluate(
        "(main, html) => main.insertAdjacentHTML('afterbegin', html)", picture_with_ink_above()
    )
    picture = lines.filter(has_text="Ink above")
    expect(picture).to_be_visible()
    image = Image.open(BytesIO(saved(picture, "PNG")[1])).convert("RGB")
    middle, quarter = image.width // 2, image.height // 4
    assert image.getpixel((2, 2)) == image.getpixel((middle, 3 * quarter)) == (0x14, 0x18, 0x1F)
    assert image.getpixel((middle, quarter)) == (0xF4, 0xF7, 0xFC)


def test_matrix_within_a_component_is_saved_with_its_counts(open_page: OpenPage) -> None:
    page = open_page("/evaluate")
    matrix = page.get_by_role("table", name="Confusion matrix")
    expect(matrix).to_be_visible()
    expect(page.locator(".st-key-evaluate-tiles button").first).to_be_visible()  # each figure has its line by now
    line = opened(page).filter(has_text="Confusion matrix")
    largest = matrix.locator("button[aria-pressed=true]").inner_text()
    _, data = saved(line, "SVG")
    check_svg(data, shows=largest, size=size_of(matrix))
    texts = ["".join(one.itertext()) for one in ElementTree.fromstring(data).iter(f"{SVG}text")]
    assert sum(int(text.replace(",", "")) for text in texts if text.isdecimal() or "," in text) == 10_000 + 2 * 45


def test_map_is_saved_with_the_scale_of_its_colours(open_page: OpenPage) -> None:
    page = open_page("/inside?digit=test-1&view=Why+this+answer")
    scale = page.locator(".st-key-why-panel .scale-bar").first
    expect(scale).to_be_visible()
    most = scale.locator("span").last.inner_text()
    line = opened(page).filter(has_text="Occlusion by squares").first
    figure = page.get_by_role("figure", name=re.compile("^Occlusion by squares")).bounding_box()
    bar = scale.bounding_box()
    size = (
        max(figure["x"] + figure["width"], bar["x"] + bar["width"]) - figure["x"],
        bar["y"] + bar["height"] - figure["y"],
    )
    check_svg(saved(line, "SVG")[1], shows=most, size=size)
    check_png(saved(line, "PNG")[1], size=size, paper=(255, 255, 255))
