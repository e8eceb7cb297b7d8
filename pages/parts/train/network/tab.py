"""The Network tab: the network that is set up, to be changed layer by layer; or the selected run's, to be read."""

from __future__ import annotations

import streamlit as st

from core.messages.numbers import shape_text
from core.runs.log.run_record import RunRecord
from models.draft.draft import Draft
from models.draft.review import review, suggest_fix
from models.spec import NetworkSpec
from pages.parts.train.network import editor
from pages.parts.train.setup import form as train_form
from pages.parts.train.setup import keras_code, undo
from pages.parts.train.setup.form import Form
from pages.parts.train.setup.tabs import open_tab
from pages.state import slots, state
from pages.state.classes import known
from pages.text.labels import of_classes
from pages.text.network import Layers, NetworkTab
from pages.text.train import Setup
from pages.ui import network_drawing, tables, widgets
from pages.ui.component_files import style_html

_STYLE = style_html(__file__)


def show_form(form: Form) -> None:
    """Draw the network that is set up: its layers, to be changed, and a drawing."""
    with st.container():  # one, whatever is said: what stands below keeps its place, and the focus in it
        _say(form)
        if form.review.spec is not None:
            _say_how_it_ends(form.review.spec)
    st.html(_STYLE)
    with st.container(key="network-drawing"):  # it stays in sight above a long list
        network_drawing.show(form.draft, form.review)
    _undo_and_redo()
    editor.show(form.draft, form.review, on_change=train_form.change_network)
    if form.set_up is not None:
        keras_code.show_expander(
            form.set_up.spec, form.set_up.config, recipe=form.recipe.key, before=train_form.before_change()
        )


def show_run(record: RunRecord) -> None:
    """Draw the network of a run: its layers as a table, a drawing, its code."""
    spec = record.spec
    draft = Draft.from_spec(spec)
    network_drawing.show(draft, review(draft))
    rows = [
        (row.text, shape_text(row.output_shape), Layers.formula(row) if row.parameters else "0") for row in spec.rows()
    ]
    st.markdown(NetworkTab.total(spec))
    tables.show(NetworkTab.TABLE, NetworkTab.HEADER, rows)
    keras_code.show_expander(spec, record.config, recipe=record.recipe, before=None)


def _say(form: Form) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="network-says"
    ):
        spec = form.review.spec
        if spec is not None:
            st.markdown(NetworkTab.total(spec), width="content")
            st.button(
                NetworkTab.TO_TRAIN,
                key="network-to-train",
                icon=":material/arrow_back:",
                on_click=open_tab,
                args=("train",),
            )
        else:
            _say_misfit(form)
    if form.is_changed and form.review.spec != form.recipe.spec:
        changed = NetworkTab.changed(Setup.title(form.recipe.key))
        network = Draft.from_spec(form.recipe.spec)
        widgets.way_back(
            changed, NetworkTab.BACK, key="network-back", on_click=train_form.change_network, args=(network,)
        )


def _undo_and_redo() -> None:
    """Draw the two buttons, also where there is nothing to undo: what stands beside them keeps its place."""
    with st.container(horizontal=True, gap="small", key="network-steps"):
        for name, slot, icon, keys, callback in (
            (NetworkTab.UNDO, slots.TRAIN_UNDO, "undo", "Mod+Z", undo.undo),
            (NetworkTab.REDO, slots.TRAIN_REDO, "redo", "Mod+Shift+Z", undo.redo),
        ):
            st.button(
                name,
                key=f"network-{icon}",
                icon=f":material/{icon}:",
                type="tertiary",
                shortcut=keys,
                disabled=not state.get(slot),
                on_click=callback,
            )


def _say_misfit(form: Form) -> None:
    """Say what does not fit, and offer what mends it, where that is only an addition."""
    st.markdown(f"{NetworkTab.MISFIT} {widgets.plain(form.review.problem or '')}")
    fix = suggest_fix(form.draft)
    if fix is not None:
        st.button(
            NetworkTab.mend(fix),
            key="network-mend",
            icon=":material/arrow_upward:" if fix.is_move else ":material/add:",
            on_click=train_form.change_network,
            args=(fix.draft,),
        )


def _say_how_it_ends(spec: NetworkSpec) -> None:
    """Say that a network's last function bends its scores, where it does; it may be trained all the same."""
    if spec.last_function in NetworkTab.BENT:
        st.info(of_classes(NetworkTab.BENT[spec.last_function], known.so_far().class_names))
