"""Without a network, and with a copy of MNIST where Keras keeps it: offered, used, refused, left, in a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from core.data.dataset import Dataset
from tests.support.accessibility import lasting_faults
from tests.support.looks import in_each_look
from tests.support.page_layout import takes_a_finger

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
COUNT = 120  # test images of the copy
OFFER = "A copy of MNIST lies where Keras keeps it."
IN_USE = "These images are Keras's copy, on the server's machine."
SMALL = "5,000 of MNIST's 70,000 digits: downloading is switched off."


@pytest.fixture
def archive(small_dataset: Dataset) -> bytes:
    """A made small mnist.npz whose every test image is labelled 7."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        x_train=small_dataset.train_images,
        y_train=small_dataset.train_labels,
        x_test=small_dataset.test_images[:COUNT],
        y_test=np.full(COUNT, 7, np.uint8),
    )
    return file.getvalue()


@pytest.fixture
def copy(tmp_path: Path, archive: bytes) -> Path:
    """The copy, in the home folder of a user of the test's own."""
    path = tmp_path / "user" / ".keras" / "datasets" / "mnist.npz"
    path.parent.mkdir(parents=True)
    path.write_bytes(archive)
    return path


@pytest.fixture
def serve(copy: Path, tmp_path: Path):
    """Return what starts a server of that user, without data and without a network, always on one home."""
    user = str(copy.parents[2])
    environment = {"DIGITLAB_DATA": "", "HOME": user, "KERAS_HOME": ""}
    return lambda: harness.serve(environment, home=tmp_path / "home")


def line(page: Page) -> Locator:
    return page.locator(".st-key-data-line")


def press(page: Page, name: str) -> None:
    """Press a button of the line by the keyboard alone."""
    button = line(page).get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def test_offered_copy_is_used_remembered_and_left(open_page: OpenPage, serve, copy: Path) -> None:
    before = copy.read_bytes(), copy.stat().st_mtime_ns
    with serve() as server:
        page = open_page("/browse", url=server.url, height=844)
        for look in in_each_look(page):
            expect(line(page)).to_contain_text(SMALL)
            expect(line(page)).to_contain_text(OFFER)
            expect(page.get_by_text(str(copy.parent))).to_have_count(0)
            takes_a_finger(line(page).get_by_role("button", name="Use it", exact=True))
            assert (look, lasting_faults(page)) == (look, [])
        press(page, "Use it")  # on the phone
        expect(line(page)).to_have_text(re.compile(re.escape(IN_USE)))
        expect(page.get_by_role("heading", level=3, name="image")).to_have_text("Test image 1, label 7")
        for look in in_each_look(page):
            harness.drawn(page, "browse-picture")
            assert (look, lasting_faults(page)) == (look, [])
        page.close()  # before its server goes
    with serve() as server:
        page = open_page("/browse", url=server.url)
        expect(line(page)).to_contain_text(IN_USE)
        press(page, "Stop using it")
        expect(line(page)).to_contain_text(SMALL)
        expect(line(page)).to_contain_text(OFFER)
        expect(page.get_by_text("1,000 images, 64 shown")).to_be_visible()
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before
    assert list(copy.parent.iterdir()) == [copy]


def test_damaged_copy_is_refused_with_its_sentence_until_it_is_mended(
    open_page: OpenPage, serve, copy: Path, archive: bytes
) -> None:
    copy.write_bytes(archive[: len(archive) // 2])
    with serve() as server:
        page = open_page("/evaluate", url=server.url)
        expect(line(page)).to_contain_text(OFFER)
        press(page, "Use it")
        expect(line(page)).to_contain_text("Keras's copy cannot be used. mnist.npz is damaged")
        expect(line(page)).to_contain_text(SMALL)
        expect(page.get_by_text(str(copy.parent))).to_have_count(0)
        copy.write_bytes(archive)
        press(page, "Use it")
        expect(line(page)).to_contain_text(IN_USE)
