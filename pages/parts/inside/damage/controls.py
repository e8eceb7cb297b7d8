"""What can be broken: a layer, and its filters as tiles."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.inference.damage.changes import NOTHING, SwitchedOff
from core.inference.damage.code import filters_of
from models.layers import BatchNormalization, Dense
from models.spec import NetworkSpec
from pages.parts.inside.damage import broken, filter_tiles, sliders
from pages.parts.inside.damage.filter_tiles import Tile
from pages.parts.inside.subject import layer_choice
from pages.parts.inside.subject.subject import Subject
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside_changes import noun
from pages.text.inside_damage import Break
from pages.text.labels import of_classes
from pages.ui import widgets

TILES_PAGE = 64
NUMBER_WIDTH = 150  # of an input on screen, in pixels


def breakable(spec: NetworkSpec) -> list[int]:
    """Return the layers that have weights."""
    kinds = spec.kernel_layers
    return [index for index, layer in enumerate(spec.layers) if index in kinds or isinstance(layer, BatchNormalization)]


def layer_of(subject: Subject) -> int:
    """Draw the list of layers, and what is undone; return the layer that is broken."""
    held, network = broken.of(subject.network), subject.network
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        layer = layer_choice.choose(
            subject.spec, breakable(subject.spec), default=subject.spec.first_kernel, label=Break.LAYER
        )
        st.button(
            Break.UNDO,
            key="break-undo",
            icon=":material/undo:",
            help=Break.UNDO_HELP,
            disabled=not held.earlier,
            on_click=broken.undo,
            args=(network,),
        )
        st.button(
            Break.PUT_BACK,
            key="break-put-back",
            disabled=not held.damage,
            on_click=broken.change,
            args=(network, NOTHING),
        )
    return layer


def show(subject: Subject, layer: int) -> None:
    """Draw what can be broken in a layer."""
    if isinstance(subject.spec.layers[layer], BatchNormalization):
        _normalisation(subject, layer)
        return
    _filters(subject, layer)
    st.caption(of_classes(Break.silent(subject.spec, layer), subject.trace.class_names))
    sliders.show(subject, layer)


def _normalisation(subject: Subject, layer: int) -> None:
    network, damage = subject.network, broken.of(subject.network).damage
    state.put(inside_slots.BREAK_NORM, damage.is_passed_through(layer))

    def switch() -> None:
        switched = broken.apply if state.get(inside_slots.BREAK_NORM) else broken.remove
        switched(network, SwitchedOff(layer=layer))

    st.toggle(Break.NORM_OFF, key=inside_slots.BREAK_NORM.key, on_change=switch)
    st.caption(Break.NORM_HELP)


def _filters(subject: Subject, layer: int) -> None:
    """Draw the tiles of one page, and the field and buttons that do the same."""
    spec, network = subject.spec, subject.network
    total, what = filters_of(spec, layer), noun(spec, layer)
    off = broken.of(network).damage.off_in(layer)
    chosen = min(max(state.get(inside_slots.BREAK_FILTER), 0), total - 1)
    first = chosen // TILES_PAGE * TILES_PAGE
    shown = range(first, min(first + TILES_PAGE, total))
    title = Break.tiles(total, what, len(off))
    st.markdown(f"**{title}**", help=widgets.worded(Break.TILES_OWN))
    filter_tiles.show(
        [
            Tile(number=number, name=Break.tile(what, number, is_off=number in off), is_off=number in off)
            for number in shown
        ],
        subject.trace.output_of(layer),
        name=title,
        slot=inside_slots.BREAK_TILES,
        on_click=partial(broken.toggle, network, layer),
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        state.put(inside_slots.BREAK_FILTER, chosen)
        st.number_input(
            Break.number_field(what, total - 1),
            min_value=0,
            max_value=max(total - 1, 1),
            step=1,
            key=inside_slots.BREAK_FILTER.key,
            width=NUMBER_WIDTH,
            disabled=total == 1,
        )
        st.button(
            Break.switch(is_off=chosen in off),
            key="break-switch",
            on_click=broken.toggle,
            args=(network, layer, chosen),
        )
        for label, key, numbers in ((Break.ALL_OFF, "off", range(total)), (Break.ALL_ON, "on", ())):
            st.button(
                label,
                key=f"break-all-{key}",
                disabled=len(off) == len(numbers),
                on_click=broken.switch_off,
                args=(network, layer, numbers),
            )
        if total > TILES_PAGE:
            for label, target in (("chevron_left", first - TILES_PAGE), ("chevron_right", first + TILES_PAGE)):
                is_there = 0 <= target < total
                st.button(
                    Break.page(target, min(target + TILES_PAGE, total) - 1, total) if is_there else Break.END,
                    key=f"break-{label}",
                    icon=f":material/{label}:",
                    disabled=not is_there,
                    on_click=state.put,
                    args=(inside_slots.BREAK_FILTER, target),
                )


def explain(subject: Subject) -> None:
    """Draw what is not offered, and what the experiment tells."""
    if len(breakable(subject.spec)) < len(subject.spec.layers):
        st.caption(Break.NO_WEIGHTS)
    if all(isinstance(layer, Dense) for layer in subject.spec.kernel_layers.values()):
        st.caption(Break.ONLY_DENSE)
