"""Below an answer: ten choices of what the digit is. One tap keeps it, another one calls it otherwise."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from core.errors import LabError
from core.own_digits.own_digit import OwnDigit
from pages.parts.draw.prediction import Reading
from pages.state import slots, state, visitor
from pages.state.draw import own_digits, own_digits_slots
from pages.text.draw_mine import Keep
from pages.text.labels import are_named
from pages.ui import widgets
from pages.ui.canvas import canvas_drawing, surfaces

KEY = "draw-keep"
SURFACE = "draw"  # key of the fragment that holds what is drawn on


def show(
    image: np.ndarray,
    reading: Reading,
    *,
    strokes: Sequence[np.ndarray] = (),
    key: str = KEY,
    on_next: Callable[[], None] | None = None,
) -> None:
    """Draw the choices, and what was kept.

    Args:
        image: (28, 28) uint8, ink bright, as the network gets it.
        reading: what the network reads.
        strokes: of the digit alone, in canvas pixels; none where it was painted, photographed or part of a number.
        key: tells it from another picture's.
        on_next: clears what is drawn, so that another digit can be; None where there is nothing to clear.
    """
    if are_named(reading.order):
        return  # own digits are digits: this network knows other things
    answer, drawn = reading.answer if reading.is_sure else None, surfaces.drawn_id()
    st.fragment(key=key)(_show)(image, answer, tuple(strokes), drawn, key, on_next)


def canvas_strokes() -> list[np.ndarray]:
    """Return the pen paths that are on the canvas, in canvas pixels; none where they cannot be read."""
    try:
        return canvas_drawing.strokes()
    except LabError:
        return []


@widgets.show_errors()
def _show(
    image: np.ndarray,
    answer: int | None,
    strokes: tuple[np.ndarray, ...],
    drawn: str,
    key: str,
    on_next: Callable[[], None] | None,
) -> None:
    identity = own_digits.picture_id(image)
    mine = own_digits.mine()
    kept = _kept(image, mine)
    label = kept.label if kept else None
    slot = own_digits_slots.KEEP.of(key, identity[:8])
    state.put(slot, label)  # also where it was deleted or called otherwise in the tray
    st.pills(
        Keep.WHAT,
        slots.LABELS,
        format_func=lambda digit: Keep.choice(digit, answer),
        wrap=True,
        key=slot.key,
        on_change=_take,
        args=(image, strokes, drawn, key),
    )
    refused, why = state.get(own_digits_slots.KEEP_REFUSAL)
    if why and refused in (identity, drawn):
        st.error(widgets.plain(why))
    else:
        widgets.keep_place()
    if kept is None:
        return
    said = html.escape(Keep.kept(kept.label, answer, len(mine)))
    st.html(f'<p role="status" class="draw-kept" style="margin: 0">{said}</p>')
    with st.container(horizontal=True, gap="medium"):
        st.button(
            Keep.UNDO,
            key=f"{key}-undo",
            type="tertiary",
            icon=":material/undo:",
            on_click=_undo,
            args=(kept.id, identity, key),
        )
        if on_next is not None:
            st.button(
                Keep.NEXT,
                key=f"{key}-next",
                help=Keep.NEXT_HELP,
                type="tertiary",
                icon=":material/draw:",
                on_click=_next,
                args=(on_next,),
            )


def _kept(image: np.ndarray, mine: Sequence[OwnDigit]) -> OwnDigit | None:
    """Return the digit that this picture is kept as: the newest with its pixels, also one of a round or of a file."""
    pixels = image.tobytes()
    return next((digit for digit in reversed(mine) if digit.image.tobytes() == pixels), None)


def _take(image: np.ndarray, strokes: tuple[np.ndarray, ...], drawn: str, key: str) -> None:
    """Keep the digit as what was tapped, or call it that; tapped a second time, it is kept no longer.

    Nothing is done where more was drawn since: the tap was meant for that, and its answer has not come yet.
    """
    surfaces.take()
    if drawn != (now := surfaces.drawn_id()):
        state.put(own_digits_slots.KEEP_REFUSAL, (now, Keep.CHANGED))
        widgets.draw_only(SURFACE)
        return
    identity = own_digits.picture_id(image)
    store, owner = own_digits.store(), visitor.owner()
    label = state.get(own_digits_slots.KEEP.of(key, identity[:8]))
    state.put(own_digits_slots.KEEP_REFUSAL, ("", ""))
    try:
        kept = _kept(image, store.of_owner(owner))
        if kept is None:
            if label is not None:
                store.add(owner, label=label, image=image, strokes=strokes, identity=identity)
        elif label is None:
            store.remove(owner, {kept.id})
        else:
            store.relabel(owner, kept.id, label)
    except LabError as error:
        state.put(own_digits_slots.KEEP_REFUSAL, (identity, str(error)))
    widgets.draw_only(key)


def _undo(kept: str, identity: str, key: str) -> None:
    """Keep a digit no longer; by its id, so that a quick second click deletes no other one that looks the same."""
    state.put(own_digits_slots.KEEP_REFUSAL, ("", ""))
    try:
        own_digits.store().remove(visitor.owner(), {kept})
    except LabError as error:
        state.put(own_digits_slots.KEEP_REFUSAL, (identity, str(error)))
    widgets.draw_only(key)


def _next(clear: Callable[[], None]) -> None:
    clear()
    widgets.draw_only(SURFACE)
