"""What a page in Streamlit's AppTest says and offers, as text."""

from __future__ import annotations

import html
import json
import re

from streamlit.testing.v1 import AppTest

_KINDS = ("markdown", "caption", "error", "warning", "info", "success", "code", "subheader")


def as_sent(app: AppTest) -> str:
    """Return everything that the page says, one element a line, as Markdown and HTML."""
    said = [element.value for kind in _KINDS for element in app.get(kind)]
    said += [element.proto.text for element in app.get("progress")]
    said += [html.unescape(text) for text in _live_html(app)]
    return "\n".join([*said, *(element.proto.body for element in app.get("html"))])


def _live_html(app: AppTest) -> list[str]:
    """Return what stands in the parts of a page that follow its news as HTML."""
    given = [json.loads(element.proto.json or "{}") for element in app.get("bidi_component")]
    values = [json.loads(mixed["json"]) for mixed in given if "part" in mixed]
    return [value["html"] for value in values if "html" in value]


def text_of(app: AppTest) -> str:
    """Return everything that the page says, one element a line, without Markdown's escapes."""
    return _unescaped(as_sent(app))


def captions(app: AppTest) -> str:
    """Return what stands in small letters, without Markdown's escapes."""
    return _unescaped("\n".join(caption.value for caption in app.caption))


def labels(app: AppTest) -> list[str]:
    """Return the labels of all buttons, those of downloads after the others."""
    return [element.proto.label for kind in ("button", "download_button") for element in app.get(kind)]


def _unescaped(markdown: str) -> str:
    return re.sub(r"\\(.)|\N{WORD JOINER}", r"\1", markdown)
