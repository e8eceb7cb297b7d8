"""The address of a map's images: what it sends, and that it names no others; and the colours of the map's digits."""

from __future__ import annotations

import asyncio
import gzip
import importlib
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from starlette.applications import Starlette

from core import lab
from core.messages import inference as messages
from core.serving.inference_client import InferenceClient
from pages.state.browse import data_map
from pages.state.browse.map_pictures import address, pictures_routes
from pages.ui import colours

pytestmark = pytest.mark.app
IMAGES = 30
ROOT = Path(__file__).resolve().parents[3]


def fetched(path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of what the app's routes answer to a path with a query."""
    sent: list[dict] = []
    route, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": route, "query_string": query.encode(), "headers": []}

    async def ask() -> None:
        async def receive() -> dict:
            return {"type": "http.request"}

        async def send(message: dict) -> None:
            sent.append(message)

        await Starlette(routes=pictures_routes())(scope, receive, send)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop of its own: that of browser tests
        thread.submit(asyncio.run, ask()).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the engine is asked, in this process, of maps of a few images."""
    targets: list[str] = []

    def call(_, target: str, *args):
        module, function = target.split(":")
        targets.append(function)
        return getattr(importlib.import_module(module), function)(*args)

    monkeypatch.setattr(InferenceClient, "call", call)
    monkeypatch.setattr(data_map, "MAPPED_IMAGES", IMAGES)
    return targets


def test_images_are_sent_once_packed_and_to_be_kept(asked: list[str]) -> None:
    images = lab.current().dataset().test_images
    mapped = data_map.mapped_images("test")
    for prefix in ("/", "/below/a/path/"):
        status, headers, body = fetched(f"{prefix}{address(mapped)}")
        assert status == 200
        assert headers["content-encoding"] == "gzip"
        assert "immutable" in headers["cache-control"]
        sent = np.frombuffer(gzip.decompress(body), np.uint8).reshape(IMAGES, 28, 28)
        np.testing.assert_array_equal(sent, images[data_map.names_of(mapped)])
    assert asked == ["images_of"]  # the second visitor's were there


@pytest.mark.parametrize("changed", ["split=all", "count=31", "data=0123456789abcdef", "split=", "count=x"])
def test_other_images_are_not_there(asked: list[str], changed: str) -> None:
    name, _, value = changed.partition("=")
    path, _, query = address(data_map.mapped_images("validation")).partition("?")
    parts = dict(part.split("=") for part in query.split("&")) | {name: value}
    status, headers, body = fetched(f"/{path}?{urlencode(parts)}")
    assert status == 404
    assert body.decode() == str(messages.no_such_pictures())
    assert headers["cache-control"] == "no-store"
    assert asked == []


def test_colours_of_the_digits_are_the_themes() -> None:
    themes = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    expected = tuple(tuple(themes[name]["chartCategoricalColors"]) for name in ("light", "dark"))
    assert expected == colours.CATEGORICAL
