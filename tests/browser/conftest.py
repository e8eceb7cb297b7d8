"""A real server and a real Chromium, each started once; every page must leave the console clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import harness

expect.set_options(timeout=30_000)  # milliseconds; a machine that is busy is slow, not wrong


@pytest.fixture(scope="session")
def server() -> Iterator[harness.Server]:
    """Give a server with a home of its own; the data are what DIGITLAB_DATA names."""
    with harness.serve() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a browser, or skip where there is none."""
    if harness.chromium() is None:
        pytest.skip(harness.NO_CHROMIUM)
    with harness.launch() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, server: harness.Server) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a path as a new visitor: `open_page("/browse", width=390, dark=True)`."""
    with ExitStack() as stack:
        visits: list[harness.Visit] = []

        def opened(path: str, *, url: str = server.url, **options) -> Page:
            visits.append(stack.enter_context(harness.visit(chromium, **options)))
            page = visits[-1].page
            page.goto(url + path)
            harness.ready(page)
            return page

        yield opened
        assert [error for visit in visits for error in visit.errors] == []
