"""The guided round: a prompt, something to draw on, Next. What the network reads is not shown before the end.

A digit is kept when the person goes on, not when the pen is lifted: a 4 has two strokes.
"""

from __future__ import annotations

import hashlib
import html
import secrets
import time

import numpy as np
import streamlit as st

from core import lab
from core.drawing.mnist_preprocess import crop_to_ink, to_mnist_image
from core.drawing.stroke_width import prepare_ink
from core.errors import EmptyDrawingError, LabError
from core.own_digits.guided_round import GuidedRound, new_round
from core.own_digits.own_digit import OwnDigit
from core.runs.log.models import Model
from pages.parts.draw.mine import enter_key, keep, score, set_aside
from pages.state import state, visitor
from pages.state.draw import own_digits, own_digits_slots
from pages.text.draw_mine import HandScoreText
from pages.text.draw_round import Round
from pages.ui import widgets
from pages.ui.canvas import surfaces
from pages.ui.canvas.surfaces import Surface

KEY = "draw-round"
LATE_SECONDS = 0.6  # after Next: what comes later belongs to a drawing that was begun after it
NEXT = "primary-draw-next"
COLUMNS = (440, 616)  # shares of the width: surface, what is asked for
_SURFACES = {"pen": surfaces.CANVAS, "keyboard": surfaces.PAD}


def is_open() -> bool:
    """Return whether the round has the page."""
    return state.get(own_digits_slots.ROUND_OPEN) and state.get(own_digits_slots.ROUND) is not None


def offer(*, is_first: bool) -> None:
    """Draw the button that begins a round, or goes on with one; the main thing to do where there is no digit yet."""
    before = state.get(own_digits_slots.ROUND)
    look = {"key": "primary-draw-round", "type": "primary"} if is_first else {"key": "draw-round-begin"}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if before is not None and 0 < before.place < len(before.prompts):
            label = Round.go_on(before.place, len(before.prompts))
            st.button(label, on_click=_open, **look)
            st.button(Round.ANEW, key="draw-round-anew", on_click=_begin)
        else:
            st.button(Round.START, on_click=_begin, **look)
            widgets.keep_place()
        st.caption(Round.ABOUT, width="content")


@st.fragment(key=KEY)
@widgets.show_errors()
def show(model: Model) -> None:
    """Draw the round where it stands: the next prompt, or at its end how many are read right."""
    now = state.get(own_digits_slots.ROUND)
    if now is None or not state.get(own_digits_slots.ROUND_OPEN):
        st.rerun()  # the whole page: it was left in another tab of the same visit
    if now.is_over:
        _show_end(model, now)
    else:
        _show_prompt(now)


def _show_prompt(now: GuidedRound) -> None:
    surface, digit, of = _surface(), now.prompt, len(now.prompts)
    prompt = html.escape(Round.prompt(digit, now.place + 1, of))
    st.html(f'<div role="status"><h2 class="draw-prompt" style="margin: 0; padding: 0">{prompt}</h2></div>')
    st.progress(now.place / of)
    left, right = st.columns(COLUMNS, gap="medium")
    with left:
        surface.show(on_drawn=_keep_late, name=Round.canvas(digit, surface.words.name), is_small=True)
    with right:
        with st.container(horizontal=True, gap="small"):
            st.button(
                Round.NEXT,
                key=NEXT,
                type="primary",
                help=Round.NEXT_HELP,
                on_click=_keep,
                args=(now.place,),
            )
            st.button(Round.SKIP, key="draw-round-skip", help=Round.SKIP_HELP, on_click=_skip, args=(now.place,))
            st.button(Round.BACK, key="draw-round-back", help=Round.BACK_HELP, disabled=not now.place, on_click=_back)
            st.button(Round.LEAVE, key="draw-round-leave", type="tertiary", on_click=leave)
        said = state.pop(own_digits_slots.ROUND_SAID)
        if said:
            st.warning(widgets.plain(said))
        else:
            widgets.keep_place()
        st.caption(Round.HIDDEN)
        st.html(f'<p class="by-key" style="margin: 0; font-size: 0.875rem">{html.escape(Round.BY_KEY)}</p>')
        enter_key.listen(button=NEXT)
        state.setdefault(own_digits_slots.ROUND_SURFACE, own_digits_slots.ROUND_SURFACES[0])
        widgets.switch(Round.SURFACE, Round.SURFACES, own_digits_slots.ROUND_SURFACE.key, persist_state="session")


