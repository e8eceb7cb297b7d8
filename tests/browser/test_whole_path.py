"""The whole path, once: from the first pixel to a network of one's own that reads one's own hand."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.data.dataset import load_dataset
from tests.support.accessibility import serious_faults
from tests.support.unwatched import leave_until_epoch, run_of, wait_for_epoch

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
RIGHT = re.compile(r"(\d\d\.\d\d) % right: ([\d,]+) of 10,000 test images")


@pytest.fixture(scope="module")
def photo(real_mnist, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A JPEG of a test digit, a 3, in dark ink on paper that is lit from one side."""
    dataset = load_dataset(tmp_path_factory.mktemp("home"), real_mnist, make_fallback=lambda: pytest.fail("no MNIST"))
    threes = dataset.test_images[np.flatnonzero(dataset.test_labels == 3)].astype(np.float64)
    usual = np.square(threes - threes.mean(axis=0)).sum(axis=(1, 2)).argmin()  # which any trained network reads
    three = threes[usual].astype(np.uint8)
    ink = np.asarray(Image.fromarray(three).resize((300, 300), Image.Resampling.BICUBIC), np.float64)
    paper = np.full((420, 560), 215.0) + np.linspace(-20, 20, 560)
    paper[60:360, 130:430] -= 0.6 * ink
    stored = io.BytesIO()
    Image.fromarray(paper.clip(0, 255).astype(np.uint8)).save(stored, "JPEG")
    return stored.getvalue()


def arrived(page: Page, title: str) -> None:
    """Wait for a page by its title and find nothing serious on it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".st-key-page-end")).to_be_visible()
    harness.ready(page)
    assert serious_faults(page) == []


def follow(page: Page, link: str) -> None:
    """Follow a link at the page's end."""
    page.locator(".st-key-page-end").get_by_role("link", name=link).click()


def test_newcomer_needs_two_clicks_for_more_than_98_percent_and_walks_on_to_their_own_digit(
    open_page: OpenPage, server: harness.Server, photo: bytes
) -> None:
    width, dark = harness.LOOKS["desktop, light"]
    page = walk_to_train(open_page, width=width, dark=dark)
    page.locator(".st-key-primary-train button").click()
    expect(page.locator(".st-key-run-accuracy svg path").first).to_be_visible()
    leave_until_epoch(page, server.home, 3)
    result = page.get_by_text(RIGHT)
    expect(result).to_be_visible()
    assert float(RIGHT.search(result.inner_text()).group(1)) > 98
    walk_on_with_the_trained_network(page, photo, model="Model, epoch 3: Quick CNN")


def test_stranger_on_a_phone_reads_over_97_percent_after_one_epoch_and_walks_on_to_their_own_digit(
    open_page: OpenPage, server: harness.Server, photo: bytes
) -> None:
    width, dark = harness.LOOKS["phone, dark"]
    page = walk_to_train(open_page, width=width, dark=dark)
    set_number(page, "Epochs", "1")
    expect(page.get_by_text("Changed from Quick CNN")).to_be_visible()
    page.get_by_text("What it learns from").click()
    set_number(page, "Validation fraction", "0")
    expect(page.get_by_text("469 steps of 128 images per epoch (the last has 96)")).to_be_visible()
    arrived(page, "Train")
    page.get_by_role("button", name="Start training", exact=True).click()
    expect(page.locator(".st-key-run-accuracy svg path").first).to_be_visible()
    run = run_of(page)

    page.reload()
    expect(page).to_have_url(re.compile(f"run={run}"))
    page = shut_and_opened_again(page, width=width, dark=dark, meanwhile=lambda: wait_for_epoch(server.home, run, 1))
    result = page.get_by_text(RIGHT)
    expect(result).to_be_visible()
    assert int(RIGHT.search(result.inner_text()).group(2).replace(",", "")) > 9_700
    page.get_by_role("radio", name="Log", exact=True).click()
    expect(
        page.get_by_text(re.compile(r"469/469 - \d+s - loss: 0\.\d{4} - accuracy: 0\.\d{4} - \d+s/epoch - \d+ms/step"))
    ).to_be_visible()
    expect(page.get_by_role("button", name="Stop and keep")).to_have_count(0)
    walk_on_with_the_trained_network(page, photo, model="Model, epoch 1: Quick CNN")


def set_number(page: Page, name: str, value: str) -> None:
    """Type a number into a field and leave it."""
    page.get_by_role("spinbutton", name=name).fill(value)
    page.keyboard.press("Tab")


def shut_and_opened_again(page: Page, *, width: int, dark: bool, meanwhile: Callable[[], None]) -> Page:
    """Return another page at the same address; for a while nobody watches, as when a laptop is shut."""
    address, browser = page.url, page.context
    page.close()
    meanwhile()
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(address)
    return page


def walk_to_train(open_page: OpenPage, *, width: int, dark: bool) -> Page:
    """Go from Start over Browse to Train, where a recipe is filled in."""
    page = open_page("/", width=width, height=844, dark=dark)
    expect(page.locator(".st-key-start-digit")).to_be_visible()
    arrived(page, "Digit Lab")

    follow(page, "Next: see all 70,000")
    harness.drawn(page, "browse-picture")
    arrived(page, "Browse")

    follow(page, "Next: let a network learn them")
    arrived(page, "Train")
    return page


def walk_on_with_the_trained_network(page: Page, photo: bytes, *, model: str) -> None:
    """Go from a run that has ended over Inside and Draw to Evaluate, with its network."""
    arrived(page, "Train")
    page.get_by_role("link", name="Look inside it", exact=True).click()
    expect(page.get_by_role("button", name=model)).to_be_visible()
    expect(page).to_have_url(re.compile(r"model=[0-9a-f]{32}"))
    harness.drawn(page, "inside-panel")  # the first convolution's feature maps
    arrived(page, "Inside")

    follow(page, "Now with your own handwriting")
    expect(page.get_by_role("heading", level=2, name="Draw a digit here")).to_be_visible()
    harness.draw_stroke(page, harness.SEVEN)
    expect(page.get_by_role("heading", level=2, name="It reads a 7.")).to_be_visible()
    expect(page.get_by_role("button", name=model)).to_be_visible()
    arrived(page, "Draw")
    page.get_by_role("radio", name="Photo").click()
    page.locator("input[type=file]").set_input_files({"name": "3.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(page.get_by_role("region", name="3.jpg").get_by_role("heading")).to_have_text("It reads a 3.")
    arrived(page, "Draw")

    follow(page, "How often is it wrong?")
    expect(page.get_by_text(re.compile(r"\d\d\.\d\d % right: [\d,]+ of 10,000"))).to_be_visible()
    expect(page.locator(".st-key-evaluate-matrix button[aria-pressed=true]")).to_be_visible()
    arrived(page, "Evaluate")
