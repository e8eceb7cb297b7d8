"""A list of pictures that is drawn anew while a person goes through it by keyboard keeps their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import streamlit as st
from playwright.sync_api import Browser, Locator, Page, expect

from pages.ui.component_files import KEPT_FOCUS, component
from pages.ui.pixels import picture_tiles
from pages.ui.plotly_figures import ink_mask
from tests.support.components import DRAW, PUT

pytestmark = pytest.mark.browser

MASK = ink_mask(np.zeros((28, 28), np.uint8))
Draw = Callable[[list[int]], None]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture
def draw(page: Page, monkeypatch) -> Draw:
    """Give a function that draws tiles of images by their indices, each with its link."""
    made: list[dict[str, str]] = []
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.append(parts))
    component("tiles", picture_tiles.__file__, scripts=(KEPT_FOCUS,), PICTURE_SIZE=72)
    page.evaluate(PUT, made)

    def drawn(indices: list[int]) -> None:
        tiles = [
            {"index": index, "mask": MASK, "name": f"Image {index}", "lines": ["5"], "href": "#", "heading": ""}
            for index in indices
        ]
        data = {"name": "All", "tiles": tiles, "chosen": None, "opens": "Inside", "keys": ""}
        page.evaluate(DRAW, {"script": made[0]["js"], "data": data})

    return drawn


def tile(page: Page, index: int) -> Locator:
    return page.get_by_role("button", name=f"Image {index}", exact=True)


@pytest.mark.parametrize(
    ("then", "focused"),
    [([7, 3, 4, 5], 4), ([3, 9, 8], 9), ([6], 6)],
    ids=["it stands elsewhere", "another stands in its place", "there are fewer"],
)
def test_focus_stays_with_the_picture_or_with_its_place(page: Page, draw: Draw, then: list[int], focused: int) -> None:
    draw([3, 4, 5])
    tile(page, 3).focus()
    page.keyboard.press("ArrowRight")
    expect(tile(page, 4)).to_be_focused()
    draw(then)
    expect(tile(page, focused)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=f"Inside: Image {focused}", exact=True)).to_be_focused()


def test_nothing_is_focused_that_was_not(page: Page, draw: Draw) -> None:
    draw([3, 4])
    draw([4, 5])
    expect(tile(page, 5)).to_be_visible()
    expect(page.locator("button:focus, a:focus")).to_have_count(0)
