"""A first start without MNIST, in a real browser: it comes by itself, or a person can ask for it again."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults
from tests.support.local_mirror import local_mirror, trickle
from tests.support.waiting import until

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MNIST_HEADING = "Test image 1, label 2"
ONE_LINE = 40  # pixels on screen: two lines of the small text and its buttons are higher


@pytest.fixture
def files(real_mnist: Path) -> dict[str, bytes]:
    """What a mirror of MNIST offers."""
    folder = real_mnist if real_mnist.is_dir() else real_mnist.parent
    return {path.name: path.read_bytes() for path in [*folder.glob("mnist.npz"), *folder.glob("*ubyte.gz")]}


@pytest.fixture
def nobody() -> Iterator[socket.socket]:
    """Give a socket that holds a port at which nobody listens, until it is closed."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held


def serve_with(address: str, user: Path):
    """Start a server without data that downloads from there, of a user who has no copy of MNIST."""
    environment = {"DIGITLAB_DATA": "", "DIGITLAB_MIRRORS": address, "no_proxy": "127.0.0.1"}
    return harness.serve({**environment, "HOME": str(user), "KERAS_HOME": ""})


def heading(page: Page):
    """Return the heading over the selected digit."""
    return page.get_by_role("heading", level=3, name="image")


def test_download_is_seen_and_browsing_starts_by_itself(
    open_page: OpenPage, files: dict[str, bytes], tmp_path: Path
) -> None:
    with local_mirror(files) as mirror:
        mirror.behave = trickle
        with serve_with(mirror.address, tmp_path) as server:
            page = open_page("/browse", url=server.url)
            expect(page.get_by_text(re.compile(r"Fetching MNIST.*: [5-9]\.\d of 11\.5 MB"))).to_be_visible()
            assert serious_faults(page) == []
            mirror.going_on.set()
            harness.drawn(page, "browse-picture")
            expect(heading(page)).to_have_text(MNIST_HEADING)
            expect(page.get_by_text("Fetching MNIST")).to_have_count(0)
            expect(page.get_by_text("of MNIST's 70,000 digits")).to_have_count(0)
            assert mirror.requests == ["/mnist/mnist.npz"]


def test_dead_mirror_is_said_and_trying_again_works_once_it_is_up(
    open_page: OpenPage, files: dict[str, bytes], nobody: socket.socket, tmp_path: Path
) -> None:
    port = nobody.getsockname()[1]
    with serve_with(f"http://127.0.0.1:{port}/mnist/", tmp_path) as server:
        page = open_page("/browse", url=server.url)
        expect(page.get_by_text("5,000 of MNIST's 70,000 digits: it could not be downloaded.")).to_be_visible()
        harness.drawn(page, "browse-picture")
        line = page.locator(".st-key-data-line")
        expect(line.get_by_role("button")).to_have_text([re.compile("^Why"), "Try again", re.compile("^Use my file")])
        until(lambda: (box := line.bounding_box()) is not None and box["height"] < ONE_LINE)
        assert serious_faults(page) == []
        page.get_by_role("button", name="Why?").click()
        expect(page.get_by_text("cannot be reached")).to_be_visible()
        assert serious_faults(page) == []
        page.keyboard.press("Escape")
        nobody.close()
        with local_mirror(files, port=port):
            page.get_by_role("button", name="Try again").click()
            expect(page.get_by_text("10,000 images, 64 shown")).to_be_visible()
            expect(heading(page)).to_have_text(MNIST_HEADING)
            expect(page.get_by_text("of MNIST's 70,000 digits")).to_have_count(0)
