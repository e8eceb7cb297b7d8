"""Components are made of files: their own, further ones, and those of a worker as a text of the script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st

from pages.ui.component_files import component

pytestmark = pytest.mark.app


def test_scripts_come_in_order_and_a_workers_are_a_text(tmp_path: Path, monkeypatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path, text in (("tiles.js", "last()"), ("first.js", "first()"), ("worker.js", 'say("\\n")')):
        (tmp_path / path).write_text(text, "utf-8")
    (elsewhere / "second.js").write_text("second()", "utf-8")
    made = {}
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.update(parts, name=name))
    module = str(tmp_path / "tiles.py")
    component("tiles", module, scripts=("first.js", elsewhere / "second.js"), worker=("worker.js", "first.js"))
    text, *others = made["js"].splitlines()
    assert others == ["first()", "second()", "last()"]
    assert json.loads(text.removeprefix("const WORKER = ")) == 'say("\\n")\nfirst()'
    component("tiles", module)
    assert made["js"] == "last()"


def test_component_ends_only_once_it_has_left_the_page(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "tiles.js").write_text("export default function ({ data }) {\n    return () => {}\n}\n", "utf-8")
    made = {}
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.update(parts, name=name))
    component("tiles", str(tmp_path / "tiles.py"))
    assert made["js"].startswith("function drawOnPage({ data })")
    assert made["js"].count("export default") == 1
    assert "if (end && !given.parentElement.isConnected) end()" in made["js"]
