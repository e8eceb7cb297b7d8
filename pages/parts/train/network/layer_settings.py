"""The settings of one layer as widgets, only those that its kind has; what is out of bounds is said at its row."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from models.draft.draft import Draft, DraftLayer
from models.draft.review import ReviewRow
from models.layers import LAYER_KINDS
from models.layers.base import settings_of
from pages.state import slots, state
from pages.state.slot import Slot
from pages.text.network import Editor
from pages.ui import widgets
from pages.ui.number_field import layer_rule, number_field

_WIDTH_OF_NUMBER, _WIDTH_OF_CHOICE = 122, 150  # pixels on screen; below 120 a number loses its plus and minus
_KIND = "kind"
_POOLINGS = tuple(Editor.POOLINGS)

Edit = Callable[[Draft], Draft]


def show(draft: Draft, index: int, reviewed: ReviewRow, *, change: Callable[[Edit], None]) -> None:
    """Draw the settings of a layer.

    Args:
        draft: the network.
        index: of the layer, from 0.
        reviewed: its row.
        change: called with what a click or a new value makes of a draft.
    """
    layer = draft.layers[index]
    with st.container(border=True, key=slots.LAYER_EDIT.of(layer.identity).key):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{widgets.plain(Editor.title(index + 1, reviewed))}**", width="content")
            st.button(
                Editor.CLOSE,
                key=slots.LAYER_EDIT.of(layer.identity, "close").key,
                icon=":material/close:",
                type="tertiary",
                on_click=state.put,
                args=(slots.LAYERS_SELECTED, None),
            )
        with st.container(horizontal=True, vertical_alignment="top"):
            if layer.kind in _POOLINGS:
                _kind(layer, change)
            for name, value in layer.settings:
                _setting(layer, name, value, change)
        with st.container(horizontal=True, vertical_alignment="center"):
            if below := _below(layer, reviewed):
                st.caption(below, width="content")
            if _may_be_normalised(draft, index):
                st.button(
                    Editor.NORMALISE,
                    key=slots.LAYER_EDIT.of(layer.identity, "normalise").key,
                    on_click=change,
                    args=(_normalised(layer.identity),),
                )


def _setting(layer: DraftLayer, name: str, value: object, change: Callable[[Edit], None]) -> None:
    slot = _filled(layer, name, value)
    identity = layer.identity

    def changed() -> None:
        chosen = state.get(slot)
        change(lambda draft: draft.changed(identity, name, chosen))

    setting = settings_of(LAYER_KINDS[layer.kind])[name]
    if setting.choices:
        label, help_ = Editor.CHOICES[name]
        st.selectbox(
            label,
            setting.choices,
            format_func=Editor.NAMES.__getitem__,
            help=help_,
            key=slot.key,
            width=_WIDTH_OF_CHOICE,
            on_change=changed,
        )
        return
    label, help_ = Editor.NUMBERS[name]
    options = {"value": None, "placeholder": Editor.AS_SIZE} if setting.is_optional else {}
    rule = layer_rule(layer.kind, name)
    number_field(label, slot, rule, width=_WIDTH_OF_NUMBER, help=help_, on_change=changed, **options)


def _kind(layer: DraftLayer, change: Callable[[Edit], None]) -> None:
    slot = _filled(layer, _KIND, layer.kind)

    def changed() -> None:
        kind = str(state.get(slot))
        change(lambda draft: draft.with_kind(layer.identity, kind))

    widgets.switch(Editor.POOLING, Editor.POOLINGS, slot.key, help=Editor.POOLING_HELP, on_change=changed)


def _filled(layer: DraftLayer, name: str, value: object) -> Slot[object]:
    """Return a widget's slot after filling it with what the draft says, which other widgets and links change too.

    It is left alone where it says so already: what is filled in replaces what a person is typing there.
    """
    slot = slots.LAYER_EDIT.of(layer.identity, name)
    if state.get(slot) != value:
        state.put(slot, value)
    return slot


def _below(layer: DraftLayer, reviewed: ReviewRow) -> str:
    nothing = [] if layer.settings else [Editor.NOTHING]
    known = [Editor.parameters(reviewed.row)] if reviewed.row is not None else []
    return widgets.plain(" ".join([*nothing, *known]))


def _may_be_normalised(draft: Draft, index: int) -> bool:
    behind = draft.layers[index + 1 :]
    return bool(LAYER_KINDS[draft.layers[index].kind].kernels and behind) and behind[0].kind != "BatchNormalization"


def _normalised(identity: int) -> Edit:
    def normalised(draft: Draft) -> Draft:
        index = draft.index_of(identity)
        return draft if index is None else draft.added("BatchNormalization", index + 1)

    return normalised
