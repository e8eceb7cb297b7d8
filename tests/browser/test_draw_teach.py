"""Teach it my hand in a real browser: the split before the click, a real run, the result, and the way back."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from benchmarks import harness
from core.data.dataset import open_dataset
from tests.support.draw_in_browser import OpenPage, choose

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OF_EACH = 4


@pytest.fixture
def upside_down(server: harness.Server, visitors) -> bytes:
    """Return an NPZ with a hand that the pretrained network can hardly read: test digits upside down, four of each."""
    with visitors.visit() as seen:
        seen.page.goto(server.url + "/browse")
        harness.drawn(seen.page, "browse-picture")
    dataset = open_dataset(next((server.home / "data").glob("*/")))
    labels = np.asarray(dataset.test_labels)
    chosen = np.concatenate([np.flatnonzero(labels == label)[:OF_EACH] for label in range(10)])
    stored = io.BytesIO()
    np.savez(stored, images=np.asarray(dataset.test_images)[chosen][:, ::-1], labels=labels[chosen])
    return stored.getvalue()


def test_it_learns_a_hand_and_the_model_before_comes_back(open_page: OpenPage, upside_down: bytes) -> None:
    page = open_page("/draw")
    choose(page, "My digits")
    page.locator('input[type="file"]').set_input_files(
        {"name": "hand.npz", "mimeType": "application/octet-stream", "buffer": upside_down}
    )
    expect(page.get_by_text(re.compile("Of your 40 drawings it learns from 30"))).to_be_visible()
    expect(page.get_by_text(re.compile("the other 10 are kept to judge"))).to_be_visible()
    page.get_by_role("button", name="Teach it my hand").click()
    expect(page.get_by_role("button", name="Stop and keep")).to_be_visible()
    said = page.locator(".draw-taught")
    expect(said).to_contain_text(
        re.compile(r"Your hand: \d+ of 10 before, \d+ after \(95 % interval .*\); MNIST: 9,961")
    )
    before, after = map(int, re.search(r"Your hand: (\d+) of 10 before, (\d+)", said.inner_text()).groups())
    assert after > before
    page.get_by_role("button", name="Use the taught model").click()
    expect(page.get_by_role("button", name=re.compile("Model, epoch 3: Taught my hand"))).to_be_visible()
    page.get_by_role("button", name="Use the model before").click()
    expect(page.get_by_role("button", name="Model: pretrained")).to_be_visible()
    page.get_by_role("link", name="The run, on Train").click()
    expect(page.get_by_role("heading", name="Taught my hand, from pretrained")).to_be_visible()
