"""The files of our components are what a browser can read: each script parses as a module, each style has its rules."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.support.source import ROOT

pytestmark = pytest.mark.browser

PAGES = ROOT / "pages"
SCRIPTS = {str(path.relative_to(PAGES)): path.read_text("utf-8") for path in sorted(PAGES.rglob("*.js"))}
STYLES = {str(path.relative_to(PAGES)): path.read_text("utf-8") for path in sorted(PAGES.rglob("*.css"))}
PARSE = """async (scripts) => {
    const faults = {}
    for (const [name, text] of Object.entries(scripts)) {
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
        await import(address).catch((error) => { faults[name] = `${error}` })
    }
    return faults
}"""
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
        filled = {name: re.sub(r"\$(\{\w+\}|\w+)", "a", text) for name, text in STYLES.items()}  # a name fits anywhere
        assert page.evaluate(COUNT, filled) == {name: text.count("{") for name, text in filled.items()}
    finally:
        page.close()
