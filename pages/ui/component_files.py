"""Components and styles of our own: HTML, CSS and JavaScript lie in files beside the Python that draws them.

`tiles.py` has `tiles.html`, `tiles.css` and `tiles.js`, each where it needs one. In CSS, `$TEXT` stands for a colour of
`pages.ui.colours`, and another name in capitals for a value that is given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

import streamlit as st

from pages.ui import colours

_COLOURS = {name: value for name, value in vars(colours).items() if name.isupper() and isinstance(value, str)}

KEPT_FOCUS = Path(__file__).with_name("kept_focus.js")  # for `scripts`: a list that is built anew keeps the focus
_COLOURS_FILE = Path(__file__).with_name("colours.css")

_EXPORTS = "export default function ("
# Of two changes that come at once, Streamlit 1.67 ends the component for the first after it has drawn the second: what
# was ended so would do nothing any more. It ends here when it has left the page.
_DRAWS_ON_PAGE = """export default function (given) {
    given.parentElement.querySelector("style.undrawn")?.remove()
    const end = given.data?.part ? drawAlongWithNews(given) : drawOnPage(given)
    return () => { if (end && !given.parentElement.isConnected) end() }
}
"""
# What is told to the window between two runs of the page (pages/parts/train/run/watch): new data for the part that a
# component draws. A run that brings what was there before does not undo it.
_FOLLOWS_NEWS = """
function drawAlongWithNews(given) {
    const root = given.parentElement
    if (root.follows) removeEventListener("digitlab-news", root.follows)
    const { part, json } = given.data
    const draw = (json) => drawOnPage({ ...given, data: { ...given.data, json } })
    root.follows = ({ detail }) => {
        if (!root.isConnected || !(part in detail)) return
        root.news = { after: json, json: detail[part] }
        draw(detail[part])
    }
    addEventListener("digitlab-news", root.follows)
    const end = draw(root.news?.after === json ? root.news.json : json)
    return () => { removeEventListener("digitlab-news", root.follows); end?.() }
}
"""
# A browser has the HTML before it has loaded the script: until then it would show buttons and pictures without names.
_UNDRAWN = '<style class="undrawn">:host { visibility: hidden }</style>'


def component(
    name: str,
    module: str,
    *,
    scripts: Sequence[str | Path] = (),
    worker: Sequence[str | Path] = (),
    in_page: bool = False,
    **values: object,
) -> Any:
    """Return the function that draws a component, made of the files beside a module.

    Args:
        name: of the component, unique in the app.
        module: that module's `__file__`.
        scripts: further JavaScript files beside it, or elsewhere by their whole path, which come before its own.
        worker: such files, whose text its scripts have as the constant WORKER, to make a Web Worker of.
        in_page: whether it has no root of its own: then its CSS must name its own elements only, and its HTML show
            nothing before its script has run.
        values: what names in capitals stand for in its CSS, beside the colours.

    Raises:
        KeyError: its CSS has a name that nobody gives a value.
    """
    path = Path(module)
    own = _texts(path, scripts)
    if worker:
        own.insert(0, f"const WORKER = {json.dumps(chr(10).join(_texts(path, worker)))}")
    style = _style(path, values)
    script = "\n".join([*own, _read(path, ".js")])
    html = _read(path, ".html")
    if _EXPORTS in script:
        script = f"{script.replace(_EXPORTS, 'function drawOnPage(', 1)}\n{_FOLLOWS_NEWS}{_DRAWS_ON_PAGE}"
        html = html if in_page else html and f"{_UNDRAWN}{html}"
    return st.components.v2.component(
        name, html=html or None, css=style or None, js=script or None, isolate_styles=not in_page
    )


def style_html(module: str, *rules: str, **values: object) -> str:
    """Return a `<style>` of the CSS beside a module and of further rules, for `st.html`.

    Args:
        module: that module's `__file__`.
        rules: what comes after the file's own.
        values: what names in capitals stand for in the file.

    Raises:
        KeyError: the file has a name that nobody gives a value.
    """
    return f"<style>{' '.join([_style(Path(module), values), *rules])}</style>"


def page_html(module: str, **values: object) -> str:
    """Return the HTML file beside a module as a whole page of its own, to be read without the app.

    Args:
        module: that module's `__file__`.
        values: what names in capitals stand for in that file; $STYLE there is the CSS beside it, behind the colours'
            values.

    Raises:
        KeyError: a file has a name that nobody gives a value.
    """
    path = Path(module)
    style = "\n".join([_COLOURS_FILE.read_text("utf-8").strip(), _style(path, {})])
    return Template(_read(path, ".html")).substitute(values, STYLE=style)


def _texts(module: Path, files: Sequence[str | Path]) -> list[str]:
    return [(module.parent / file).read_text("utf-8") for file in files]


def _style(path: Path, values: dict[str, object]) -> str:
    return Template(_read(path, ".css")).substitute(_COLOURS, **values)


def _read(path: Path, suffix: str) -> str:
    beside = path.with_suffix(suffix)
    return beside.read_text("utf-8").strip() if beside.exists() else ""
