"""The app as a person meets it: a real server on a free port and a real Chromium. For browser tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

from core.drawing.strokes import CANVAS_SIZE

REPOSITORY = Path(__file__).resolve().parent.parent
LOOKS = {"desktop, light": (1280, False), "phone, dark": (390, True)}  # width in pixels, and whether dark
SEVEN = [
    (80, 70),
    (195, 70),
    (170, 120),
    (150, 170),
    (135, 235),
]  # a stroke, in canvas pixels
STOP_TIMEOUT_SECONDS = 8
PATIENCE_SECONDS = 180  # with what a busy machine will show in the end: an engine that wakes up, a network that trains
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = "no Chromium: set CHROMIUM to one, or run `apt-get install chromium`"
# Streamlit's page looks for its server below the page's own address before it looks at the root: 404 on each deep link.
PROBES = ("/_stcore/health", "/_stcore/host-config")


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running app."""

    url: str
    process: subprocess.Popen
    home: Path  # its DIGITLAB_HOME
    log: Path  # stdout and stderr
    started: float  # time.perf_counter() just before the process was


@contextlib.contextmanager
def serve(
    environment: Mapping[str, str] | None = None,
    *,
    home: Path | None = None,
    script: Path | None = None,
    folder: Path = REPOSITORY,
) -> Iterator[Server]:
    """Start the app, give it once it answers, and end it with everything it started.

    Args:
        environment: variables on top of this process's; without DIGITLAB_MIRRORS it downloads nothing.
        home: its DIGITLAB_HOME; by default a fresh folder that is removed at the end.
        script: another Streamlit script to serve in the app's place.
        folder: another copy of the app, to be served in this one's place.
    """
    with contextlib.ExitStack() as stack:
        own = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digitlab-", ignore_cleanup_errors=True)))
        home, log = home or own / "home", own / "server.log"
        server = _start(script or Path("app.py"), environment or {}, home, log, folder=folder)
        stack.callback(stop, server.process)
        _wait_until_ready(server)
        yield server


def stop(process: subprocess.Popen) -> None:
    """End a server as Ctrl-C or a service manager would; where it stays, kill it and what it started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_TIMEOUT_SECONDS)
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def chromium(*, preferred: Sequence[str] = ()) -> str | None:
    """Return the path of Chromium: what the variable CHROMIUM names, or what the PATH has, preferred names first."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, (*preferred, *CHROMIUM_NAMES))), None)


@contextlib.contextmanager
def launch(*, preferred: Sequence[str] = ()) -> Iterator[Browser]:
    """Start Chromium, that of a preferred name where there is one.

    Raises:
        RuntimeError: there is none.
    """
    path = chromium(preferred=preferred)
    if path is None:
        raise RuntimeError(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(kw_only=True)
class Visit:
    """A page in the browser and what its console and network complained about."""

    page: Page
    errors: list[str] = field(default_factory=list)


@contextlib.contextmanager
def visit(browser: Browser, **options) -> Iterator[Visit]:
    """Open an empty page of its own context: no cookies, no cache. The options are those of `new_context`."""
    context = new_context(browser, **options)
    try:
        yield open_in(context)
    finally:
        context.close()


def new_context(
    browser: Browser, *, width: int = 1280, height: int = 800, dark: bool = False, **options
) -> BrowserContext:
    """Make a place for pages that knows nothing of other visits; `options` are Playwright's."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **options
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    return context


def open_in(context: BrowserContext) -> Visit:
    """Open an empty page in a context and note what its console and network complain about."""
    seen = Visit(page=context.new_page())
    seen.page.on("console", lambda message: _is_error(message) and seen.errors.append(message.text))
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return seen


def ready(page: Page) -> None:
    """Wait until the page is connected and its script has run; charts and fragments may still be drawing."""
    app = "[data-testid=stApp]"
    page.wait_for_selector(f"{app}[data-test-connection-state=CONNECTED]")
    # after a reload nothing runs either, until the first run has begun
    page.wait_for_selector("[data-testid=stMain] [data-testid=stElementContainer]", state="attached")
    page.wait_for_selector(f"{app}[data-test-script-state=notRunning]")


def drawn(page: Page, key: str) -> None:
    """Wait until the Plotly chart in the container or with the key `key` shows its picture."""
    page.wait_for_selector(f".st-key-{key} .heatmaplayer image")


def pen(page: Page) -> Locator:
    """Return the Draw page's canvas once it takes a pen."""
    canvas = page.locator(".st-key-draw-canvas-frame canvas.upper-canvas")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while canvas.evaluate("canvas => canvas.style.cursor") != "crosshair":
        assert time.monotonic() < deadline, "the canvas takes no pen"
        canvas.hover()  # the canvas shows its pen when the pointer moves over it
    return canvas


def draw_stroke(
    page: Page, points: Iterable[tuple[float, float]], *, while_down: Callable[[], object] = lambda: None
) -> None:
    """Draw one stroke on the Draw page's canvas with the mouse, as soon as its pen is ready.

    Args:
        page: shows the Draw page.
        points: in canvas pixels, which are larger on screen.
        while_down: is called at the stroke's end, before the button is let up.
    """
    canvas = pen(page)
    canvas.scroll_into_view_if_needed()  # what was pressed before may lie far below it
    box = canvas.bounding_box()
    assert box is not None
    scale = box["height"] / CANVAS_SIZE  # a wide canvas is as high
    first, *others = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in points]
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point, steps=4)
    while_down()
    page.mouse.up()


def _start(script: Path, environment: Mapping[str, str], home: Path, log: Path, *, folder: Path) -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--server.port={port}", "--server.headless=true"]
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "DIGITLAB_HOME": str(home), "DIGITLAB_MIRRORS": "off", **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(url=f"http://127.0.0.1:{port}", process=process, home=home, log=log, started=started)


def _wait_until_ready(server: Server) -> None:
    while time.perf_counter() - server.started < PATIENCE_SECONDS:
        if server.process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1) as answer:
            if answer.status == 200:
                return
        time.sleep(0.02)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text(errors='replace')[-2000:]}")


def _is_error(message: ConsoleMessage) -> bool:
    address = urlsplit(message.location.get("url", ""))
    is_probe = address.path.endswith(PROBES) and address.path not in PROBES
    return message.type == "error" and not is_probe
