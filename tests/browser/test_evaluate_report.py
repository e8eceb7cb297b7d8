"""A report as whoever gets it opens it: from the disk, with no network, in light, in dark, on a phone, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

IS_AS_WIDE = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


def opened_from_disk(page: Page, path: Path) -> list[str]:
    """Open a file and return everything that the browser asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(_address(request)))
    page.goto(path.as_uri())
    for image in page.get_by_role("img").all():
        image.scroll_into_view_if_needed()
    return asked


def _address(request: Request) -> str:
    return request.url.partition(",")[0] if request.url.startswith("data:") else request.url


def test_report_is_made_and_opened_from_disk_without_a_network(
    open_page: Callable[..., Page], chromium: Browser, tmp_path: Path
) -> None:
    page = open_page("/evaluate?show=Take+away")
    make = page.get_by_role("button", name="Make the report")
    make.focus()
    page.keyboard.press("Enter")
    download = page.get_by_role("button", name="Download pretrained-network-report.html")
    expect(download).to_be_visible()
    assert serious_faults(page) == []
    with page.expect_download() as made:
        download.click()
    path = tmp_path / made.value.suggested_filename
    made.value.save_as(path)

    for width, dark in harness.LOOKS.values():
        with harness.visit(chromium, width=width, dark=dark, offline=True) as seen:
            asked = opened_from_disk(seen.page, path)
            assert {address for address in asked if not address.startswith("data:image/png")} == {path.as_uri()}
            expect(seen.page.get_by_role("heading", level=1)).to_have_text("Pretrained network")
            expect(seen.page.get_by_text("99.61 % right: 9,961 of 10,000")).to_be_visible()
            expect(seen.page.get_by_role("heading", name="8 How tough is it?")).to_be_visible()
            assert seen.page.evaluate("[...document.images].every(image => image.naturalWidth === 28)")
            assert seen.page.evaluate(IS_AS_WIDE)
            assert seen.page.evaluate(GROUND) == ("rgb(20, 24, 31)" if dark else "rgb(255, 255, 255)")
            assert serious_faults(seen.page) == []
            seen.page.emulate_media(media="print", color_scheme="dark" if dark else "light")
            assert seen.page.evaluate(GROUND) == "rgb(255, 255, 255)"
            expect(seen.page.get_by_role("navigation")).to_be_hidden()
            printed = seen.page.pdf(prefer_css_page_size=True, print_background=True)
            assert printed.count(b"/Type /Page\n") in range(5, 16)
            assert b"/MediaBox [0 0 594.95996 841.91998]" in printed  # A4
            assert seen.errors == []
