"""What can be done to a layer's weights as a whole: scaled, disturbed, pruned; and its biases shifted."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import streamlit as st

from core.inference.damage.changes import (
    MAX_NOISE,
    MAX_PRUNED,
    MAX_SCALE,
    MAX_SEED,
    MAX_SHIFT,
    Change,
    Noisy,
    Pruned,
    Scaled,
    Shifted,
)
from pages.parts.inside.damage import broken
from pages.parts.inside.subject.subject import Subject
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside_changes import noun
from pages.text.inside_damage import Break


def show(subject: Subject, layer: int) -> None:
    """Draw a slider for each thing that can be done to a layer's weights and biases, and to all layers' weights."""
    damage = broken.of(subject.network).damage
    what, chosen = noun(subject.spec, layer), state.get(inside_slots.BREAK_FILTER)
    left, right = st.columns(2, gap="medium")
    slide = partial(_slider, subject, layer)
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
            on_click=broken.apply,
            args=(subject.network, again),
        )


def _slider(
    subject: Subject,
    layer: int,
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
    slot, network = inside_slots.BREAK_SLIDER.of(name), subject.network
    as_number = name in ("scale", "shift", "shift-one")
    unit = 100 if as_number else 1
    if state.get(slot) != value / unit:  # or a quick hand, already further, would be put back
        state.put(slot, value / unit)

    def take() -> None:
        chosen = state.get(slot)
        if chosen is not None and math.isfinite(chosen):
            to = min(max(round(chosen * unit), low), high)
            broken.slide(network, changed(to), f"{name}-{layer}-{label}")

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
