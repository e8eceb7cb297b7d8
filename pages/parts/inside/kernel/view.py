"""My own kernel: a person sets the numbers and sees what they make of the picture, by hand, pooled, on ten digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.data.input_scaling import Pixels
from core.errors import ConfigError
from core.inference.by_hand.own_kernel import PRESETS, SIZES, OwnKernel, named, preset
from core.inference.forward_trace import ForwardTrace
from models.layers import Conv2D
from pages.parts.inside.kernel import chosen_kernel, kernel_grid, results
from pages.state import state, url
from pages.state.inside import inside_slots
from pages.text.inside import Inside
from pages.text.inside_kernel import KernelText
from pages.ui import widgets

_LEARNED = "learned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A kernel of the network's first convolution, as one to start from."""

    map_number: int
    kernel: OwnKernel

    @classmethod
    def of(cls, followed: ForwardTrace, map_number: int) -> Learned | None:
        """Return the kernel of a map of the first layer; None where that is no convolution of a size of ours."""
        layer = followed.layer(0)
        if not isinstance(layer, Conv2D) or layer.kernel_size not in SIZES:
            return None
        kernel, bias = followed.weight(0, "kernel"), followed.weight(0, "bias")
        if kernel.shape[2] != 1:
            return None
        try:
            own = OwnKernel.of(kernel[:, :, 0, map_number], float(bias[map_number]))
        except ConfigError:  # a weight further from 0 than the fields take
            return None
        return cls(map_number=map_number, kernel=own)


def is_offered(followed: ForwardTrace, index: int) -> bool:
    """Return whether a layer's panel has the switch to this side: a convolution's that sees the picture, and its own.

    Args:
        followed: the network and the picture.
        index: of the layer, -1 for the picture.
    """
    return index < 0 or (index == 0 and isinstance(followed.layer(index), Conv2D))


def switch(text: str, sides: Mapping[str, str], scaling: Pixels) -> bool:
    """Draw a panel's first sentence and beside it the switch to this side; return whether it is this side's turn.

    Args:
        text: the sentence of the other side.
        sides: what the sides are called.
        scaling: how the network gets its pictures.
    """
    if state.get(inside_slots.INSIDE_KERNEL_SIDE) is None or url.is_step_in_history():
        state.put(inside_slots.INSIDE_KERNEL_SIDE, "own" if chosen_kernel.is_in_address() else "learned")
    is_own = state.get(inside_slots.INSIDE_KERNEL_SIDE) == "own"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(KernelText.text(scaling) if is_own else text, width="content")
        widgets.switch(
            KernelText.SIDE,
            sides,
            inside_slots.INSIDE_KERNEL_SIDE.key,
            label_visibility="collapsed",
            persist_state="session",
            width="content",
        )
    if not is_own:
        chosen_kernel.leave_address()
    return is_own


@st.fragment(key="inside-own-kernel")
@widgets.show_errors()
def show(followed: ForwardTrace, learned: Learned | None) -> None:
    """Draw the kernel, what it makes of the picture and of ten digits.

    Args:
        followed: the picture, as the network gets it.
        learned: a kernel of the network that can be started from.
    """
    kernel = chosen_kernel.current()
    picture = followed.input_of(0).reshape(followed.image.shape)
    with st.container(gap="xsmall", key="own-kernel"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            _size(kernel)
            _presets(kernel, learned)
        numbers, steps = st.columns([2.5, 8.5], gap="small")
        with numbers:
            kernel_grid.draw(
                kernel,
                revision=chosen_kernel.revision(kernel),
                key=inside_slots.INSIDE_KERNEL_GRID.key,
                on_change=chosen_kernel.take,
            )
            refusal = state.pop(inside_slots.INSIDE_KERNEL_REFUSAL)
            if refusal:
                st.error(widgets.plain(refusal))
        with steps:
            results.show(kernel, picture)
        results.show_ten(kernel, followed.input_scaling)
        st.caption(KernelText.LINK)
        st.expander(Inside.WHY).markdown(KernelText.BECAUSE)
        results.show_table(kernel, picture)
        results.take_away(kernel, np.array(picture), followed.input_scaling)


def _size(kernel: OwnKernel) -> None:
    state.put(inside_slots.INSIDE_KERNEL_SIZE, kernel.size)

    def resize() -> None:
        size = state.get(inside_slots.INSIDE_KERNEL_SIZE)
        if size in SIZES:
            name = named(kernel)
            chosen_kernel.put(preset(name, size) if name else kernel.resized(size))

    widgets.switch(
        KernelText.SIZE,
        {size: KernelText.size(size) for size in SIZES},
        inside_slots.INSIDE_KERNEL_SIZE.key,
        width="content",
        label_visibility="collapsed",
        on_change=resize,
    )


def _presets(kernel: OwnKernel, learned: Learned | None) -> None:
    """Draw the kernels to start from; which of them is set, is marked."""
    names = {name: KernelText.PRESETS[name] for name in PRESETS}
    if learned is not None:
        names[_LEARNED] = KernelText.learned(learned.map_number)
    is_learned = learned is not None and learned.kernel == kernel
    state.put(inside_slots.INSIDE_KERNEL_PRESET, _LEARNED if is_learned else named(kernel))

    def start() -> None:
        name = state.get(inside_slots.INSIDE_KERNEL_PRESET)
        if name == _LEARNED and learned is not None:
            chosen_kernel.put(learned.kernel)
        elif name in PRESETS:
            chosen_kernel.put(preset(name, kernel.size))

    st.pills(
        KernelText.PRESET,
        list(names),
        format_func=names.__getitem__,
        key=inside_slots.INSIDE_KERNEL_PRESET.key,
        wrap=True,
        width="content",
        on_change=start,
    )
