"""The files of our components are what a browser can read: each script parses as a module, each style has its rules.

A browser shows a component's HTML before it has loaded its script: nothing in it may wait for that to be accessible.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, expect

from pages.ui.component_files import component
from tests.support.accessibility import serious_faults
from tests.support.components import DRAW, PUT
from tests.support.source import ROOT

pytestmark = pytest.mark.browser

PAGES = ROOT / "pages"
SCRIPTS = {str(path.relative_to(PAGES)): path.read_text("utf-8") for path in sorted(PAGES.rglob("*.js"))}
PARTS = [path for path in sorted(PAGES.rglob("*.html")) if "<html" not in path.read_text("utf-8")]  # no whole pages
STYLES = {str(path.relative_to(PAGES)): path.read_text("utf-8") for path in sorted(PAGES.rglob("*.css"))}
VALUE = re.compile(r"\$\{?(\w+)\}?")
PARSE = """async (scripts) => {
    const faults = {}
    for (const [name, text] of Object.entries(scripts)) {
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
        await import(address).catch((error) => { faults[name] = `${error}` })
    }
    return faults
}"""
# Imports all that the pages are made of, and tells each component's script by its name.
MADE = """
import importlib, json, pkgutil
import streamlit as st
import pages
scripts = {}
st.components.v2.component = lambda name, js=None, **parts: scripts.update({name: js or ""})
for module in pkgutil.walk_packages(pages.__path__, "pages."):
    if module.name.count(".") > 1:  # not the pages' own scripts
        importlib.import_module(module.name)
print(json.dumps(scripts))
"""
COUNT = """(styles) => Object.fromEntries(Object.entries(styles).map(([name, text]) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    const count = (rules) => [...rules].reduce((sum, rule) => sum + 1 + count(rule.cssRules ?? []), 0)
    return [name, count(sheet.cssRules)]
}))"""


def test_browser_parses_every_script_and_every_rule(chromium: Browser) -> None:
    assert len(SCRIPTS) > 10
    page = chromium.new_page()
    try:
        assert page.evaluate(PARSE, {"broken.js": "export default function ({"}) == {
            "broken.js": "SyntaxError: Unexpected end of input"
        }
        assert page.evaluate(PARSE, SCRIPTS) == {}
        filled = {name: VALUE.sub("a", text) for name, text in STYLES.items()}  # a name fits anywhere
        assert page.evaluate(COUNT, filled) == {name: text.count("{") for name, text in filled.items()}
    finally:
        page.close()


def test_browser_parses_the_scripts_of_every_component_as_one(chromium: Browser) -> None:
    made = json.loads(subprocess.run([sys.executable, "-c", MADE], cwd=ROOT, capture_output=True, check=True).stdout)
    assert len(made) > 20
    page = chromium.new_page()
    try:
        assert page.evaluate(PARSE, made) == {}
    finally:
        page.close()


def test_component_is_accessible_before_its_script_has_run(chromium: Browser, monkeypatch) -> None:
    made: list[dict[str, str]] = []
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.append(parts))
    for path in PARTS:
        style = STYLES.get(str(path.with_suffix(".css").relative_to(PAGES)), "")
        component(path.stem, str(path.with_suffix(".py")), **dict.fromkeys(VALUE.findall(style), "1px"))
    assert len(made) > 10
    page = chromium.new_page()
    try:
        page.evaluate(PUT, [{"html": "<button></button>"}])
        assert serious_faults(page) == [("button-name", ["<button></button>"])]
        page.reload()
        page.evaluate(PUT, made)
        assert serious_faults(page) == []
    finally:
        page.close()


def test_component_is_seen_and_takes_the_focus_once_its_script_draws(
    chromium: Browser, tmp_path: Path, monkeypatch
) -> None:
    made: list[dict[str, str]] = []
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: made.append(parts))
    (tmp_path / "one.html").write_text("<button></button>", "utf-8")
    (tmp_path / "one.js").write_text(
        """export default function ({ parentElement }) {
            const button = parentElement.querySelector("button")
            button.textContent = "Begin"
            button.focus()
        }""",
        "utf-8",
    )
    component("one", str(tmp_path / "one.py"))
    page = chromium.new_page()
    try:
        page.evaluate(PUT, made)
        expect(page.locator("button")).to_be_hidden()
        page.evaluate(DRAW, {"script": made[0]["js"], "data": {}})
        expect(page.get_by_role("button", name="Begin")).to_be_focused()
        page.evaluate(DRAW, {"script": made[0]["js"], "data": {}})
        expect(page.get_by_role("button", name="Begin")).to_be_visible()
    finally:
        page.close()
