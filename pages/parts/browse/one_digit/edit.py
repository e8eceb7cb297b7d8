"""The digit's pixels to be changed one by one, and the selected network's ten probabilities, which follow.

The network gets the changed pixels as they are: nothing is centred or prepared again.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data.gallery import LabeledImage
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from pages.parts.browse.one_digit import edits, few_pixels
from pages.parts.browse.one_digit.edits import Edit
from pages.parts.frame import other_classes, selected_model
from pages.state import cached, state
from pages.state.browse import one_digit_slots
from pages.state.classes import known
from pages.text.browse_edit import Edit as Text
from pages.text.browse_edit import Names
from pages.text.labels import of_classes
from pages.text.numbers import share
from pages.ui import polling, tables, widgets
from pages.ui.pixels import pixel_editor


@st.fragment(key="one-edit-fragment")
@widgets.show_errors()
def show(picture: LabeledImage) -> None:
    """Draw the editor and the answers; during a search, do its next step first and come back for the one after."""
    polling.draw_again(None)  # also where what follows raises
    model = selected_model.current()
    network = model.network
    edit = few_pixels.take_step(edits.of(picture), network)
    before, now = (cached.predictions(network, one[np.newaxis]) for one in (picture.pixels, edit.image))
    names, answer = known.names_of(model), int(before.predicted_digits[0])
    target = _target(before, answer)
    with st.container(gap=None):
        st.subheader(Text.title(answer, target, names), anchor=False)
        other_classes.tell(model)
    left, right = st.columns([11, 12], gap="medium")
    with right, st.container(gap="small"):
        _answers(edit, before, now, names)
        few_pixels.show(edit, network, picture, target, answer, now.probabilities[0], names)
    with left:
        _editor(edit, picture, network, target)
    if few_pixels.is_searching():
        polling.draw_again(few_pixels.TURN_SECONDS)


def _target(before: Predictions, answer: int) -> int:
    """Return what the digit is to be read as: what a person chose, else the runner-up."""
    chosen = state.get(one_digit_slots.TARGET)
    if chosen is not None and chosen != answer:
        return chosen
    logits = np.array(before.logits[0])
    logits[answer] = -np.inf
    return int(logits.argmax())


def _answers(edit: Edit, before: Predictions, now: Predictions, names: Names) -> None:
    was, sure = before.probabilities[0].tolist(), now.probabilities[0].tolist()
    old, new = int(before.predicted_digits[0]), int(now.predicted_digits[0])
    st.markdown(Text.says(edit.changed, (old, was[old]), (new, sure[new]), names))
    bars = [
        tables.Bar(
            name=str(label),
            share=sure[label],
            text=share(sure[label]),
            note=Text.note(label, was[label], is_changed=bool(edit.changed), names=names),
            is_bold=label == new,
        )
        for label in range(10)
    ]
    st.html(tables.bar_list_html(of_classes(Text.BARS, names), bars, css_class="one-edit-bars"))


def _editor(edit: Edit, picture: LabeledImage, network: StoredNetwork, target: int) -> None:
    hint = few_pixels.hint_of(edit, network, target)
    for slot in (one_digit_slots.BRUSH, one_digit_slots.INK):
        state.put(slot, state.get(slot))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        widgets.switch(
            Text.BRUSH, Text.BRUSHES, one_digit_slots.BRUSH.key, persist_state="session", help=Text.BRUSH_HELP
        )
        if state.get(one_digit_slots.BRUSH) == "ink":
            st.number_input(
                Text.INK, 1, 255, value=None, step=1, key=one_digit_slots.INK.key, persist_state="session", width=130
            )
    pixel_editor.draw(
        edit.pixels,
        picture.pixels,
        revision=edit.revision,
        changes=edit.changes,
        brush=state.get(one_digit_slots.BRUSH),
        ink=state.get(one_digit_slots.INK),
        hint=hint.flip.index if hint is not None else None,
        name=Text.NAME,
        where=Text.WHERE,
        changed=Text.CHANGED,
        key=one_digit_slots.EDITOR.key,
        on_pixels=few_pixels.take_painted,
    )
    with st.container(horizontal=True, gap="small"):
        st.button(Text.UNDO, key="one-undo", shortcut=Text.UNDO_KEYS, disabled=not edit.before, on_click=edits.undo)
        st.button(Text.BACK, key="one-back", disabled=not edit.changed, on_click=edits.back)
