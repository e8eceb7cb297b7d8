"""Ten mean images, two of them compared, typical images, how many there are of each, pixels that are never used.

A fragment: it is drawn at once, and again by itself while the engine adds the images up.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import lab
from core.errors import LabError
from core.inference.classes.sums import ClassSums
from pages.parts.browse.classes import class_tiles, counts, minus, never_used, put_right, typical
from pages.parts.browse.classes.class_tiles import Tile
from pages.parts.browse.classes.fragment import FRAGMENT
from pages.state import cached
from pages.state.browse import class_pictures, classes_choice, classes_slots
from pages.state.browse.classes_choice import PictureChoice
from pages.text.browse_class_pictures import Averages
from pages.text.browse_filters import Filters
from pages.text.labels import label_text
from pages.text.numbers import count
from pages.ui import array_html, plotly_figures, polling, widgets

ASKING_SECONDS = 0.3  # between two looks at how far it is
_PLACE = 420  # pixels on screen: about as high as what comes


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show() -> None:
    """Draw all of it as far as it is known; while the rest is counted, look again by itself."""
    polling.draw_again(None)  # also where what follows raises
    dataset, choice = cached.dataset(), classes_choice.pictures()
    st.subheader(Averages.TITLE, anchor=False)
    _choose()
    put_right.show("classes-put-right", is_unknown=choice.is_address_unknown)
    try:
        known = class_pictures.known(dataset, choice.split)
    except LabError:
        st.button(Averages.AGAIN, key="classes-again")
        raise
    if known.done < known.pieces:
        polling.draw_again(ASKING_SECONDS)
    names = [label_text(label, dataset.identity.class_names) for label in range(10)]
    sums = known.sums.get(choice.split)
    with st.container(key="classes-pictures"):
        if sums is None:
            st.progress(known.done / known.pieces, _waiting())
            st.skeleton(_PLACE)
        else:
            _ten(sums, choice, names)
            minus.show(sums, known, choice, names)
            typical.show(known, choice, names)
    counts.show(names)
    never_used.show(known)


def _waiting() -> str:
    inference = lab.current().inference
    return Averages.WAITING if inference.is_awake else Averages.waking(inference.waking_seconds)


def _choose() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, named, widget, address in (
            (Averages.SPLIT, Filters.SPLITS, classes_slots.SPLIT_WIDGET, classes_slots.CLASS_SPLIT),
            (Averages.VIEW, Averages.VIEWS, classes_slots.VIEW_WIDGET, classes_slots.CLASS_VIEW),
        ):
            widgets.switch(
                label,
                named,
                widget.key,
                label_visibility="collapsed",
                on_change=classes_choice.take,
                args=(address, widget),
            )


def _ten(sums: ClassSums, choice: PictureChoice, names: list[str]) -> None:
    """Draw the ten images; a click makes one A."""
    values = sums.means() if choice.view == "mean" else sums.deviations()
    limit = float(values.max()) or 1.0
    shades = np.rint(values / limit * plotly_figures.FULL_INK).astype(np.uint8)
    tiles = []
    for label, name in enumerate(names):
        images = int(sums.counts[label])
        mark = Averages.marks(is_a=label == choice.a, is_b=label == choice.b)
        tiles.append(
            Tile(
                number=label,
                pixels=shades[label] if images else None,
                name=Averages.tile(name, choice.view, images),
                lines=(name if images else f"{name}, {Averages.NO_IMAGE}", mark),
                is_pressed=label == choice.a,
            )
        )
    split = Averages.SPLITS[choice.split]
    class_tiles.show(
        tiles,
        name=Averages.figure(choice.view, split),
        slot=classes_slots.MEAN_TILES,
        on_click=classes_choice.choose_a,
        is_marked=True,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<div style="width: 14rem">{_scale(limit)}</div>', width="content")
        st.caption(Averages.ABOUT[choice.view].format(images=count(sums.count), split=split))


def _scale(limit: float) -> str:
    return array_html.titled(Averages.SCALE, array_html.scale_bar(limit, signed=False))
