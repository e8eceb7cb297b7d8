"""What pages are made of: the error box, a chart, a table beside it, a picture in ink, text that a person typed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from core.errors import LabError
from pages.state import slots, state
from pages.text.frame import Frame
from pages.ui import colours

if TYPE_CHECKING:
    import plotly.graph_objects as go

SQUARE = "square-"  # start of the key of a container that holds one square figure wider than a phone


@contextmanager
def show_errors() -> Iterator[None]:
    """Show a LabError as its sentence; also a decorator, which a fragment needs because it runs without its page."""
    try:
        yield
    except LabError as error:
        st.error(plain(str(error)))


def chart(figure: go.Figure, *, key: str, alt: str, **options: Any) -> Any:
    """Draw a figure with the theme's colours; what `st.plotly_chart` returns comes back.

    Args:
        figure: of `figures`; it is changed (its `meta`).
        alt: what the figure shows, as a sentence with the finding.
        options: more of `st.plotly_chart`'s arguments.
    """
    from pages.ui import plotly_figures

    figure.layout.meta = state.get(slots.THEME_SWITCHES)
    return st.plotly_chart(figure, key=key, alt=alt, config=plotly_figures.CHART_CONFIG, **options)


def plain(text: str) -> str:
    """Return Markdown that shows `text` as it is: for every name, message or file name that a person may have typed."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$&=^])", r"\\\1", text)
    # Streamlit reads :red[..], :smile: and :material/x: after Markdown's escapes are gone, and links bare addresses:
    # a word joiner, which has no width, keeps each apart.
    return re.sub(r"(:(?=\S)|@|\bwww)", "\\1\N{WORD JOINER}", escaped, flags=re.IGNORECASE).replace("\n", " ")


def free_number(named: tuple[str, str], key: str, *, step: float, width: int, **options: Any) -> None:
    """Draw a number without bounds: the browser would use another number than it shows; the settings refuse.

    Args:
        named: label and help.
        key: of the value.
        step: of the field's plus and minus; whole for a whole number.
        width: on screen, in pixels.
        options: more of `st.number_input`'s arguments.
    """
    label, help_ = named
    form = "%d" if isinstance(step, int) else "%g"
    st.number_input(label, step=step, format=form, help=help_, key=key, width=width, **options)


def switch(label: str, named: Mapping[Any, str], key: str, **options: Any) -> Any:
    """Draw a row of choices of which always one is chosen; its value comes back.

    Args:
        label: said where it is not shown, too.
        named: the text of each value, in order.
        key: of the value.
        options: more of `st.segmented_control`'s arguments.
    """
    return st.segmented_control(label, list(named), format_func=named.__getitem__, required=True, key=key, **options)


def way_back(said: str, label: str, *, key: str, on_click: Callable[..., None], args: tuple = ()) -> None:
    """Draw what was changed, and beside it the button that takes it back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(said, width="content")
        st.button(label, key=key, type="tertiary", icon=":material/undo:", on_click=on_click, args=args)


def table(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
    """Draw the "Show as table" beside a chart: plain HTML, since Streamlit's own tables load pandas (75 MiB).

    The first column heads its row.
    """
    with st.expander(Frame.show_as_table(caption)):
        plain_table(caption, header, rows)


def plain_table(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> None:
    """Draw a table; the first column heads its row."""
    st.html(_table_html(caption, header, rows))


def _table_html(caption: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    cell_style = "padding: 0.15rem 0.5rem; font-variant-numeric: tabular-nums; text-align:"
    style, first_style = f'style="{cell_style} right"', f'style="{cell_style} left"'
    first_name, *names = header
    head = f'<th scope="col" {first_style}>{html.escape(str(first_name))}</th>' + "".join(
        f'<th scope="col" {style}>{html.escape(str(cell))}</th>' for cell in names
    )
    body = "".join(
        f'<tr><th scope="row" {first_style}>{html.escape(str(first))}</th>'
        + "".join(f"<td {style}>{html.escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    label = html.escape(caption, quote=True)
    return (
        f'<div role="region" aria-label="{label}" tabindex="0" style="overflow-x: auto">'
        f'<table style="border-collapse: collapse; font-size: 0.875rem">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def component_data(values: dict[str, object]) -> dict[str, str]:
    """Return values for a component of ours, which reads them as `JSON.parse(data.json)`.

    Streamlit asks of each list or dict in a component's data whether it is a data frame, and loads pandas to know.
    """
    return {"json": json.dumps(values)}


def ink_picture(pixels: np.ndarray, label: str, *, size: int = 84) -> None:
    """Draw a picture in the theme's ink, without Plotly.

    Args:
        pixels: (rows, columns) uint8, 0 paper to 255 ink; drawn as a square.
        label: what a person who does not see it is told.
        size: side on screen, in pixels.
    """
    st.html(ink_html(pixels, label, size=size))


def ink_html(pixels: np.ndarray, label: str, *, size: int = 84) -> str:
    """Return the HTML of `ink_picture`, to stand among other HTML."""
    from pages.ui import plotly_figures

    mask = f"url({plotly_figures.ink_mask(pixels)}) 0 0 / 100% 100%"
    return (
        f'<div role="img" aria-label="{html.escape(label, quote=True)}" style="width: {size}px; height: {size}px; '
        f'image-rendering: pixelated; background: {colours.INK}; mask: {mask}"></div>'
    )
