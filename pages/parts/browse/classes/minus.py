"""One mean image less another: where the one has ink that the other has not, and how far that tells them apart."""

from __future__ import annotations

import html

import numpy as np
import streamlit as st

from core.inference.classes.difference import more_ink
from core.inference.classes.sums import ClassSums
from core.serving.browse.class_pictures import ClassPictures
from pages.state import cached
from pages.state.browse import classes_choice, classes_slots
from pages.state.browse.classes_choice import PictureChoice
from pages.text.browse_class_pictures import Averages, Minus
from pages.text.frame import Frame
from pages.ui import array_html

_SIDE, _LARGE = 150, 228  # of a picture on screen, in pixels


def show(sums: ClassSums, known: ClassPictures, choice: PictureChoice, names: list[str]) -> None:
    """Draw the two choices, the difference and its sentences."""
    a, b = names[choice.a], names[choice.b]
    st.subheader(Minus.title(a, b), anchor=False)
    _choose(choice, names)
    with st.container(key="classes-minus"):
        empty = [names[label] for label in (choice.a, choice.b) if not sums.counts[label]]
        if empty:
            st.info(Minus.none_of(empty[0], Averages.SPLITS[choice.split]))
        elif choice.a == choice.b:
            st.info(Minus.SAME)
        else:
            _difference(sums.means(), choice, a, b)
            _told_apart(known, choice)


def _choose(choice: PictureChoice, names: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for label, widget, address in (
            (Minus.A, classes_slots.A_WIDGET, classes_slots.CLASS_A),
            (Minus.B, classes_slots.B_WIDGET, classes_slots.CLASS_B),
        ):
            st.pills(
                label,
                range(10),
                format_func=names.__getitem__,
                required=True,
                wrap=True,
                key=widget.key,
                width="content",
                on_change=classes_choice.take,
                args=(address, widget),
            )
        st.button(
            Minus.SWAP,
            key="classes-swap",
            icon=":material/swap_horiz:",
            on_click=classes_choice.swap,
            args=(choice.a, choice.b),
        )


def _difference(means: np.ndarray, choice: PictureChoice, a: str, b: str) -> None:
    """Draw A, minus, B, is, and the difference with its colours."""
    first, second = means[choice.a], means[choice.b]
    more, less, values = more_ink(first, second), more_ink(second, first), first - second
    limit = float(np.abs(values).max()) or 1.0
    sentence = Minus.sentence(a, b, more, less)
    one, other = (
        array_html.titled(Minus.mean(name), array_html.picture(mean, Minus.mean(name), width=_SIDE, limit=1.0))
        for name, mean in ((a, first), (b, second))
    )
    left = array_html.titled(
        Minus.title(a, b),
        array_html.picture(values, Minus.alt(a, b, more, less), width=_LARGE, signed=True, limit=limit)
        + array_html.titled(Averages.SCALE, array_html.scale_bar(limit, signed=True)),
    )
    parts = (one, _with_sign("\N{MINUS SIGN}", other), _with_sign("=", left))
    picture, said = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with picture:
        st.html(
            f'<div role="figure" aria-label="{html.escape(Minus.title(a, b), quote=True)}" '
            f'style="display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem">{"".join(parts)}</div>'
        )
    with said:
        st.markdown(sentence)


def _with_sign(sign: str, body: str) -> str:
    """Return a picture with the sign before it, which stays with it where a row ends."""
    return f'<div style="display: flex; align-items: center; gap: 0.6rem">{array_html.sign(sign)}{body}</div>'


def _told_apart(known: ClassPictures, choice: PictureChoice) -> None:
    """Say how many test images the two means tell apart, once it is counted."""
    if known.told_apart is None or known.training is None:
        st.caption(Averages.WAITING)
    else:
        pair, ten = known.told_apart.pair(choice.a, choice.b), known.told_apart.all()
        st.markdown(Minus.told_apart(known.training.count, *pair, *ten))
    with st.expander(Frame.WHY, key="classes-minus-why"):
        st.markdown(Minus.why(cached.class_names()))
