"""What pages are made of: the error box, a chart, a table beside it, a picture in ink, text that a person typed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st
from streamlit.errors import StreamlitAPIException

from core.errors import LabError
from pages.state import cached, selected, slots, state
from pages.text.labels import of_data_set, of_pictures
from pages.text.pages import PageText
from pages.ui import colours

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from pages.ui.charts.picture import Picture

SQUARE = "square-"  # start of the key of a container that holds one square figure wider than a phone


@contextmanager
def show_errors() -> Iterator[None]:
    """Show a LabError as its sentence; also a decorator, which a fragment needs because it runs without its page."""
    try:
        yield
    except LabError as error:
        st.error(plain(str(error)))


def chart(figure: go.Figure | Picture, *, key: str, alt: str, **options: Any) -> Any:
    """Draw a figure with the theme's colours; what `st.plotly_chart` returns comes back.

    Args:
        figure: of `figures`; it is changed (its `meta`).
        alt: what the figure shows, as a sentence with the finding.
        options: more of `st.plotly_chart`'s arguments.
    """
    from pages.ui import plotly_figures

    figure.layout["meta"] = state.get(slots.THEME_SWITCHES)
    return st.plotly_chart(figure, key=key, alt=alt, config=plotly_figures.CHART_CONFIG, **options)


def keep_place() -> None:
    """Draw nothing, in the place of what is not there now: what stands below keeps its own while a page is drawn anew.

    Else it would stand twice on the page meanwhile, or be the old one that is about to go. What stood here goes at
    once; an empty container would show it until all is drawn.
    """
    st.empty()


def draw_only(*fragments: str) -> None:
    """Have just these fragments drawn anew, by their keys; the last thing that a callback does.

    Where one of them is not on the page, what the browser asked for is drawn, as without this: a control of a tab that
    was just left may still call its callback, with what the browser held of it.
    """
    try:
        st.rerun(list(fragments))
    except StreamlitAPIException as error:
        if error.error_id != "rerun-unknown-fragment-key":
            raise


def plain(text: str) -> str:
    """Return Markdown that shows `text` as it is: for every name, message or file name that a person may have typed."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$&=^])", r"\\\1", text)
    # Streamlit reads :red[..], :smile: and :material/x: after Markdown's escapes are gone, and links bare addresses:
    # a word joiner, which has no width, keeps each apart.
    return re.sub(r"(:(?=\S)|@|\bwww)", "\\1\N{WORD JOINER}", escaped, flags=re.IGNORECASE).replace("\n", " ")


def worded(text: str) -> str:
    """Return a sentence about digits as it is said of the pictures at hand, which may be none."""
    return of_pictures(text, cached.class_names())


def of_data(text: str) -> str:
    """Return a sentence about MNIST as it is said of the data set at hand."""
    return of_data_set(text, cached.dataset().identity.name)


def switch(label: str, named: Mapping[Any, str], key: str, **options: Any) -> Any:
    """Draw a row of choices of which always one is chosen; its value comes back.

    Args:
        label: said where it is not shown, too.
        named: the text of each value, in order.
        key: of the value.
        options: more of `st.segmented_control`'s arguments.
    """
    return st.segmented_control(label, list(named), format_func=named.__getitem__, required=True, key=key, **options)


def page_link(page: PageText, label: str, icon: str, *, query: Mapping[str, str] | None = None, **options: Any) -> None:
    """Draw a link to a page.

    Args:
        page: where it leads.
        label: what it says.
        icon: one of Material's.
        query: of its address; what is selected, where it is not given.
        options: more of `st.page_link`'s arguments.
    """
    query = selected.link_query() if query is None else query
    st.page_link(page.file, label=label, icon=f":material/{icon}:", query_params=query, **options)


def way_back(text: str, label: str, *, key: str, on_click: Callable[..., None], args: tuple = ()) -> None:
    """Draw what was changed, and beside it the button that takes it back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(text, width="content")
        st.button(label, key=key, type="tertiary", icon=":material/undo:", on_click=on_click, args=args)


def component_data(values: dict[str, object], *, part: str = "") -> dict[str, str]:
    """Return values for a component of ours, which reads them as `JSON.parse(data.json)`.

    With the name of a `part` it also takes such values as the page's news bring them under that name.

    Streamlit asks of each list or dict in a component's data whether it is a data frame, and loads pandas to know.
    """
    return {"json": json.dumps(values)} | ({"part": part} if part else {})


def ink_picture(pixels: np.ndarray, label: str, *, size: int = 84) -> None:
    """Draw a picture in the theme's ink, without Plotly.

    Args:
        pixels: (rows, columns) uint8, 0 paper to 255 ink; drawn as a square.
        label: what a person who does not see it is told.
        size: side on screen, in pixels.
    """
    st.html(ink_html(pixels, label, size=size))


def ink_html(pixels: np.ndarray, label: str, *, size: int | None = 84) -> str:
    """Return the HTML of `ink_picture`, to stand among other HTML; of size None it fills its place."""
    from pages.ui import plotly_figures

    mask = f"url({plotly_figures.ink_mask(pixels)}) 0 0 / 100% 100%"
    side = "100%" if size is None else f"{size}px"
    return (
        f'<div role="img" aria-label="{html.escape(label, quote=True)}" style="width: {side}; height: {side}; '
        f'image-rendering: pixelated; background: {colours.INK}; mask: {mask}"></div>'
    )
