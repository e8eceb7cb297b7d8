"""All kernels of a convolution: each beside the map it makes, or, in deeper layers, slice by slice."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs
from pages.parts.inside import feature_maps, selection
from pages.state import slots, state
from pages.text.inside import Inside
from pages.text.inside_maps import Convolution
from pages.ui import array_html

MOST_CHANNELS = 64  # input maps whose kernels one picture holds
KERNEL_WIDTH, MAP_WIDTH = 44, 64  # on screen, in pixels


def show(followed: ForwardTrace, index: int) -> None:
    """Draw all kernels of a layer."""
    kernel = followed.weight(index, "kernel")
    if kernel.shape[2] == 1:
        _with_maps(followed, index, kernel[:, :, 0])
        return
    with st.expander(Convolution.KERNELS, key="inside-kernels", on_change="rerun") as box:
        if box.open:
            own, every = st.columns(2, gap="medium")
            with own:
                _of_map(followed, index, kernel)
            with every:
                _of_layer(followed, index, kernel)


def _with_maps(followed: ForwardTrace, index: int, kernels: np.ndarray) -> None:
    """Draw each kernel, (size, size, filters), beside its map."""
    values = followed.output_of(index)
    shown = feature_maps.page_of(selection.chosen_map(followed, index), values.shape[-1])
    st.markdown(Convolution.pairs(values.shape[-1], shown))
    pairs = []
    for channel in shown:
        pictures = [
            array_html.picture(
                kernels[..., channel],
                Convolution.kernel_of(channel),
                width=KERNEL_WIDTH,
                signed=True,
                limit=max_abs(kernels),
            ),
            array_html.picture(
                values[..., channel],
                Inside.map_title(channel),
                width=MAP_WIDTH,
                signed=is_signed(values),
                limit=max_abs(values),
            ),
        ]
        pairs.append(array_html.titled(str(channel), array_html.beside(pictures)))
    st.html(array_html.row(pairs, gap="0.75rem", name=Convolution.which(values.shape[-1], shown)))


def _of_map(followed: ForwardTrace, index: int, kernel: np.ndarray) -> None:
    """Draw the kernel of the chosen map; a click on one of its slices shows that input map's part of the sum."""
    from pages.parts.inside import figures

    side, _, channels, _ = kernel.shape
    limit = max_abs(kernel)
    chosen = selection.chosen_map(followed, index)
    st.markdown(Convolution.kernel_of_map(chosen, side, channels))
    shown = feature_maps.page_of(selection.chosen_channel(index, 0, channels), channels)
    slot = slots.INSIDE_KERNELS.of(index)

    def open_clicked() -> None:
        clicked = state.clicked_index(slot)
        if clicked is not None:
            selection.choose_channel(followed, index, clicked)
        st.rerun([feature_maps.CELL])

    feature_maps.draw(
        figures.map_mosaic(
            np.moveaxis(kernel[:, :, shown[0] : shown[-1] + 1, chosen], -1, 0),
            shown,
            limit=limit,
            marked=None,
            what=Inside.CHANNEL.lower(),
        ),
        key=slot.key,
        alt=Convolution.slices_alt(len(shown), limit),
        limit=limit,
        signed=True,
        selection_mode="points",
        on_select=open_clicked,
    )


def _of_layer(followed: ForwardTrace, index: int, kernel: np.ndarray) -> None:
    """Draw the kernels of all maps as one table."""
    from pages.parts.inside import figures

    limit = max_abs(kernel)
    st.markdown(Convolution.kernels_text(kernel.shape[-1], kernel.shape[2]))
    shown = feature_maps.page_of(selection.chosen_map(followed, index), kernel.shape[-1])
    some = kernel[:, :, :MOST_CHANNELS, shown[0] : shown[-1] + 1]
    feature_maps.draw(
        figures.kernel_table(some, limit=limit),
        key="inside-kernel-table",
        alt=Convolution.slices_alt(some.shape[2] * some.shape[3], limit),
        limit=limit,
        signed=True,
    )
