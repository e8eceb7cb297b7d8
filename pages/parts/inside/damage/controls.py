"""What can be broken: a layer, its filters as tiles, and sliders for its weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from core.inference.damage.changes import (
    MAX_NOISE,
    MAX_PRUNED,
    MAX_SCALE,
    MAX_SEED,
    MAX_SHIFT,
    NOTHING,
    Change,
    Noisy,
    Pruned,
    Scaled,
    Shifted,
    SwitchedOff,
)
from core.inference.damage.code import filters_of
from models.layers import BatchNormalization, Dense
from models.spec import NetworkSpec
from pages.parts.inside.damage import broken, filter_tiles
from pages.parts.inside.damage.filter_tiles import Tile
from pages.parts.inside.subject import layer_choice
from pages.parts.inside.subject.subject import Subject
from pages.state import slots, state
from pages.text.inside_changes import noun
from pages.text.inside_damage import Break

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
    st.caption(Break.silent(subject.spec, layer))
    _sliders(subject, layer)


def _normalisation(subject: Subject, layer: int) -> None:
    network, damage = subject.network, broken.of(subject.network).damage
    state.put(slots.BREAK_NORM, damage.is_passed_through(layer))

    def switch() -> None:
        off, now = SwitchedOff(layer=layer), broken.of(network).damage
        broken.change(network, now.with_change(off) if state.get(slots.BREAK_NORM) else now.without(off))

    st.toggle(Break.NORM_OFF, key=slots.BREAK_NORM.key, on_change=switch)
    st.caption(Break.NORM_HELP)


def _filters(subject: Subject, layer: int) -> None:
    """Draw the tiles of one page, and the field and buttons that do the same."""
    spec, network = subject.spec, subject.network
    total, what = filters_of(spec, layer), noun(spec, layer)
    off = broken.of(network).damage.off_in(layer)
    chosen = min(max(state.get(slots.BREAK_FILTER), 0), total - 1)
    first = chosen // TILES_PAGE * TILES_PAGE
    shown = range(first, min(first + TILES_PAGE, total))
    title = Break.tiles(total, what, len(off))
    st.markdown(f"**{title}**", help=Break.TILES_OWN)
    filter_tiles.show(
        [
            Tile(number=number, name=Break.tile(what, number, is_off=number in off), is_off=number in off)
            for number in shown
        ],
        subject.trace.output_of(layer),
        name=title,
        slot=slots.BREAK_TILES,
        on_click=partial(broken.toggle, network, layer),
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        state.put(slots.BREAK_FILTER, chosen)
        st.number_input(
            Break.number_field(what, total - 1),
            min_value=0,
            max_value=max(total - 1, 1),
            step=1,
            key=slots.BREAK_FILTER.key,
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
                on_click=broken.change,
                args=(network, broken.of(network).damage.with_off(layer, numbers)),
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
                    args=(slots.BREAK_FILTER, target),
                )


def _sliders(subject: Subject, layer: int) -> None:
    damage = broken.of(subject.network).damage
    what, chosen = noun(subject.spec, layer), state.get(slots.BREAK_FILTER)
    left, right = st.columns(2, gap="medium")
    slide = partial(_slider, subject)
    with left:
        scaled = damage.percent(Scaled, layer, usual=100)
        slide("scale", Break.SCALE, (0, MAX_SCALE, 10), scaled, lambda to: Scaled(layer=layer, percent=to))
        pruned = damage.percent(Pruned, layer, usual=0)
        slide(
            *("prune", Break.PRUNE, (0, MAX_PRUNED, 5), pruned, lambda to: Pruned(layer=layer, percent=to)),
            help_=Break.PRUNE_HELP,
        )
        shift = damage.shift(layer, None)
        slide("shift", Break.SHIFT, (-MAX_SHIFT, MAX_SHIFT, 25), shift, lambda to: Shifted(layer=layer, hundredths=to))
    with right:
        noise, seed = damage.percent(Noisy, layer, usual=0), damage.seed(layer)
        slide(
            *("noise", Break.NOISE, (0, MAX_NOISE, 10), noise),
            lambda to: Noisy(layer=layer, percent=to, seed=seed),
            help_=Break.NOISE_HELP,
        )
        everywhere = damage.percent(Pruned, None, usual=0)
        slide(
            *("prune-all", Break.PRUNE_ALL, (0, MAX_PRUNED, 5), everywhere),
            lambda to: Pruned(layer=None, percent=to),
            help_=Break.PRUNE_ALL_HELP,
        )
        own = damage.shift(layer, chosen)
        slide(
            *("shift-one", Break.shift_one(what, chosen), (-MAX_SHIFT, MAX_SHIFT, 25), own),
            lambda to: Shifted(layer=layer, filter=chosen, hundredths=to),
        )
    if noise:
        again = Noisy(layer=layer, percent=noise, seed=(seed + 1) % (MAX_SEED + 1))
        st.button(
            Break.OTHER_NOISE,
            key="break-other-noise",
            on_click=broken.change,
            args=(subject.network, damage.with_change(again)),
        )


def _slider(
    subject: Subject,
    name: str,
    label: str,
    bounds: tuple[int, int, int],
    value: int,
    changed: Callable[[int], Change],
    *,
    help_: str | None = None,
) -> None:
    """Draw a slider in whole hundredths, which the change counts; on screen they are numbers or percent."""
    low, high, step = bounds
    slot, network = slots.BREAK_SLIDER.of(name), subject.network
    as_number = name in ("scale", "shift", "shift-one")
    unit = 100 if as_number else 1
    state.put(slot, value / unit)

    def take() -> None:
        chosen = state.get(slot)
        if chosen is not None and np.isfinite(chosen):
            to = min(max(round(chosen * unit), low), high)
            broken.change(network, broken.of(network).damage.with_change(changed(to)))

    st.slider(
        label,
        low / unit,
        high / unit,
        step=step / unit,
        format="%+.2f" if low < 0 else "× %.1f" if as_number else "%.0f %%",
        key=slot.key,
        help=help_,
        on_change=take,
    )


def explain(subject: Subject) -> None:
    """Draw what is not offered, and what the experiment tells."""
    if len(breakable(subject.spec)) < len(subject.spec.layers):
        st.caption(Break.NO_WEIGHTS)
    if all(isinstance(layer, Dense) for layer in subject.spec.kernel_layers.values()):
        st.caption(Break.ONLY_DENSE)