def _show_end(model: Model, now: GuidedRound) -> None:
    kept = [digit for digit in own_digits.mine() if digit.id in now.kept]
    over = Round.over(len(kept), len(now.prompts) - len(now.kept))
    is_awake = lab.current().inference.is_awake
    said = _said(model, kept) if kept and is_awake else Round.waiting(len(kept)) if kept else ""
    headline = html.escape(f"{over} {said}".strip())
    st.html(f'<div role="status"><h2 class="draw-round-over" style="margin: 0; padding: 0">{headline}</h2></div>')
    if kept:
        score.show(model, kept, name=HandScoreText.ROUND, key="draw-round-scores")
        st.markdown(Round.TEACH)
    with st.container(horizontal=True, gap="small"):
        st.button(Round.DONE, key="primary-draw-round-done", type="primary", on_click=leave)
        st.button(Round.ANEW, key="draw-round-anew", on_click=_begin)


def _said(model: Model, kept: list[OwnDigit]) -> str:
    found = score.of_hand(model, kept)
    return Round.read_right(HandScoreText.hand(found), HandScoreText.interval(*found.interval, found.count))


def _surface() -> Surface:
    return _SURFACES[state.get(own_digits_slots.ROUND_SURFACE) or own_digits_slots.ROUND_SURFACES[0]]


def _drawn() -> tuple[np.ndarray, list[np.ndarray]]:
    """Return all that is drawn as one digit, (28, 28) uint8 as a network gets it, and its strokes in canvas pixels.

    Raises:
        EmptyDrawingError: nothing is drawn, or no more than a dot.
        DrawingError: the browser sent something else.
    """
    if _surface() is surfaces.PAD:
        ink = surfaces.PAD.picture()
        crop_to_ink(ink)
        return prepare_ink(ink), []
    strokes = keep.canvas_strokes()
    return to_mnist_image(strokes), strokes


def _keep(place: int) -> None:
    """Keep what is drawn for the prompt at `place`, and go on; a callback, of which a quick second one does nothing."""
    now = state.get(own_digits_slots.ROUND)
    if now is None or now.place != place or now.is_over:
        return
    _surface().take()
    try:
        image, strokes = _drawn()
        identity = hashlib.blake2b(image.tobytes() + secrets.token_bytes(16), digest_size=16).hexdigest()
        digit = own_digits.store().add(
            visitor.owner(), label=now.prompt, image=image, strokes=strokes, identity=identity
        )
    except EmptyDrawingError:
        state.put(own_digits_slots.ROUND_HASTE, (place, time.monotonic()))
        state.put(own_digits_slots.ROUND_SAID, Round.nothing(now.prompt))
    except LabError as error:
        state.put(own_digits_slots.ROUND_SAID, str(error))
    else:
        _go(now.keep(digit.id))
    widgets.draw_only(KEY)


def _keep_late() -> None:
    """Keep what arrives just after Next was pressed: the pad sends what is painted 0.2 s after the last key."""
    place, pressed = state.get(own_digits_slots.ROUND_HASTE)
    state.pop(own_digits_slots.ROUND_HASTE)
    if time.monotonic() - pressed < LATE_SECONDS:
        state.pop(own_digits_slots.ROUND_SAID)
        _keep(place)


def _skip(place: int) -> None:
    now = state.get(own_digits_slots.ROUND)
    if now is not None and now.place == place and not now.is_over:
        _go(now.skip())
    widgets.draw_only(KEY)


def _back() -> None:
    """Take back the last prompt, and what was kept for it."""
    now = state.get(own_digits_slots.ROUND)
    if now is not None and now.place:
        before, identity = now.back()
        try:
            own_digits.store().remove(visitor.owner(), {identity})
        except LabError as error:
            state.put(own_digits_slots.ROUND_SAID, str(error))
        else:
            _go(before)
    widgets.draw_only(KEY)


def _go(to: GuidedRound) -> None:
    """Be at another prompt, with nothing drawn and nothing for Undo to bring back."""
    state.put(own_digits_slots.ROUND, to)
    _surface().clear()
    set_aside.forget_undo()


def _begin() -> None:
    state.put(own_digits_slots.ROUND, new_round(secrets.randbits(32)))
    _open()


def _open() -> None:
    """Give the round the page; what was drawn on Draw comes back when it is left."""
    if not state.get(own_digits_slots.ROUND_OPEN):  # it is, where a new round follows another
        state.put(own_digits_slots.ROUND_OPEN, True)
        set_aside.set_aside()


def leave() -> None:
    """Give the page back to Draw, with what was drawn there before; the round can be gone on with."""
    state.put(own_digits_slots.ROUND_OPEN, False)
    set_aside.bring_back()
    now = state.get(own_digits_slots.ROUND)
    if now is not None and now.is_over:
        state.pop(own_digits_slots.ROUND)
