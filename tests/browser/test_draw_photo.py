"""Where photos come from, in a real browser: any file's name, the clipboard, the camera, and a server in front."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults
from tests.support.draw_in_browser import OpenPage, choose
from tests.support.picture_files import saved, seven
from tests.support.strict_proxy import strict_proxy

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

EXAMPLE = "in dark ink on grey paper"
CAMERA_ARGUMENTS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PASTE = """([name, type, data]) => {
    const given = new DataTransfer()
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
    if (data) given.items.add(new File([bytes], name, { type }))
    else given.setData("text/plain", "seven")
    const options = { clipboardData: given, bubbles: true, composed: true, cancelable: true }
    document.body.dispatchEvent(new ClipboardEvent("paste", options))
}"""
CAMERA_SEEN = "() => document.querySelector('video')?.readyState === HTMLMediaElement.HAVE_ENOUGH_DATA"
COUNT_CAMERA = """
window.cameraAsked = 0
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = (...wanted) => { window.cameraAsked += 1; return ask(...wanted) }
"""


@pytest.fixture(scope="module")
def camera(chromium: Browser) -> Iterator[Browser]:
    """Give a browser with a camera that shows a test picture, and a person who allows it."""
    arguments = [*harness.CHROMIUM_ARGUMENTS, *CAMERA_ARGUMENTS]
    path = harness.chromium(preferred=["chromium-headless-shell"])
    browser = chromium.browser_type.launch(executable_path=path, args=arguments)
    yield browser
    browser.close()


def choose_photo(page: Page) -> None:
    choose(page, "Photo")
    expect(page.get_by_role("button", name="Paste a picture")).to_be_visible()


def bring(page: Page, name: str, data: bytes, kind: str = "") -> None:
    """Choose a file in the uploader."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})


def paste(page: Page, data: bytes) -> None:
    """Paste a picture, or a word where there are no bytes."""
    page.evaluate(PASTE, ["image.png", "image/png", base64.b64encode(data).decode()])


@pytest.mark.parametrize(
    ("name", "kind"),
    [("SEVEN.JFIF", "image/pjpeg"), ("seven", ""), ("seven.txt", "text/plain")],
    ids=["jfif", "no-ending", "wrong-ending"],
)
def test_content_decides_and_not_the_name(open_page: OpenPage, name: str, kind: str) -> None:
    page = open_page("/draw")
    choose_photo(page)
    bring(page, name, saved(seven(), "JPEG"), kind)
    expect(page.get_by_role("region", name=name)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_pasted_picture_is_read_as_a_file_is(open_page: OpenPage) -> None:
    page = open_page("/draw")
    choose_photo(page)
    paste(page, b"")
    said = page.get_by_text("There is no picture in the clipboard.")
    expect(said).to_be_visible()
    paste(page, saved(seven()))
    expect(page.get_by_role("region", name="pasted picture")).to_be_visible()
    expect(said).to_have_count(0)
    page.get_by_role("button", name="Remove pasted picture").click()
    expect(page.get_by_role("region", name=EXAMPLE)).to_be_visible()


def test_file_that_is_too_large_is_said_in_our_words(open_page: OpenPage, tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(bytes((20 << 20) + 1))
    page = open_page("/draw")
    choose_photo(page)
    expect(page.get_by_role("region", name=EXAMPLE)).to_be_visible()
    page.locator("input[type=file]").set_input_files(huge)
    expect(page.get_by_role("alert").filter(has_text="at most 20 MB are read")).to_be_visible()
    assert serious_faults(page) == []
    expect(page.get_by_role("region", name=EXAMPLE)).to_have_count(0)
    page.get_by_role("button", name="Remove huge.jpg").click()
    expect(page.get_by_role("region", name=EXAMPLE)).to_be_visible()


def test_server_in_front_that_takes_no_such_files_is_named(chromium: Browser, server: harness.Server) -> None:
    port = urlsplit(server.url).port
    assert port is not None
    with strict_proxy(port, most_bytes=1 << 20) as url, harness.visit(chromium) as seen:
        page = seen.page
        page.goto(f"{url}/draw")
        harness.ready(page)
        choose_photo(page)
        bring(page, "photo.jpg", bytes(2 << 20))
        refusal = page.get_by_role("alert").filter(has_text="The server in front of this app takes no files of this")
        expect(refusal).to_contain_text("client_max_body_size")
        expect(refusal).to_contain_text("photo.jpg")
        expect(page.get_by_text("AxiosError")).to_have_count(0)
        expect(page.get_by_role("region", name=EXAMPLE)).to_have_count(0)
        bring(page, "small.jpg", saved(seven(), "JPEG"))
        expect(page.get_by_role("region", name="small.jpg")).to_be_visible()


def test_camera_is_asked_for_when_it_is_opened_and_gives_a_picture(camera: Browser, server: harness.Server) -> None:
    with harness.visit(camera, width=390, height=844) as seen:
        page = seen.page
        page.add_init_script(COUNT_CAMERA)
        page.goto(f"{server.url}/draw")
        harness.ready(page)
        choose_photo(page)
        expect(page.get_by_role("region", name=EXAMPLE)).to_be_visible()
        assert page.evaluate("window.cameraAsked") == 0
        page.get_by_text("Take a photo", exact=True).click()
        page.wait_for_function(CAMERA_SEEN)  # before, there is nothing to take
        page.get_by_role("button", name="Take Photo").click()
        expect(page.get_by_text("photo from the camera").first).to_be_visible()
        expect(page.get_by_role("region", name=EXAMPLE)).to_have_count(0)
        assert page.evaluate("window.cameraAsked") > 0
        assert seen.errors == []
