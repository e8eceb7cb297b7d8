"""The pieces of a report's HTML: texts that are shown as they are, parts with their headings, figures, lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

# Of a person's text: what no page may hold, and what a reader would not see.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_CODE, _AS_CODE = re.compile("`(.+?)`"), r"<code>\1</code>"


def escaped(text: str) -> str:
    """Return text as HTML shows it, as it is; what no page may hold is a replacement character."""
    return html.escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def typed(text: str) -> str:
    """Return a person's text as HTML shows it; its marks of writing direction reach no further than itself."""
    return f"<bdi>{escaped(text)}</bdi>"


def paragraphs(*texts: str, css_class: str = "") -> str:
    """Return each text that is not empty as a paragraph; they are escaped."""
    kind = f' class="{css_class}"' if css_class else ""
    return "".join(f"<p{kind}>{escaped(text)}</p>" for text in texts if text)


def worded(text: str) -> str:
    """Return a text as a paragraph, in which what stands between backticks is code."""
    return f"<p>{_CODE.sub(_AS_CODE, escaped(text))}</p>"


def part(number: int, title: str, *content: str, css_class: str = "") -> str:
    """Return a part of the page with its heading; the content is HTML, `number` counts from 1."""
    kind = f' class="{css_class}"' if css_class else ""
    return (
        f'<section id="part-{number}"{kind} aria-labelledby="heading-{number}">'
        f'<h2 id="heading-{number}">{number} <span>{escaped(title)}</span></h2>{"".join(content)}</section>'
    )


def heading(title: str) -> str:
    """Return a heading within a part."""
    return f"<h3>{escaped(title)}</h3>"


def figure(content: str, caption: str, *, css_class: str = "") -> str:
    """Return a figure, whose content is HTML, with its caption above it."""
    return f'<figure class="{css_class}"><figcaption>{escaped(caption)}</figcaption>{content}</figure>'


def contents(label: str, titles: Sequence[str]) -> str:
    """Return links to the parts of these titles."""
    links = "".join(f'<li><a href="#part-{n}">{escaped(title)}</a></li>' for n, title in enumerate(titles, 1))
    return f'<nav aria-label="{escaped(label)}"><ol>{links}</ol></nav>'


def pairs(rows: Iterable[tuple[str, str]], *, css_class: str) -> str:
    """Return names with their values."""
    said = "".join(f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}</dd></div>" for name, value in rows)
    return f'<dl class="{css_class}">{said}</dl>'


def bullets(texts: Iterable[str], *, numbered: bool = False) -> str:
    """Return texts as a list."""
    kind = "ol" if numbered else "ul"
    return f"<{kind}>{''.join(f'<li>{escaped(text)}</li>' for text in texts)}</{kind}>"


def code(text: str) -> str:
    """Return a text whose lines and spaces count."""
    return f"<pre><code>{escaped(text)}</code></pre>"
