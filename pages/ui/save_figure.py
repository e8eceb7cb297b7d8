"""Every figure of a page as PNG and SVG: charts and our own drawings alike, made by the browser that shows them.

Nothing is asked of the server: what is on the screen is drawn once more as SVG, with its colours and its paper, and a
PNG is that with two pixels for one. The list stands in a popover, of which nothing is sent until it is opened.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.text.figure_downloads import SaveFigure
from pages.ui import widgets

_SCRIPTS = ("figure_svg.js", "figure_walk.js", "save_figure.js")

_figures = st.components.v2.component(
    "save_figure",
    html='<ul></ul><p class="none"></p><p class="said" role="status"></p>',
    css="""
    :host { display: block; color: var(--st-text-color); font: 0.875rem/1.35 var(--st-font) }
    ul { list-style: none; margin: 0; padding: 3px; max-height: 22rem; overflow-y: auto }
    li { display: flex; align-items: center; gap: 0.4rem; padding: 0.25rem 0 }
    li + li { border-top: 1px solid color-mix(in srgb, var(--st-text-color) 12%, transparent) }
    li span { flex: 1 1 auto; min-width: 0; overflow-wrap: anywhere; display: -webkit-box; overflow: hidden;
        -webkit-box-orient: vertical; -webkit-line-clamp: 2 }
    button { all: unset; box-sizing: border-box; cursor: pointer; min-width: 2.75rem; min-height: 1.75rem;
        text-align: center; border: 1px solid var(--st-border-color); border-radius: 6px }
    button:hover { background: var(--st-secondary-background-color) }
    button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -1px }
    p { margin: 0.25rem 3px 0 }
    p:empty { margin: 0 }
    """,
    js="\n".join(Path(__file__).with_name(name).read_text("utf-8") for name in _SCRIPTS),
)


@st.fragment
def show() -> None:
    """Draw the button at a page's end; behind it stand the figures that the page shows, each with its two files."""
    with st.popover(SaveFigure.TITLE, type="tertiary", key="save-figure", on_change="rerun") as popover:
        if not popover.open:
            return
        st.markdown(SaveFigure.LEAD)
        words = {
            "title": SaveFigure.TITLE,
            "none": SaveFigure.NONE,
            "saved": SaveFigure.SAVED,
            "failed": SaveFigure.FAILED,
        }
        _figures(key="save-figure-list", data=widgets.component_data(words))
