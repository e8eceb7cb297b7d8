"""Beat the network: an offer at first, then ten hard digits one at a time, then both scores.

Nothing tells a label or an answer of the network before the tenth is named: the rest of the tab is not drawn meanwhile.
"""

from __future__ import annotations

import contextlib

import numpy as np
import streamlit as st

from core import lab
from core.data.splits import ImageRange
from core.errors import LabError
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.mistakes import fragments, naming_pad, naming_result
from pages.state import cached
from pages.state.evaluate import naming_rounds
from pages.text.evaluate_mistakes import Naming
from pages.text.labels import LABELS, label_short
from pages.ui import polling, widgets


def is_going_on(model: Model) -> bool:
    """Return whether pictures are still to be named, so that nothing else is drawn."""
    found = naming_rounds.of(model)
    return found is not None and not found.is_over


@st.fragment(key=fragments.NAMING)
@widgets.show_errors()
def show(model: Model, evaluation: Evaluation, images: ImageRange, *, is_alone: bool) -> None:
    """Draw the offer, the picture that is to be named, or both scores.

    Args:
        model: whose round it is.
        evaluation: its answers to the test images.
        images: these.
        is_alone: nothing else of the tab is drawn.
    """
    polling.draw_again(None)
    if is_going_on(model) != is_alone:
        st.rerun()  # the whole page: it was begun or ended in another tab of this person's browser
    found = naming_rounds.of(model)
    with st.container():  # one, whatever is in it: what stands below keeps its place
        if found is None:
            _offer(model, evaluation)
        elif found.is_over:
            if naming_result.show(model, evaluation, images, found):
                polling.draw_again(polling.AWAKE_POLL_SECONDS)
            with st.container(horizontal=True, gap="small"):
                st.button(
                    Naming.AGAIN, key="primary-naming-again", type="primary", on_click=_begin, args=(model, evaluation)
                )
                st.button(Naming.CLOSE, key="naming-close", type="tertiary", on_click=_leave, args=(model,))
        else:
            _ask(model)


def _offer(model: Model, evaluation: Evaluation) -> None:
    st.subheader(Naming.TITLE, anchor=False)
    st.markdown(widgets.worded(Naming.ABOUT))
    icon = ":material/timer:"
    st.button(
        Naming.BEGIN, key="primary-naming-begin", type="primary", icon=icon, on_click=_begin, args=(model, evaluation)
    )


def _ask(model: Model) -> None:
    """Draw the picture that is to be named, with the answers and the clock."""
    found = naming_rounds.show(model)
    if found is None or found.is_over:  # this very moment, in another tab of this person's browser
        st.rerun()
    names = cached.class_names()
    pictures, _ = cached.images_at("test", np.array(found.indices[found.place : found.place + 1]))
    st.subheader(Naming.TITLE, anchor=False)
    naming_pad.draw(
        found,
        pictures[0],
        [label_short(label, names) for label in LABELS],
        seconds=found.seconds_at(naming_rounds.now()),
        is_named=names is not None,
        on_named=lambda: _name(model),
    )
    icon = ":material/stop_circle:"
    st.button(Naming.STOP, key="naming-stop", type="tertiary", icon=icon, on_click=_leave, args=(model,))


def _begin(model: Model, evaluation: Evaluation) -> None:
    naming_rounds.begin(model, evaluation)
    with contextlib.suppress(LabError):  # its time is measured at the end, when it is awake by then
        lab.current().inference.wake()
    st.rerun()  # the whole page, on which nothing else is now


def _leave(model: Model) -> None:
    naming_rounds.leave(model)
    st.rerun()


def _name(model: Model) -> None:
    """Take an answer; a callback. An answer for another picture than the one that is shown names nothing."""
    answer = naming_pad.answer()
    found = naming_rounds.of(model) if answer is None else naming_rounds.name(model, *answer)
    if found is None or found.is_over:
        st.rerun()
    widgets.draw_only(fragments.NAMING)
