"""*Why this answer* in a real browser, with the real engine and the network that the app brings along."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from benchmarks.harness import drawn
from pages.text.inside_why import Compare, Why
from pages.text.inside_why_check import Deletion
from tests.support.accessibility import serious_faults
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
QUERY = "/inside?digit=test-1&view=Why+this+answer"
MAP = "why-map"


def fits(page: Page) -> None:
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []


def test_desktop_shows_the_map_at_once_and_works_by_click_and_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(QUERY, width=1280, height=800)
    expect(
        page.get_by_text(re.compile(r"^Logit of 2: \S+ → \S+, falls by \S+\. What stood there speaks for 2"))
    ).to_be_visible()
    drawn(page, MAP)
    chart = page.locator(f".st-key-{MAP} .nsewdrag")
    ends_above(chart, 800)

    box = chart.bounding_box()
    assert box is not None
    chart.click(position={"x": 0.5 * box["width"], "y": 0.5 * box["height"]})
    expect(page.get_by_text(re.compile(r"^Row 1[123], column 1[123]: 4\s×\s4 pixels erased"))).to_be_visible()
    column = page.get_by_role("spinbutton", name=re.compile("^Column, 0 to 24"))
    column.fill("0")
    column.press("Enter")
    expect(page.get_by_text("This square makes no difference.")).to_be_visible()
    fits(page)

    page.get_by_role("button", name=re.compile(r"^Why 2 and not \d")).press("Enter")
    expect(page.get_by_text(re.compile(r"^Logit of 2 minus logit of \d: "))).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]not=\d"))
    method = page.get_by_role("combobox", name=Why.METHOD)
    expect(page.locator("[data-stale=true]")).to_have_count(0)  # else the list may be about to be drawn anew
    method.fill("Integrated")
    expect(page.get_by_role("option")).to_have_text([Why.METHODS["integrated-gradients"]])
    method.press("Enter")
    expect(page.get_by_text(re.compile(r"^The 784 parts add up to .* 0\.[0-5] % apart with"))).to_be_visible()
    expect(page).to_have_url(re.compile("method=integrated-gradients"))
    page.reload()
    expect(page.get_by_text(re.compile(r"^The 784 parts add up to"))).to_be_visible()


def test_phone_in_the_dark_compares_methods_and_checks_one(open_page: OpenPage) -> None:
    page = open_page(f"{QUERY}&method=grad-cam&class=3", width=390, height=844, dark=True)
    shown = page.get_by_role("img", name=re.compile(r"^Grad-CAM: "))
    expect(shown).to_be_visible()
    begins_above(shown, 844)
    page.get_by_text(Compare.TITLE).click()
    figure = page.get_by_role("figure", name=Compare.NAME)
    expect(figure.get_by_role("img")).to_have_count(len(Why.METHODS))
    page.get_by_text(Deletion.TITLE).click()
    page.get_by_role("button", name=Why.METHODS["occlusion"], exact=True).click()
    expect(
        page.get_by_text(re.compile(r"^Area under the curve, .*: Occlusion \S+, Grad-CAM \S+, random"))
    ).to_be_visible()
    expect(page.locator(".st-key-why-curves svg path").first).to_be_visible()
    fits(page)
