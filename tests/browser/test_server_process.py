"""The web server stays light while it works: what is heavy is mapped in the processes that it starts, never in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from pages.text import pages as page_texts
from tests.support.waiting import until

pytestmark = pytest.mark.browser

HEAVY = re.compile(r"/(tensorflow|keras|pandas|matplotlib|mlxtend|sklearn|scikit_learn\.libs|scipy|scipy\.libs)/")


def heavy_files(process: psutil.Process) -> set[str]:
    """Return the packages of HEAVY whose files a process has mapped; a process that is gone has none."""
    try:
        maps = Path(f"/proc/{process.pid}/maps").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return set()
    return {found.group(1) for line in maps.splitlines() if (found := HEAVY.search(line))}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_server_maps_nothing_heavy_and_its_engine_does(open_page: Callable[..., Page], server: harness.Server) -> None:
    for page in page_texts.PAGES:
        open_page(f"/{page.path}")
    page = open_page("/evaluate")
    expect(page.locator(".st-key-evaluate-tiles button").first).to_be_visible()
    page = open_page("/draw")
    page.get_by_role("button", name="Draw one for me").click()
    expect(page.get_by_role("heading", level=2, name="It reads a")).to_be_visible()
    process = psutil.Process(server.process.pid)
    # without an engine that has TensorFlow the test would say nothing
    until(
        lambda: any("tensorflow" in heavy_files(child) for child in process.children()),
        seconds=harness.PATIENCE_SECONDS,
    )
    assert heavy_files(process) == set()
    assert process.is_running()
