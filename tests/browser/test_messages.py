"""What a browser sends, with a timer that ticks all the time, through the app's own middleware to a small page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from tests.support.waiting import until

pytestmark = pytest.mark.browser

APP = """
from pathlib import Path
import streamlit as st
from starlette.middleware import Middleware
from pages.state.socket.browser_messages import BrowserMessages

app = st.App(Path(__file__).with_name("page.py"), middleware=[Middleware(BrowserMessages)])
"""
PAGE = """
import streamlit as st

state = st.session_state
sizes = {"small": 1, "large": 9}

def take():
    state.size = sizes[state.choice]

def count():
    state.clicks = state.get("clicks", 0) + 1

@st.fragment(run_every=0.05)
def clock():
    state.ticks = state.get("ticks", 0) + 1
    st.text(f"ticks {state.ticks}, size {state.size}")

@st.fragment
def form():
    st.number_input("Typed", value=0, key="typed")
    st.button("Beside", on_click=count)

def paint():
    state.colour = state.paint

@st.fragment
def control():
    with st.popover(f"Control: {state.colour}"):
        state.paint = state.colour
        st.selectbox("Colour", ["red", "green"], key="paint", on_change=paint)
        if st.button("Make it green"):
            state.colour = "green"
            st.rerun()

state.setdefault("size", 1)
state.setdefault("colour", "red")
control()
state.choice = next(name for name, size in sizes.items() if size == state.size)
st.segmented_control("Choice", list(sizes), required=True, key="choice", on_change=take)
st.number_input("Size", min_value=0, key="size")
clock()
form()
st.button("Count", on_click=count)
st.text(f"drawn with {state.size}, {state.typed} typed, {state.get('clicks', 0)} clicks, {state.colour}")
"""

# Closes the popover in the moment in which its button changes, before the list in it has taken over the new value.
CLOSE_AT_GREEN = """() => {
    const observer = new MutationObserver(() => {
        const buttons = [...document.querySelectorAll("button")]
        if (!buttons.some(button => button.innerText.includes("Control: green"))) return
        observer.disconnect()
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}))
    })
    observer.observe(document.body, {childList: true, subtree: true, characterData: true})
}"""


@pytest.fixture(scope="module")
def small_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[harness.Server]:
    """Serve the small page."""
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "app.py").write_text(APP, "utf-8")
    (folder / "page.py").write_text(PAGE, "utf-8")
    with harness.serve(script=folder / "app.py") as running:
        yield running


@pytest.fixture
def page(open_page: Callable[..., Page], small_app: harness.Server) -> Page:
    """Give the small page, open."""
    return open_page("", url=small_app.url)


def ticks(page: Page) -> int:
    return int(re.search(r"ticks (\d+)", page.get_by_text("ticks").inner_text()).group(1))


def test_choice_is_followed_whenever_it_falls_between_two_ticks(page: Page) -> None:
    for size, name in [(9, "large"), (1, "small")] * 8:
        page.get_by_role("radio", name=name).click()
        expect(page.get_by_text(f"drawn with {size}, 0 typed")).to_be_visible()
        expect(page.get_by_role("radio", name=name)).to_be_checked()
        expect(page.get_by_role("spinbutton", name="Size", exact=True)).to_have_value(str(size))


def test_ticks_do_not_undo_what_the_server_has_set(page: Page) -> None:
    page.get_by_role("radio", name="large").click()
    expect(page.get_by_text("drawn with 9, 0 typed")).to_be_visible()
    before = ticks(page)
    until(lambda: ticks(page) > before + 5)
    expect(page.get_by_text(re.compile(r"ticks \d+, size 9"))).to_be_visible()
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("drawn with 9, 0 typed, 1 clicks")).to_be_visible()


def test_click_counts_once_and_is_seen_also_right_out_of_a_field(page: Page) -> None:
    for clicks in range(1, 9):
        page.get_by_role("spinbutton", name="Typed", exact=True).fill(str(clicks))
        page.get_by_role("button", name="Count").click()
        expect(page.get_by_text(f"drawn with 1, {clicks} typed, {clicks} clicks")).to_be_visible()


def test_popover_that_closes_before_its_list_has_followed_undoes_nothing(page: Page) -> None:
    page.get_by_role("button", name="Control: red").click()
    expect(page.get_by_role("combobox", name="Colour", exact=True)).to_be_visible()
    page.evaluate(CLOSE_AT_GREEN)
    page.get_by_role("button", name="Make it green").click()
    expect(page.get_by_role("combobox", name="Colour", exact=True)).to_have_count(0)
    for clicks in (1, 2):
        page.get_by_role("button", name="Count").click()
        expect(page.get_by_text(f"{clicks} clicks, green")).to_be_visible()
    page.get_by_role("button", name="Control: green").click()
    page.get_by_role("combobox", name="Colour", exact=True).click()
    page.get_by_role("option", name="red").click()
    expect(page.get_by_role("button", name="Control: red")).to_be_visible()
