"""Lines of the page that change from second to second while a run trains, as HTML of our own."""

from __future__ import annotations

import html

from pages.ui import widgets
from pages.ui.component_files import component

_html = component("live_html", __file__, in_page=True)


def show(text: str, key: str, *, run: str) -> None:
    """Draw HTML that follows a run's news under its key."""
    _html(key=key, data=widgets.component_data(content(text), part=part_of(run, key)))


def part_of(run: str, key: str) -> str:
    """Return the name under which a run's news tell of what is drawn with a key: no other run's page takes them."""
    return f"{run}/{key}"


def content(text: str) -> dict[str, object]:
    """Return what the page's news tell of such a part."""
    return {"html": text}


def strong(text: str) -> str:
    """Return a sentence that stands out."""
    return f'<p class="live-strong">{html.escape(text)}</p>'


def plain(text: str) -> str:
    """Return a sentence as any other."""
    return f"<p>{html.escape(text)}</p>"


def caption(text: str) -> str:
    """Return what is said in small letters."""
    return f'<p class="live-caption">{html.escape(text)}</p>'


def progress(done: float, text: str) -> str:
    """Return a bar of a part from 0 to 1, below what it means."""
    share = f"{100 * done:.1f}"
    return (
        f'<div class="live-progress"><p>{html.escape(text)}</p><div role="progressbar" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="{share}" aria-label="{html.escape(text, quote=True)}">'
        f'<div style="width: {share}%"></div></div></div>'
    )
