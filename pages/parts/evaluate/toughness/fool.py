"""The smallest change that fools the network: looked for on a click, and shown at any size by either method."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data.gallery import LabeledImage
from core.runs.log.models import Model
from core.serving.robustness.attacked import MOST_EPS, Attacked, Method
from core.serving.robustness.smallest_change import Search
from pages.parts.evaluate.toughness import under_attack
from pages.state import cached, state
from pages.state.evaluate import toughness
from pages.state.evaluate.toughness_slots import FOOL_EPS, FOOL_EPS_OF, FOOL_METHOD, FOOL_STARTED
from pages.text.evaluate_fool import Fool
from pages.ui import array_html, polling, widgets

LOOK_SECONDS = 0.4  # between two looks at how far the search is
SIDE = 132  # of a picture on screen, in pixels
PICTURES_HEIGHT = 190  # pixels on screen, of the three pictures with what is around them
USUAL_EPS = 128  # to where the slider goes, unless the smallest change is larger


def head() -> None:
    """Draw the title and what is looked for."""
    st.subheader(Fool.TITLE, anchor=False)
    st.markdown(widgets.worded(Fool.LEAD))


def show(model: Model, picture: LabeledImage) -> None:
    """Draw the search and its result, once it was asked for; then accuracy under attack."""
    pixels = np.array(picture.pixels)
    said = cached.predictions(model.network, pixels[np.newaxis])
    answer, search = int(said.predicted_digits[0]), None
    with st.container():
        if answer != int(picture.label):
            st.markdown(widgets.worded(Fool.misread(picture.label, cached.say(answer))))
        elif not state.get(FOOL_STARTED):
            st.button(Fool.BEGIN, key="fool-begin", on_click=state.put, args=(FOOL_STARTED, True))
        else:
            search = toughness.smallest(model.network, pixels, answer, asks=True)
            _search(search, model, picture, pixels, answer)
    under_attack.show(model)
    st.expander(Fool.WHY).markdown(widgets.worded(Fool.because(search)))


def _search(search: Search, model: Model, picture: LabeledImage, pixels: np.ndarray, answer: int) -> None:
    if not search.is_over:
        st.progress((search.below + MOST_EPS + 1 - search.eps) / MOST_EPS, Fool.searching(search))
        polling.draw_again(LOOK_SECONDS)
        return
    _tell(search)
    if search.found is None and not search.knows_direction:
        return
    method, eps = _choose(search, (str(model.name), str(picture.name)))
    attacked = toughness.changed(model.network, pixels, answer, method, eps)
    with st.container():
        if attacked is None:
            st.skeleton(PICTURES_HEIGHT)
            st.markdown(Fool.working_out(method, eps))
            polling.draw_again(LOOK_SECONDS)
            return
        _pictures(attacked, pixels, eps, answer)
        st.markdown(Fool.said(attacked, method, eps, picture.label, cached.say(attacked.answer)))


def _tell(search: Search) -> None:
    if search.found is not None:
        found = search.found
        st.markdown(f"**{Fool.found(search, cached.say(found.answer), found.sureness)}**")
    else:
        st.markdown(widgets.worded(Fool.NOT_FOUND if search.knows_direction else Fool.NO_DIRECTION))


def _choose(search: Search, of: tuple[str, str]) -> tuple[Method, int]:
    """Draw the choice of method and size; for another digit or model it begins with the smallest change."""
    most = USUAL_EPS if search.eps <= USUAL_EPS else MOST_EPS
    if state.get(FOOL_EPS_OF) != of or state.get(FOOL_EPS) is None:
        state.put(FOOL_EPS_OF, of)
        state.put(FOOL_EPS, min(search.eps, most))
    state.put(FOOL_EPS, min(state.get(FOOL_EPS) or 0, most))
    state.setdefault(FOOL_METHOD, "pgd")
    left, right = st.columns([2, 3], gap="medium")
    with left:
        method: Method = widgets.switch(Fool.METHOD, Fool.METHODS, FOOL_METHOD.key)
    with right:
        eps = st.slider(Fool.EPS, min_value=0, max_value=most, key=FOOL_EPS.key)
    return method, eps


def _pictures(attacked: Attacked, pixels: np.ndarray, eps: int, answer: int) -> None:
    """Draw the digit, what is added to it, and what comes of it."""
    before = array_html.picture(pixels, Fool.BEFORE, width=SIDE, limit=255.0)
    change = array_html.picture(attacked.change, Fool.CHANGE_ALT, width=SIDE, signed=True, limit=float(max(eps, 1)))
    after = array_html.picture(attacked.picture, Fool.AFTER, width=SIDE, limit=255.0)
    answers = f"{Fool.BEFORE}: {cached.say(answer)}", f"{Fool.AFTER}: {cached.say(attacked.answer)}"
    parts = [
        array_html.titled(answers[0], before),
        array_html.titled(Fool.CHANGE, change + array_html.scale_bar(float(max(eps, 1)), signed=True)),
        array_html.titled(answers[1], after),
    ]
    st.html(array_html.row(parts, gap="1rem", name=Fool.TITLE))
