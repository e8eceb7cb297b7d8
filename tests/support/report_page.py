"""A report as a reader of HTML finds it: its elements with their attributes and texts, and whatever asks or runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from streamlit.testing.v1 import AppTest

VOID = {"meta", "img", "br"}
ADDRESSES = ("src", "href", "srcset", "action", "poster", "data", "xlink:href", "formaction", "background")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass
class Element:
    """One element of the page."""

    tag: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts)).strip()


class ReportPage(HTMLParser):
    """A page that was read; every element must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.source = page
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(attrs) == len(element.attributes)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open = [element for element in self._open if element is not self.elements[-1]]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.texts.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def text_of(self, tag: str) -> str:
        return "\n".join(element.text for element in self.all(tag))

    def rows(self, css_class: str) -> list[list[str]]:
        """Return the cells of the table of a class."""
        rows: list[list[str]] = []
        inside = False
        for element in self.elements:
            if element.tag == "table":
                inside = css_class in element.attributes.get("class", "").split()
            elif inside and element.tag == "tr":
                rows.append([])
            elif inside and element.tag in ("td", "th"):
                rows[-1].append(element.text)
        return rows

    def outward(self) -> list[str]:
        """Return everything that would ask for something, or run."""
        found = [element.tag for element in self.elements if element.tag in ("script", "iframe", "object", "embed")]
        found += [element.tag for element in self.elements if element.tag in ("link", "base", "form", "video", "audio")]
        for element in self.elements:
            for name, value in element.attributes.items():
                is_picture = element.tag == "img" and value.startswith("data:image/png;base64,")
                is_inside = value.startswith("#") or is_picture
                if name.startswith("on") or (name in ADDRESSES and not is_inside):
                    found.append(f"{element.tag} {name}={value[:60]}")
                if name == "style" and re.search(r"url\(|image-set|@import", value):
                    found.append(value)
        styles = "".join(element.text for element in self.all("style"))
        return [*found, *re.findall(r"url\([^)]*\)|@import[^;]*|image-set|expression\(", styles)]

    def faults(self) -> list[str]:
        """Return what keeps it from being a page that everybody can read."""
        found = []
        levels = [int(element.tag[1]) for element in self.elements if re.fullmatch("h[1-6]", element.tag)]
        if levels[:1] != [1] or levels.count(1) != 1 or any(low > high + 1 for high, low in pairwise(levels)):
            found.append(f"headings {levels}")
        found += [f"no alt: {e.attributes}" for e in self.all("img") if not e.attributes.get("alt")]
        found += [
            f"no name: {e.tag}" for e in self.elements if e.attributes.get("role") and "aria-label" not in e.attributes
        ]
        ids = [element.attributes["id"] for element in self.elements if "id" in element.attributes]
        if len(ids) != len(set(ids)):
            found.append("two elements of one id")
        links = [element.attributes["href"][1:] for element in self.all("a")]
        found += [f"leads nowhere: {link}" for link in links if link not in ids]
        if self.all("html")[0].attributes.get("lang") != "en":
            found.append("no language")
        policies = [e for e in self.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"]
        if [element.attributes["content"] for element in policies] != [POLICY]:
            found.append("another policy")
        return found

    def check(self) -> None:
        """Check that it asks for nothing, that everybody can read it, and that it is small."""
        assert self.outward() == []
        assert self.faults() == []
        assert len(self.source.encode()) <= 150_000
        said = " ".join(self.text_of(tag) for tag in ("h1", "p", "li", "td", "dd", "text"))
        assert not re.search(r"\b(None|nan|inf)\b", said)


def report_in(app: AppTest) -> ReportPage:
    """Return the report that a page has made for its visitor."""
    return ReportPage(app.session_state["evaluate-report-made"].page.decode())
