"""The Network tab's list: a network is built by clicks, and what does not fit is said at its row."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.setup_links import INPUTS
from models.draft.draft import Draft
from models.draft.review import Review
from models.summary import summary
from pages.parts.train.network import layer_list, layer_settings
from pages.parts.train.network.weight_starts import rows_with_starts
from pages.state import slots, state
from pages.state.slot import Slot
from pages.text.network import Layers
from pages.ui import widgets


def show(draft: Draft, review: Review, *, on_change: Callable[[Draft], None]) -> None:
    """Draw the layers with their editor, and what adds one.

    Args:
        draft: the network that is edited.
        review: of it.
        on_change: called with the draft that an edit gives; in a callback, before the page runs again.
    """
    if state.get(slots.LAYERS_DRAFT) != draft:  # another network was filled in
        state.put(slots.LAYERS_SELECTED, None)
    state.put(slots.LAYERS_DRAFT, draft)

    def change(edit: layer_settings.Edit) -> None:
        """Edit the newest draft: a quick second click comes before the page was drawn with what the first one made."""
        edited = edit(state.get(slots.LAYERS_DRAFT) or draft)
        state.put(slots.LAYERS_DRAFT, edited)
        on_change(edited)

    _list(draft, review, change)
    _add(draft, change)
    _text_table(review)


def _selected(draft: Draft) -> int | None:
    """Return where the layer stands whose editor is open."""
    identity = state.get(slots.LAYERS_SELECTED)
    return None if identity is None else draft.index_of(identity)


def _list(draft: Draft, review: Review, change: Callable[[layer_settings.Edit], None]) -> None:
    rows = list(enumerate(rows_with_starts(draft, review)))
    index = _selected(draft)
    behind = len(rows) if index is None else index + 1
    _part(slots.LAYERS, Layers.LIST, rows[:behind], len(rows), change)
    editor, rest = st.container(), st.container()  # there also when empty: what comes below keeps its place and focus
    with editor:
        if not rows:
            st.caption(Layers.EMPTY)
        if index is not None:
            layer_settings.show(draft, index, review.rows[index], change=change)
    with rest:
        if behind < len(rows):
            _part(slots.LAYERS_REST, Layers.REST, rows[behind:], len(rows), change)


def _part(slot: Slot[object], name: str, rows: list, count: int, change: Callable[[layer_settings.Edit], None]) -> None:
    layer_list.draw(slot.key, rows, name=name, count=count, on_asked=lambda: _follow(slot, change))


def _follow(slot: Slot[object], change: Callable[[layer_settings.Edit], None]) -> None:
    """Do what the list's messages ask, each once; whatever else the browser sent is passed over."""
    messages = state.event(slot, "asked")
    for message in messages if isinstance(messages, list) else []:
        if not isinstance(message, dict):
            continue
        stamp, act, layer = message.get("stamp"), message.get("act"), message.get("layer")
        if type(stamp) is not int or type(layer) is not int or stamp <= state.get(slots.LAYERS_STAMP):
            continue
        state.put(slots.LAYERS_STAMP, stamp)
        match act:
            case "open":
                is_open = state.get(slots.LAYERS_SELECTED) == layer
                state.put(slots.LAYERS_SELECTED, None if is_open else layer)
            case "up":
                change(lambda draft, layer=layer: draft.moved(layer, -1))
            case "down":
                change(lambda draft, layer=layer: draft.moved(layer, 1))
            case "copy":
                change(lambda draft, layer=layer: draft.duplicated(layer))
            case "remove":
                change(lambda draft, layer=layer: draft.removed(layer))


def _add(draft: Draft, change: Callable[[layer_settings.Edit], None]) -> None:
    st.markdown(f"**{Layers.add(_place_of_new(draft), len(draft.layers))}**")
    with st.container(horizontal=True, gap="small"):
        for kind, (label, help_) in Layers.KINDS.items():
            st.button(label, key=f"add-{kind}", help=help_, on_click=change, args=(_added(kind),))
        if draft.layers:
            st.button(
                Layers.REMOVE_ALL,
                key="remove-layers",
                help=Layers.REMOVE_ALL_HELP,
                type="tertiary",
                on_click=change,
                args=(lambda draft: Draft(input_shape=draft.input_shape, layers=()),),
            )
    shape = next((name for name, input_shape in INPUTS.items() if input_shape == draft.input_shape), None)
    if state.get(slots.LAYERS_INPUT) != shape:
        state.put(slots.LAYERS_INPUT, shape)
    widgets.switch(
        Layers.INPUT,
        Layers.INPUTS,
        slots.LAYERS_INPUT.key,
        help=Layers.INPUT_HELP,
        on_change=lambda: change(_with_input),
    )


def _with_input(draft: Draft) -> Draft:
    """Return the draft with the input that is chosen; right after a change of tabs there may be none for a moment."""
    shape = INPUTS.get(state.get(slots.LAYERS_INPUT) or "")
    return draft if shape is None else draft.with_input(shape)


def _place_of_new(draft: Draft) -> int:
    """Return where a new layer goes: behind the one that is open, else before the last."""
    index = _selected(draft)
    return index + 1 if index is not None else max(len(draft.layers) - 1, 0)


def _added(kind: str) -> layer_settings.Edit:
    """Return the edit that puts a new layer in its place, and opens it."""

    def added(draft: Draft) -> Draft:
        at = _place_of_new(draft)
        edited = draft.added(kind, at)
        state.put(slots.LAYERS_SELECTED, edited.layers[at].identity)
        return edited

    return added


def _text_table(review: Review) -> None:
    if review.spec is None:
        return
    with st.expander(Layers.SUMMARY, key=slots.LAYERS_SUMMARY.key, on_change="rerun") as box:
        if box.open:
            st.code(summary(review.spec), language=None)
