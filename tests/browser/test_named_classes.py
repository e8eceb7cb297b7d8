"""A data set that is not MNIST, called by its name: Start, Browse, Train, Inside, Draw and Evaluate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.data.dataset import DATA_FOLDER, open_dataset
from tests.support import clothes
from tests.support.accessibility import serious_faults

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
NOTHING = "This network reads digits; these are Fashion-MNIST's pictures: its answers mean nothing here."
A_NAME = "|".join(re.sub(r"\W", ".", name) for name in clothes.NAMES)  # a slash ends a pattern in the browser


@pytest.fixture(scope="module")
def clothes_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[harness.Server]:
    path = clothes.written(tmp_path_factory.mktemp("clothes"))
    with harness.serve({"DIGITLAB_DATA": str(path)}) as server:
        yield server


def test_start_lets_one_guess_a_name_and_says_what_reads_digits(
    open_page: OpenPage, clothes_server: harness.Server
) -> None:
    page = open_page("/", url=clothes_server.url, width=390, height=844, dark=True)
    expect(page.get_by_text("How can a machine tell what a picture shows")).to_be_visible()
    page.get_by_role("radio", name="Ankle boot").click()
    expect(page.get_by_text("You say Ankle boot, from bare numbers.")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("radio", name="Answer", exact=True).click()
    expect(page.get_by_role("heading", name="You said Ankle boot, the network says")).to_be_visible()
    expect(page.get_by_text(NOTHING)).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("link", name="Train one on them").click()
    expect(page.get_by_role("button", name="Start training")).to_be_visible()
    expect(page.get_by_text("What it reached was measured on MNIST and is not shown")).to_be_visible()


def test_network_that_has_learned_the_classes_says_them_on_every_page(
    open_page: OpenPage, clothes_server: harness.Server
) -> None:
    page = open_page("/browse", url=clothes_server.url)
    expect(page.get_by_text("Fashion-MNIST: pictures, each a square of")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(f"^Test image 1, label . .({A_NAME})"))).to_be_visible()
    (kept,) = (folder for folder in (clothes_server.home / DATA_FOLDER).iterdir() if len(folder.name) == 64)
    run = clothes.run_of_means(clothes_server.home, open_dataset(kept), owner="0" * 32, name="Nearest mean")

    page = open_page(f"/inside?model={run}", url=clothes_server.url)
    expect(page.get_by_text(re.compile(f"It says ({A_NAME}), .* sure. The label says ({A_NAME})"))).to_be_visible()
    expect(page.get_by_text(re.compile(f"For ({A_NAME}): "))).to_be_visible()
    assert serious_faults(page) == []

    page = open_page(f"/evaluate?model={run}", url=clothes_server.url)
    expect(page.get_by_role("heading", name=re.compile(r"90.00 % right: 9,000 of 10,000"))).to_be_visible()
    expect(page.get_by_text("Hardest is Shirt: 1,000 of 1,000 wrong.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Ankle boot").first).to_be_visible()
    expect(page.get_by_text(NOTHING)).to_have_count(0)
    assert serious_faults(page) == []

    page = open_page(f"/draw?model={run}", url=clothes_server.url, width=390, height=844)
    expect(page.get_by_text("Draw a picture here, as large as you like.")).to_be_visible()
    harness.draw_stroke(page, harness.SEVEN)
    expect(page.get_by_text(re.compile(f"It says ({A_NAME})\\.|It is not sure\\.")).first).to_be_visible()
    expect(page.get_by_text("This network knows ten classes: T-shirt/top, Trouser")).to_be_visible()
    assert serious_faults(page) == []
