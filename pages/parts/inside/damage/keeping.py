"""A broken network is kept as a model: written like one that was brought in a file, found and deleted like one."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import lab
from core.errors import ModelFileError
from core.export.model_files.model_note import ModelNote
from core.importing.imported_model import MAX_NAME
from core.importing.read_model import ReadModel
from core.inference.damage.changes import Damage
from core.inference.damage.damaged_weights import damaged_weights
from core.inference.loaded_networks import StoredNetwork
from core.messages import inference as messages
from core.runs.log.models import ModelName
from pages.parts.inside.damage import broken
from pages.parts.inside.subject.subject import Subject
from pages.state import cached, selected, state, visitor
from pages.state.inside import damage as questions
from pages.state.inside import inside_slots
from pages.text import inside_changes
from pages.text import pages as page_texts
from pages.text.inside_damage import Keep
from pages.text.model import ModelText
from pages.ui import run_titles, widgets


def show_kept(subject: Subject) -> None:
    """Draw, for a model that came about here, what it is and the way to Draw."""
    imported = subject.model.imported
    if imported is not None and imported.is_changed_here:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="break-kept"):
            st.markdown(Keep.kept(widgets.plain(imported.name or ModelText.NAMELESS)), width="stretch")
            widgets.page_link(page_texts.DRAW, Keep.TO_DRAW, "draw", width="content")


def show(subject: Subject, damage: Damage) -> None:
    """Draw the name and the button, where anything is changed."""
    if not damage:
        return
    proposed = _proposed(subject, damage)
    named, times = state.get(inside_slots.BREAK_NAMED)
    if named != proposed:  # another change: its name takes the place of the one before
        times += 1
        state.put(inside_slots.BREAK_NAMED, (proposed, times))
    slot = inside_slots.BREAK_NAME.of(times)
    state.setdefault(slot, proposed)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="break-keep"):
        st.text_input(Keep.NAME, key=slot.key, max_chars=MAX_NAME)
        is_asked = st.button(Keep.KEEP, key="primary-keep", type="primary", help=Keep.HELP)
    if is_asked:
        with widgets.show_errors():
            keep(subject, damage, state.get(slot) or proposed)
            st.rerun()  # the whole page: another model is selected


def keep(subject: Subject, damage: Damage, name: str) -> None:
    """Keep the broken network as this visitor's model, and select it.

    Raises:
        ModelFileError: too much is kept already, and the sentence says what to delete; or its scores are no numbers.
        DiskFullError, HomeError: it cannot be written.
        CheckpointError: the weights of the whole one cannot be read any more.
        LabError: the engine does not answer.
    """
    network = subject.network
    _check_numbers(subject, broken.damaged(network, damage))
    read = ReadModel(
        kind="changed",
        spec=network.spec,
        weights=damaged_weights(network.spec, cached.weights(network), damage),
        note=None,
    )
    note = ModelNote(pixels=network.pixels, judges_each=network.judges_each)
    model = lab.current().imported_models.keep(read, owner=visitor.owner(), name=name, note=note)
    selected.set_model(ModelName(file=model.id))


def _check_numbers(subject: Subject, network: StoredNetwork) -> None:
    """Raise ModelFileError where a network gives no numbers for this picture or a test image: no page could show it."""
    said = cached.predictions(network, subject.image[np.newaxis])
    read = questions.read(network, most=questions.counted_images(network))
    if not (np.isfinite(said.logits).all() and read.is_finite):
        raise ModelFileError(messages.changed_outputs_are_not_finite())


def _proposed(subject: Subject, damage: Damage) -> str:
    name, moment = ModelText.short(subject.model, run_titles.of_model(subject.model))
    base = name.capitalize() if subject.model.record is None and subject.model.imported is None else name
    if subject.model.record is not None:
        base = f"{name} {moment}"
    return Keep.name(base, [inside_changes.line(subject.spec, change) for change in damage.changes])[:MAX_NAME]
