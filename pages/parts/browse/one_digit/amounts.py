"""How often each value occurs in the digit, and how much ink its rows and columns hold, beside the picture."""

from __future__ import annotations

import html

import numpy as np
import streamlit as st

from core.data.gallery import LabeledImage
from core.data.pixel_amounts import Amounts as Counted
from core.data.pixel_amounts import amounts
from pages.text.browse_digit import Amounts
from pages.text.numbers import count
from pages.ui import array_html, colours, tables, widgets

SIDE = 224  # of the picture on screen, in pixels: 8 to a row
REACH = 96  # of the longest bar


@st.fragment(key="one-amounts")
def show(picture: LabeledImage) -> None:
    """Draw it folded; it is counted once it is open."""
    with st.expander(Amounts.TITLE, key="one-amounts-box", on_change="rerun") as box:
        if box.open:
            _show(picture.pixels)


def _show(pixels: np.ndarray) -> None:
    counted = amounts(pixels)
    st.markdown(Amounts.zeros(counted.zeros, counted.full))
    if counted.zeros < pixels.size:
        left, right = st.columns(2, gap="medium")
        with left:
            st.html(array_html.titled(Amounts.HISTOGRAM, _histogram_html(counted)))
        with right:
            rows = [(Amounts.values(first, last), found) for first, last, found in counted.bins]
            _scrolled(Amounts.BINS_TABLE, Amounts.BINS, rows, "one-bins")
        most = [(int(np.argmax(sums)), max(sums)) for sums in (counted.rows, counted.columns)]
        st.markdown(Amounts.most(*most[0], *most[1]))
        left, right = st.columns(2, gap="medium")
        with left:
            st.html(array_html.titled(Amounts.INK, _ink_html(pixels, counted, most)))
        with right:
            sums = zip(counted.rows, counted.columns, strict=True)
            rows = [(place, count(row), count(column)) for place, (row, column) in enumerate(sums)]
            _scrolled(Amounts.INK_TABLE, Amounts.INK_HEADER, rows, "one-sums")


def _scrolled(caption: str, header: tuple[str, ...], rows: list[tuple], key: str) -> None:
    with st.container(height=SIDE + REACH, border=False, key=key):
        tables.show(caption, header, rows)


def _histogram_html(counted: Counted) -> str:
    """Return a bar for each bin, its count above where there is room for it, and the values below."""
    most, found = max(pixels for *_, pixels in counted.bins), max(counted.bins, key=lambda one: one[2])
    alt = Amounts.bars_alt(784 - counted.zeros, (found[0], found[1]), found[2])
    bars = "".join(
        '<div style="flex: 1; display: flex; flex-direction: column; justify-content: flex-end; text-align: center">'
        f'<span style="font-size: 0.75rem">{pixels or ""}</span>'
        f'<i style="display: block; height: {130 * pixels / most:.0f}px; margin: 0 1px; background: {colours.INK}"></i>'
        "</div>"
        for _, _, pixels in counted.bins
    )
    ends = "".join(f"<span>{value}</span>" for value in (1, 64, 128, 192, 255))
    return (
        f'<div role="img" aria-label="{html.escape(alt, quote=True)}" style="max-width: {SIDE + REACH}px; '
        'font-variant-numeric: tabular-nums">'
        f'<div style="display: flex; height: 160px; border-bottom: 1px solid {colours.LINE}">{bars}</div>'
        f'<div style="display: flex; justify-content: space-between; font-size: 0.75rem">{ends}</div></div>'
    )


def _ink_html(pixels: np.ndarray, counted: Counted, most: list[tuple[int, int]]) -> str:
    """Return the picture, to its right a bar for each of its rows, below it one for each of its columns."""
    alts = (Amounts.rows_alt(*most[0]), Amounts.columns_alt(*most[1]))
    bars = [_bars(sums) for sums in (counted.rows, counted.columns)]
    parts = (
        array_html.picture(pixels, widgets.worded(Amounts.PICTURE), width=SIDE, limit=255),
        array_html.picture(bars[0], alts[0], width=REACH, height=SIDE, limit=1),
        array_html.picture(bars[1].T, alts[1], width=SIDE, height=REACH, limit=1),
    )
    grid = f"display: grid; grid-template-columns: {SIDE + 2}px {REACH + 2}px; gap: 2px"
    return f'<div style="{grid}">{"".join(parts)}</div>'


def _bars(sums: tuple[int, ...]) -> np.ndarray:
    """Return bars as a picture, (28 * 8, REACH) of 0 and 1: each as long as its part of the longest, with a gap."""
    lengths = np.rint(REACH * np.array(sums) / max(*sums, 1))
    bars = np.repeat(np.arange(REACH)[np.newaxis] < lengths[:, np.newaxis], 8, axis=0).astype(float)
    bars[7::8] = 0
    return bars
