"""How many training images have ink at each pixel, and which of the 784 are paper in all of them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.recipes import recipe
from core.serving.browse.class_pictures import ClassPictures
from models.layers import Dense
from pages.text.browse_class_pictures import Averages, NeverUsed
from pages.ui import array_html, colours, tables

RECIPE = "article-1a"  # a dense network that gets the pixels themselves and has no penalty on its weights
_WIDTH = 280  # on screen, in pixels


def show(known: ClassPictures) -> None:
    """Draw the picture and its sentences, once all splits are counted."""
    st.subheader(NeverUsed.TITLE, anchor=False)
    training, test = known.training, known.sums.get("test")
    with st.container(key="classes-never"):
        if training is None or test is None:
            st.progress(known.done / known.pieces, Averages.WAITING)
            st.skeleton(_WIDTH)
            return
        inked = training.with_ink()
        unused = inked == 0
        never, also = int(unused.sum()), int((unused & (test.with_ink() > 0)).sum())
        most, (row, column) = int(inked.max()), np.unravel_index(inked.argmax(), inked.shape)
        picture, said = st.columns([2, 3], gap="medium", vertical_alignment="center")
        with picture:
            alt = NeverUsed.alt(never, training.count, most, int(row), int(column))
            limit = float(np.log1p(training.count))
            drawn = array_html.picture(np.log1p(inked), alt, width=_WIDTH, limit=limit, off=unused)
            st.html(f"{drawn}{array_html.titled(NeverUsed.SCALE, _scale(training.count))}")
        with said:
            st.markdown(NeverUsed.sentence(never, training.count))
            if never:
                st.caption(NeverUsed.HATCHED)
                first, title = _first_dense()
                st.markdown(NeverUsed.weights(never, first.units, title))
                st.markdown(NeverUsed.in_test(also))
        rows = [(index, *map("{:,}".format, counts)) for index, counts in enumerate(inked.tolist())]
        tables.show_once_open(NeverUsed.TABLE, "classes-never-table", (NeverUsed.ROW, *range(28)), lambda: rows)


def _first_dense() -> tuple[Dense, str]:
    found = recipe(RECIPE)
    assert found is not None
    layer = found.spec.layers[0]
    assert isinstance(layer, Dense)
    return layer, found.title


def _scale(images: int) -> str:
    """Return the bar of shades with the powers of ten below it, where their shades are."""
    stops = ", ".join(f"light-dark({light}, {dark})" for light, dark in zip(*colours.SEQUENTIAL, strict=True))
    powers = [10**power for power in range(len(str(images))) if 10**power <= images]
    ticks = "".join(
        f'<span style="position: absolute; left: {100 * np.log1p(value) / np.log1p(images):.1f}%; '
        f'transform: translateX(-50%)">{value:,}</span>'
        for value in powers
    )
    return (
        f'<div class="scale-bar" style="max-width: {_WIDTH}px; font-size: 0.75rem">'
        f'<div style="height: 8px; border: 1px solid {colours.LINE}; background: linear-gradient(to right, {stops})">'
        f'</div><div style="position: relative; height: 1.1rem"><span>0</span>{ticks}</div></div>'
    )
