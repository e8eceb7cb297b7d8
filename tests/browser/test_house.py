"""What holds for every page: its address, its manners, its accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import harness
from pages.text import pages as page_texts
from tests.support.accessibility import lasting_faults
from tests.support.looks import show
from tests.support.written_runs import write_runs

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
HOSTILE = (
    r"![x](http://192.0.2.1/a.png) [y](http://192.0.2.1) **b** _i_ `c` ~~d~~ $e$ <b>f</b> <script>g</script> :red[h] "
    r":smile: :material/home: :red-background[i] http://192.0.2.1 www.example.org k@example.org # l | m \ n &amp; 1. o"
)
KEPT_INSIDE = """() => {
    const all = [...document.querySelectorAll(".st-key-selected-controls button")]
    const buttons = all.filter(button => button.checkVisibility())
    const isKept = button => {
        const text = button.querySelector("p"), style = getComputedStyle(text)
        const [inner, outer] = [text.getBoundingClientRect(), button.getBoundingClientRect()]
        const isCutOff = style.overflowX === "hidden" && style.textOverflow === "ellipsis"
        return outer.left <= inner.left && inner.right <= outer.right && outer.height < 45 && isCutOff  // in one line
    }
    const main = document.querySelector("[data-testid=stMain]")
    return buttons.length === 2 && buttons.every(isKept) && main.scrollWidth <= innerWidth
}"""

PUT_MOVING = """() => document.body.insertAdjacentHTML("beforeend",
    '<div class="stSkeleton"><style>.stSkeleton div { animation: spin 9s infinite }</style><div>Soon</div></div>')"""


@pytest.mark.parametrize(
    ("address", "heading"), [("/", page_texts.START.heading), ("/draw", page_texts.DRAW.title)], ids=["Start", "Draw"]
)
def test_address_works_as_the_first_request_of_a_fresh_server(chromium: Browser, address: str, heading: str) -> None:
    with harness.serve() as server, harness.visit(chromium) as seen:
        seen.page.goto(server.url + address)
        expect(seen.page.get_by_role("heading", level=1)).to_have_text(heading)
        harness.ready(seen.page)
        expect(seen.page.get_by_text("Page not found")).to_have_count(0)
        assert seen.errors == []


@pytest.mark.parametrize("address", ["/browse", "/train"])  # the other pages' own tests ask with something on them
def test_axe_finds_nothing_serious_in_either_theme_and_the_last_links_carry_the_digit(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{address}?digit=test-2", height=844)
    links = page.locator(".st-key-page-end a")
    for width, dark in ((1280, False), (1280, True), (390, True), (390, False)):
        show(page, width=width, dark=dark)
        expect(links.nth(1)).to_be_visible()
        for link in links.all():
            expect(link).to_have_attribute("href", re.compile(r"\?digit=test-2$"))
        # A switch of the theme draws the page anew, which a busy browser does not show as a run.
        assert (width, dark, lasting_faults(page)) == (width, dark, [])


@pytest.mark.parametrize("name", ["", "W" * 80, "\N{BRAIN}" * 80, "רשת " * 20], ids=["none", "long", "emoji", "Hebrew"])
def test_what_is_selected_keeps_inside_its_button(open_page: OpenPage, server: harness.Server, name: str) -> None:
    (run,) = write_runs(server.home, "0" * 32, names=[name])
    page = open_page(f"/evaluate?model={run}")
    for width in (1280, 640, 390):
        page.set_viewport_size({"width": width, "height": 844})
        buttons = page.locator(".st-key-selected-controls button >> visible=true")
        expect(buttons).to_have_text([re.compile("^Digit: test image 1"), re.compile("^Model, epoch 1: ")])
        page.wait_for_function(KEPT_INSIDE)


def test_moments_are_told_by_the_visitors_clock(open_page: OpenPage, server: harness.Server) -> None:
    (run,) = write_runs(server.home, "0" * 32, names=["mine"])
    told = datetime.now(ZoneInfo("Asia/Tokyo"))
    page = open_page(f"/evaluate?model={run}", timezone_id="Asia/Tokyo")
    page.get_by_role("button", name="Model, epoch 1: mine").click()
    moments = [(told - timedelta(minutes=minutes)).strftime(r"mine, 98\.76.%%, %-d %B, %H:%M") for minutes in (0, 1)]
    chosen = page.get_by_role("combobox", name="Network that answers", exact=True)
    expect(chosen).to_have_value(re.compile("|".join(moments)))


def test_sign_of_what_is_to_come_stands_still(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate(PUT_MOVING)
    expect(page.locator(".stSkeleton", has_text="Soon").locator("div")).to_have_css("animation-name", "none")


def test_visitor_keeps_an_owner_cookie_that_scripts_cannot_read(open_page: OpenPage) -> None:
    page = open_page("/browse")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    owner = cookies["digitlab-owner"]
    assert re.fullmatch("[0-9a-f]{32}", owner["value"])
    assert owner["httpOnly"]
    assert owner["sameSite"] == "Lax"
    page.reload()
    harness.ready(page)
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["digitlab-owner"] == owner["value"]
    assert "digitlab-owner" not in page.evaluate("document.cookie")


def test_browser_refuses_a_picture_from_elsewhere(visitors, server: harness.Server) -> None:
    with visitors.visit() as seen:
        answer = seen.page.goto(server.url + "/browse")
        assert answer.headers["x-content-type-options"] == "nosniff"
        harness.ready(seen.page)
        blocked = seen.page.evaluate(
            """async () => {
                const refusal = new Promise(done => document.addEventListener('securitypolicyviolation', done));
                new Image().src = 'http://192.0.2.1/leak.png';
                return (await refusal).effectiveDirective;
            }"""
        )
        assert blocked == "img-src"
        assert len(seen.errors) == 1  # the refusal itself; nothing of ours is refused


def test_typed_text_is_shown_as_it_is(chromium: Browser, tmp_path: Path) -> None:
    script = tmp_path / "shown.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(harness.REPOSITORY)!r})\n"
        f"import streamlit as st\nfrom pages.ui import widgets\n"
        f"with st.container(key='typed'): st.markdown(widgets.plain({HOSTILE!r}))\n"
    )
    with harness.serve(script=script) as server, harness.visit(chromium) as seen:
        seen.page.goto(server.url)
        typed = seen.page.locator(".st-key-typed p")
        expect(typed).to_be_visible()
        assert typed.inner_text().replace("\N{WORD JOINER}", "") == HOSTILE
        assert typed.locator("*").count() == 0
        assert seen.errors == []


def test_digits_that_need_no_download_say_in_one_line_what_they_are(chromium: Browser) -> None:
    with harness.serve({"DIGITLAB_DATA": ""}) as server, harness.visit(chromium) as seen:
        seen.page.goto(server.url + "/browse")
        expect(seen.page.get_by_text("5,000 of MNIST's 70,000 digits: downloading is switched off.")).to_be_visible()
        harness.drawn(seen.page, "browse-picture")
        expect(seen.page.get_by_text("1,000 images, 64 shown")).to_be_visible()
        seen.page.get_by_role("radio", name="Validation").click()
        expect(seen.page.get_by_text("the last 500 training images")).to_be_visible()
        expect(seen.page.get_by_text("500 images, 64 shown")).to_be_visible()
        assert seen.errors == []


def test_data_that_cannot_be_used_are_said_without_a_path(chromium: Browser, tmp_path: Path) -> None:
    broken = tmp_path / "mnist.npz"
    broken.write_bytes(b"not an archive")
    with harness.serve({"DIGITLAB_DATA": str(broken)}) as server, harness.visit(chromium) as seen:
        seen.page.goto(server.url + "/browse")
        expect(seen.page.get_by_role("alert").first).to_be_visible()
        expect(seen.page.get_by_test_id("stException")).to_have_count(0)
        assert str(tmp_path) not in seen.page.content()
        expect(seen.page.get_by_role("heading", level=1)).to_have_text("Browse")
        expect(seen.page.get_by_text("Traceback")).to_have_count(0)
