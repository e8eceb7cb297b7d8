"""A separable network is built by clicks, trained with the settings that keep a step small, and looked into."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

SETTINGS = {"Label smoothing": "0.1", "Gradient clipping": "1", "Warm-up epochs": "1"}
SET_UP = "quick-cnn~epochs.2~optimizer.nadam~warmup_epochs.1~label_smoothing.0.1~clip_norm.1.0~train_images.2000"


def add(page: Page, kind: str, title: str) -> None:
    page.locator(f".st-key-add-{kind} button").first.click()  # with a help it is there twice
    expect(page.get_by_text(re.compile(title.replace(" ", r"\s")))).to_be_visible()  # some of its spaces do not break


def test_separable_network_is_built_trained_and_looked_into(open_page: Callable[..., Page]) -> None:
    page = open_page(f"/train?recipe={SET_UP}&tab=Network")
    page.get_by_role("button", name="Remove all", exact=True).click()
    expect(page.get_by_text("It does not fit yet")).to_be_visible()
    add(page, "SeparableConv2D", "^Layer 1: 28 × 28 × 1 in, 26 × 26 × 16 out")
    expect(page.get_by_text("41 parameters").first).to_be_visible()
    page.get_by_role("combobox", name="Activation", exact=True).click()
    page.get_by_role("option", name="LeakyReLU", exact=True).click()
    expect(page.get_by_role("button", name="Separable conv 16, 3 × 3, LeakyReLU", exact=True)).to_be_visible()
    add(page, "GlobalAveragePooling2D", "^Layer 2: 26 × 26 × 16 in, 16 values out")
    page.get_by_role("button", name="Add Dense 10, softmax at the end").click()
    expect(page.get_by_text("3 layers, 211 parameters")).to_be_visible()
    assert serious_faults(page) == []

    page.get_by_role("button", name="Back to Train").click()
    page.get_by_text("How it learns").click()
    for name, value in SETTINGS.items():
        expect(page.get_by_role("spinbutton", name=name)).to_have_value(value)
    page.locator(".st-key-primary-train button").click()
    expect(page.get_by_text(re.compile(r"[\d.]+ % right: [\d,]+ of 10,000 test images"))).to_be_visible()

    page.get_by_role("link", name="Inside", exact=True).click()
    expect(
        page.get_by_role("heading", level=3, name="Layer 1 of 3. Separable conv 16, 3 × 3, LeakyReLU")
    ).to_be_visible()
    cell = page.get_by_text(re.compile(r"^Map \d+, row \d+, column \d+: "))
    by_hand = page.get_by_text(re.compile(r"^sum\s\S+\s×\s\S+\s\(this map's weight\)")).inner_text()
    assert by_hand.rstrip(".").endswith(cell.inner_text().rpartition(" ")[2])
    page.get_by_text("All kernels of this layer").click()
    expect(page.get_by_text("How much of it is in each of the 16 maps.")).to_be_visible()
    page.locator(".st-key-inside-strip button").nth(2).click()
    expect(page.get_by_text("Of each of the 16 maps one number is left: the mean of its 676 cells.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"The cells add up to \S+; divided by 676 that is"))).to_be_visible()
    assert serious_faults(page) == []
