"""What is timed on Browse in a browser: the figures' order, what the hand clicks, and whose memory is read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from benchmarks.browse.growth import NOT_CLICKED, private_mib
from benchmarks.browser import PAGES
from benchmarks.browser_browse import BUDGETS, in_order


def test_figures_stand_in_the_order_of_their_budgets_and_say_what_is_not_there() -> None:
    found = in_order({"grown_mib": [3.0], "beside_s": [1.0], "grid_p95_s": [0.2, 0.3]})
    assert list(found) == [*BUDGETS, "beside_s"]
    assert found["grid_p95_s"] == [0.2, 0.3]
    assert found["tsne_s"] == []
    assert found["grown_mib"] == [3.0]


def test_browse_is_one_of_the_pages() -> None:
    assert PAGES["browse"] == (BUDGETS, ())
    assert list(BUDGETS) == [
        "grid_p95_s",
        "digit_p95_s",
        "filter_p95_s",
        "pixel_p95_s",
        "mosaic_kb",
        "neighbours_p95_s",
        "tsne_s",
        "grown_mib",
    ]


def test_mapped_files_are_not_counted_as_the_servers_own() -> None:
    held = SimpleNamespace(rss=300 * 2**20, shared=180 * 2**20)
    assert private_mib(SimpleNamespace(memory_info=lambda: held)) == 120


def test_where_nobody_counts_what_is_shared_the_unique_set_counts() -> None:
    process = SimpleNamespace(
        memory_info=lambda: SimpleNamespace(rss=300 * 2**20),
        memory_full_info=lambda: SimpleNamespace(uss=90 * 2**20),
    )
    assert private_mib(process) == 90


@pytest.mark.parametrize("name", ["Untangle it (t-SNE, about a minute)", "Stop", "CSV: where each lies", "Save"])
def test_jobs_and_downloads_are_not_clicked(name: str) -> None:
    assert NOT_CLICKED.search(name)


@pytest.mark.parametrize("name", ["Next", "Random page", "Show as table: their distances", "Mean of 982 images of 4"])
def test_what_shows_something_is_clicked(name: str) -> None:
    assert not NOT_CLICKED.search(name)
