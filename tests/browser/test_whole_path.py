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

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def photo(real_mnist, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A JPEG of a test digit, a 3, in dark ink on paper that is lit from one side."""
    dataset = load_dataset(tmp_path_factory.mktemp("home"), real_mnist, make_fallback=lambda: pytest.fail("no MNIST"))
    three = dataset.test_images[np.flatnonzero(dataset.test_labels == 3)[0]]
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


@pytest.mark.parametrize(("width", "dark"), harness.LOOKS.values(), ids=harness.LOOKS)
def test_stranger_walks_from_the_first_pixel_to_their_own_digit(
    open_page: OpenPage, photo: bytes, width: int, dark: bool
) -> None:
    page = open_page("/", width=width, height=844, dark=dark)
    expect(page.locator(".st-key-start-digit")).to_be_visible()
    arrived(page, "Start")

    follow(page, "Next: 70,000 more of these")
    harness.drawn(page, "browse-mosaic")
    harness.drawn(page, "browse-picture")
    arrived(page, "Browse")

    follow(page, "Next: let a network learn them")
    page.get_by_role("spinbutton", name="Epochs").fill("1")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Changed from Quick CNN")).to_be_visible()
    arrived(page, "Train")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text(re.compile(r"\d\d\.\d\d % right: "))).to_be_visible()
    arrived(page, "Train")

    page.get_by_role("link", name="Look inside it", exact=True).click()
    expect(page.get_by_role("button", name="Model, epoch 1: Quick CNN")).to_be_visible()
    assert re.search(r"model=[0-9a-f]{32}", page.url)
    harness.drawn(page, "inside-panel")  # the first convolution's feature maps
    arrived(page, "Inside")

    follow(page, "Now with your own handwriting")
    expect(page.get_by_role("heading", level=2, name="Draw a digit here")).to_be_visible()
    harness.draw_stroke(page, harness.SEVEN)
    expect(page.get_by_role("heading", level=2, name="It reads a 7.")).to_be_visible()
    expect(page.get_by_role("button", name="Model, epoch 1: Quick CNN")).to_be_visible()
    arrived(page, "Draw")
    page.get_by_role("radio", name="Photo").click()
    page.locator("input[type=file]").set_input_files({"name": "3.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(page.get_by_role("region", name="3.jpg").get_by_role("heading")).to_have_text("It reads a 3.")
    arrived(page, "Draw")

    follow(page, "How often is it wrong?")
    expect(page.get_by_text(re.compile(r"\d\d\.\d\d % right: [\d,]+ of 10,000"))).to_be_visible()
    expect(page.locator(".st-key-evaluate-matrix button[aria-pressed=true]")).to_be_visible()
    arrived(page, "Evaluate")
