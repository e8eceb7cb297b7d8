"""The address of a map's images: what it sends, and that it names no others; and the colours of the map's digits."""

from __future__ import annotations

import gzip
import importlib
import tomllib
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from core import lab
from core.messages import inference as messages
from core.serving.inference_client import InferenceClient
from pages.state.browse import data_map
from pages.state.browse.map_pictures import address, pictures_routes
from pages.ui import colours
from tests.support.routes import fetched

pytestmark = pytest.mark.app
IMAGES = 30
ROOT = Path(__file__).resolve().parents[3]


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
        status, headers, body = fetched(pictures_routes(), f"{prefix}{address(mapped)}")
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
    status, headers, body = fetched(pictures_routes(), f"/{path}?{urlencode(parts)}")
    assert status == 404
    assert body.decode() == str(messages.no_such_pictures())
    assert headers["cache-control"] == "no-store"
    assert asked == []


def test_colours_of_the_digits_are_the_themes() -> None:
    themes = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    expected = tuple(tuple(themes[name]["chartCategoricalColors"]) for name in ("light", "dark"))
    assert expected == colours.CATEGORICAL
