"""What is pasted reaches the uploader once, also before the browser has its code, or its words were drawn anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, expect

from pages.parts.draw import picture_sources
from pages.ui.component_files import component
from tests.support.components import DRAW, PUT

pytestmark = pytest.mark.browser

WORDS = {"key": "photos", "paste": "Paste", "hint": "", "none": "None", "pasted": "pasted.png", "known": "[]"}
PASTE = """() => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File(["7"], "image.png", { type: "image/png" }))
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true }))
}"""
PUT_UPLOADER = """() => {
    window.given = []
    const uploader = document.body.appendChild(document.createElement("div"))
    uploader.className = "st-key-photos"
    const input = uploader.appendChild(Object.assign(document.createElement("input"), { type: "file" }))
    input.onchange = () => given.push([...input.files].map((file) => file.name))
}"""


@pytest.fixture
def page(chromium: Browser, monkeypatch) -> Iterator[Page]:
    """Give a page with the component and without an uploader."""
    made: list[dict[str, str]] = []
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.append(parts))
    component("sources", picture_sources.__file__)
    page = chromium.new_page()
    page.evaluate(PUT, made)
    for hint in ("Press Ctrl+V", "Press ⌘V"):
        page.evaluate(DRAW, {"script": made[0]["js"], "data": {**WORDS, "hint": hint}})
    yield page
    page.close()


def test_picture_waits_for_the_uploader(page: Page) -> None:
    page.evaluate(PASTE)
    expect(page.locator("p")).to_have_text("")
    page.evaluate(PUT_UPLOADER)
    page.wait_for_function("given.length")
    assert page.evaluate("given") == [["pasted.png"]]


def test_picture_comes_once_though_the_words_were_drawn_twice(page: Page) -> None:
    page.evaluate(PUT_UPLOADER)
    page.evaluate(PASTE)
    page.evaluate(PASTE)
    assert page.evaluate("given") == [["pasted.png"], ["pasted.png"]]
