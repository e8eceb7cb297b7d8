"""What counts as a step for the browser's Back: the script by itself, on a page that does nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from benchmarks import harness
from pages.parts.frame import browser_history

pytestmark = pytest.mark.browser

SCRIPT = Path(browser_history.__file__).with_suffix(".js").read_text("utf-8")
INSTALL = """async ([script, hasBeenActive]) => {
    Object.defineProperty(navigator, "userActivation", { value: { hasBeenActive } })  // what evaluates this is active
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }))
    for (const kind of ["pushState", "replaceState"])
        History.prototype[kind] = () => { window.made = kind }
    const { default: draw } = await import(address)
    draw()
    draw()  // as often as the page is drawn
}"""


@pytest.fixture
def page(visitors, server: harness.Server) -> Iterator[Page]:
    """Give a page of the server's with no script of its own."""
    with visitors.visit() as seen:
        seen.page.goto(f"{server.url}/_stcore/health")
        yield seen.page


def install(page: Page, *, has_been_active: bool = False) -> None:
    page.evaluate(INSTALL, [SCRIPT, has_been_active])


def is_step(page: Page, address: str = "?layer=1") -> bool:
    """Write an address as Streamlit does; return whether it became a step of its own."""
    return page.evaluate("address => { history.pushState({}, '', address); return made }", address) == "pushState"


def press_and_write(page: Page) -> bool:
    page.mouse.down()
    try:
        return is_step(page)
    finally:
        page.mouse.up()


@pytest.mark.parametrize(
    "act",
    [
        lambda page: page.mouse.click(50, 50),
        lambda page: page.keyboard.press("Enter"),
        lambda page: page.mouse.dblclick(50, 50),
    ],
    ids=["click", "key", "double click"],
)
def test_what_a_person_did_is_one_step(page: Page, act: Callable[[Page], None]) -> None:
    install(page)
    assert not is_step(page)
    act(page)
    assert is_step(page)
    assert not is_step(page)


def test_press_is_one_step_whether_the_answer_comes_before_the_button_is_up_or_after(page: Page) -> None:
    install(page)
    assert press_and_write(page)
    assert not is_step(page)
    page.mouse.click(50, 50)
    assert is_step(page)


def test_other_buttons_and_a_press_that_ends_in_a_menu_are_no_steps(page: Page) -> None:
    install(page)
    for button in ("right", "middle"):
        page.mouse.down(button=button)
        assert not is_step(page)
        page.mouse.up(button=button)
        assert not is_step(page)
    page.mouse.down()
    page.evaluate(
        "document.body.dispatchEvent(new Event('contextmenu', { bubbles: true }))"
    )  # as Ctrl makes of a press
    assert not is_step(page)
    page.mouse.up()


def test_click_that_a_script_makes_is_no_step(page: Page) -> None:
    install(page)
    page.evaluate("document.body.click()")
    assert not is_step(page)


def test_what_a_person_did_before_the_script_came_is_a_step(page: Page) -> None:
    install(page, has_been_active=True)
    assert is_step(page)
    assert not is_step(page)


def test_keys_that_only_move_the_focus_and_a_step_back_are_no_steps(page: Page) -> None:
    install(page)
    for key in ("Tab", "Shift", "Alt+ArrowLeft"):
        page.keyboard.press(key)
        assert not is_step(page)
    page.mouse.click(50, 50)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    assert not is_step(page)


def test_end_of_a_run_that_selects_its_model_on_train_is_no_step(page: Page) -> None:
    page.evaluate("history.replaceState({}, '', '/train?run=1')")
    install(page)
    page.mouse.click(50, 50)
    assert not is_step(page, "/train?run=1&model=1.1")
    assert is_step(page, "/train?run=2&model=1.1")
