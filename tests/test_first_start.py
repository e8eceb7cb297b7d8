"""The first start on a person's own machine, with a display and an empty home: it asks nothing and serves."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from benchmarks.harness import PATIENCE_SECONDS, stop
from tests.support.source import ROOT
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")


def serves(port: int) -> bool:
    address = f"http://127.0.0.1:{port}/_stcore/health"
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
        return answer.status == 200
    return False


def environment(folder: Path) -> dict[str, str]:
    """Return that of a person who has just got the machine; what opens a browser does nothing."""
    for name in ("xdg-open", "open"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    (folder / "home").mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "XDG_"))}
    paths = {"HOME": str(folder / "home"), "PATH": f"{folder}{os.pathsep}{own['PATH']}"}
    return own | paths | {"DISPLAY": ":0", "BROWSER": "true", "DIGITLAB_HOME": str(folder / "lab")}


@pytest.mark.parametrize("has_terminal", [False, True], ids=["stdin closed", "in a terminal"])
def test_first_start_with_a_display_asks_nothing_and_serves(tmp_path, has_terminal):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    terminal, inner = os.openpty()
    shown = tmp_path / "shown"
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, terminal)
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=ROOT,
            env=environment(tmp_path),
            stdin=inner if has_terminal else subprocess.DEVNULL,
            stdout=inner if has_terminal else stack.enter_context(shown.open("wb")),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        stack.callback(stop, server)
        os.close(inner)
        os.set_blocking(terminal, False)

        def text() -> str:
            if has_terminal:
                with contextlib.suppress(OSError), shown.open("ab") as file:
                    file.write(os.read(terminal, 1 << 16))
            return shown.read_text() if shown.exists() else ""

        until(lambda: serves(port) or "Email" in text() or server.poll() is not None, PATIENCE_SECONDS)
        until(lambda: f":{port}" in text() or "Email" in text() or server.poll() is not None)
        assert "Email" not in text()
        assert server.poll() is None
        assert serves(port)
