"""A data set with something odd about it: every page says so, one click mends it, another takes that back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.data.dataset import Dataset
from tests.support import odd_sets
from tests.support.accessibility import serious_faults

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SORTED = "The training images are sorted by label: the last tenth, which validates, holds only 9."
INVERTED = "The pictures are dark ink on bright paper; MNIST's are bright ink on black."


def plain(bundled_dataset: Dataset) -> odd_sets.Arrays:
    """Return 200 training images, 20 of each digit, and 50 test images."""
    labels = np.array(bundled_dataset.train_labels)
    of_each = np.concatenate([np.flatnonzero(labels == digit)[:20] for digit in range(10)])
    of_each = np.random.default_rng(0).permutation(of_each)
    arrays = odd_sets.plain(bundled_dataset)
    chosen = {"x_train": np.array(bundled_dataset.train_images[of_each]), "y_train": labels[of_each]}
    return arrays | chosen | {"x_test": arrays["x_test"][:100], "y_test": arrays["y_test"][:100]}


@pytest.fixture(params=["sorted", "inverted"])
def odd_server(request, tmp_path: Path, bundled_dataset: Dataset) -> Iterator[tuple[str, harness.Server]]:
    arrays = plain(bundled_dataset)
    if request.param == "sorted":
        arrays = odd_sets.ordered(arrays, "train", odd_sets.rising)
    else:
        arrays = odd_sets.inverted(arrays, "train", "test")
    path = odd_sets.written(tmp_path / "source", arrays)
    with harness.serve({"DIGITLAB_DATA": str(path)}) as server:
        yield request.param, server


def test_sentence_is_seen_a_click_mends_it_and_another_takes_that_back(
    open_page: OpenPage, odd_server: tuple[str, harness.Server]
) -> None:
    kind, server = odd_server
    said, mend, done = {
        "sorted": (SORTED, "Shuffle them, seed 0", "Used here shuffled with seed 0 (training images)"),
        "inverted": (INVERTED, "Invert them", "Used here inverted"),
    }[kind]
    page = open_page("/browse?digit=test-30", url=server.url)
    harness.drawn(page, "browse-picture")
    expect(page.get_by_text("Not a data set that Digit Lab knows: 200 training and 100 test images.")).to_be_visible()
    expect(page.get_by_text(said)).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("button", name=mend).click()
    expect(page.get_by_text(f"{done}, for everybody on this server.")).to_be_visible()
    expect(page.get_by_text(said)).to_have_count(0)
    harness.drawn(page, "browse-picture")
    expect(page.get_by_role("heading", level=3, name="Test image 30")).to_be_visible()
    assert serious_faults(page) == []
    other = open_page("/train", url=server.url)
    expect(other.get_by_text(f"{done}, for everybody on this server.")).to_be_visible()
    expect(other.get_by_role("button", name="Start training")).to_be_visible()
    expect(other.locator(".st-key-set-up-warnings").get_by_text("that validate")).to_have_count(0)
    other.get_by_role("button", name="Use it as it was").click()
    expect(other.get_by_text(said)).to_be_visible()
    expect(other.get_by_text(done)).to_have_count(0)


@pytest.mark.parametrize("odd_server", ["sorted"], indirect=True)
def test_train_warns_beside_its_button_and_mends_from_there(
    open_page: OpenPage, odd_server: tuple[str, harness.Server]
) -> None:
    _, server = odd_server
    page = open_page("/train", url=server.url, width=390, height=844, dark=True)
    warned = page.locator(".st-key-set-up-warnings")
    expect(warned.get_by_text("None of the 180 images that train shows a 9")).to_be_visible()
    expect(page.get_by_role("button", name="Start training")).to_be_visible()
    warned.get_by_role("button", name="Shuffle them, seed 0").click()
    expect(page.get_by_text("Used here shuffled with seed 0 (training images)")).to_be_visible()
    expect(warned.get_by_text("None of the 180 images")).to_have_count(0)
