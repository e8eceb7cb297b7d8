"""Every figure of a page as PNG and SVG: charts and our own drawings alike, made by the browser that shows them.

Nothing is asked of the server: what is on the screen is drawn once more as SVG, with its colours and its paper, and a
PNG is that with two pixels for one. The list stands in a popover, of which nothing is sent until it is opened.
"""

from __future__ import annotations

import streamlit as st

from pages.text.figure_downloads import SaveFigure
from pages.ui import widgets
from pages.ui.component_files import component

_figures = component("save_figure", __file__, scripts=("figure_svg.js", "figure_walk.js"))


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
