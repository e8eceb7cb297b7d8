"""A real server and a real Chromium, each started once; every page must leave the console clean."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from benchmarks import harness

LIGHT_CHROMIUM = ["chromium-headless-shell"]  # draws no window of its own beside each page: a fifth less time
expect.set_options(timeout=1000 * harness.PATIENCE_SECONDS)  # a machine that is busy is slow, not wrong


_SERVER = pytest.StashKey[harness.Server]()
_LOG_SHOWN = 4000  # characters, the newest


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[harness.Server]:
    """Give a server with a home of its own; the data are what DIGITLAB_DATA names."""
    with harness.serve() as running:
        request.session.stash[_SERVER] = running
        yield running
        del request.session.stash[_SERVER]  # its log goes with it


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what the server said to the report of a test that failed: the page tells a visitor only that it did."""
    report = yield
    running = item.session.stash.get(_SERVER, None)
    if report.failed and running is not None:
        report.sections.append(("The server's log", running.log.read_text(errors="replace")[-_LOG_SHOWN:]))
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a browser, or skip where there is none."""
    if harness.chromium(preferred=LIGHT_CHROMIUM) is None:
        pytest.skip(harness.NO_CHROMIUM)
    with harness.launch(preferred=LIGHT_CHROMIUM) as browser:
        yield browser


class Visitors:
    """Pages for visitors, lent to one at a time; whoever is next finds Streamlit's code parsed, and nothing else."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[harness.Visit]] = {}

    @contextmanager
    def visit(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        reduced_motion: str = "no-preference",
        forced_colors: str = "none",
        **options,
    ) -> Iterator[harness.Visit]:
        """Give a page to a visitor whom no server knows; the options are those of `harness.new_context`."""
        free = self._free.setdefault(repr(sorted(options.items())), [])
        seen = free.pop() if free else self._opened(**options)
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.page.emulate_media(
            media="screen",
            color_scheme="dark" if dark else "light",
            reduced_motion=reduced_motion,
            forced_colors=forced_colors,
        )
        try:
            yield seen
        finally:
            if seen.page.is_closed():  # by the test
                seen.page.context.close()
            else:
                self._leave(seen)
                free.append(seen)

    def _opened(self, **options) -> harness.Visit:
        return harness.open_in(harness.new_context(self._browser, **options))

    def _leave(self, seen: harness.Visit) -> None:
        """Leave nothing of a visit behind but the browser's cache and what it parsed, which a new page has not."""
        for other in seen.page.context.pages:
            if other != seen.page:
                other.close()
        seen.page.unroute_all()
        address = urlsplit(seen.page.url)
        try:
            seen.page.goto(f"{address.scheme}://{address.netloc}/_stcore/health")  # no script is there
            seen.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        except Error:  # of a server of the test's own, which is gone, as is its address
            expect(seen.page).to_have_url("chrome-error://chromewebdata/")  # or it would interrupt what comes next
        seen.page.context.clear_cookies()
        seen.page.goto("about:blank")
        seen.page.mouse.move(0, 0)
        seen.errors.clear()


@pytest.fixture(scope="session")
def visitors(chromium: Browser) -> Visitors:
    """Give what opens pages for new visitors."""
    return Visitors(chromium)


@pytest.fixture
def open_page(visitors: Visitors, server: harness.Server) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a path as a new visitor: `open_page("/browse", width=390, dark=True)`."""
    with ExitStack() as stack:
        visits: list[harness.Visit] = []

        def opened(path: str, *, url: str = server.url, **options) -> Page:
            visits.append(stack.enter_context(visitors.visit(**options)))
            page = visits[-1].page
            page.goto(url + path)
            harness.ready(page)
            return page

        yield opened
        assert [error for visit in visits for error in visit.errors] == []
