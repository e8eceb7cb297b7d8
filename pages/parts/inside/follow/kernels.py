"""All kernels of a convolution: each beside the map it makes, or, in deeper layers, part by part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, furthest, is_signed, max_abs
from pages.parts.inside.follow import feature_maps, selection, sum_of_parts
from pages.state.inside import inside_slots
from pages.text.inside import Inside
from pages.text.inside_maps import Convolution
from pages.ui import array_html, widgets

MOST_CHANNELS = 64  # input maps whose kernels one picture holds
KERNEL_WIDTH, MAP_WIDTH = 44, 64  # on screen, in pixels


def show(followed: ForwardTrace, index: int) -> None:
    """Draw all kernels of a layer."""
    kernel = followed.weight(index, "kernel")
    if kernel.shape[2] == 1:
        _with_maps(followed, index, kernel[:, :, 0])
        return
    halves = (lambda: _of_map(followed, index, kernel), lambda: _of_layer(followed, index, kernel))
    in_expander(followed, index, *halves)


def in_expander(followed: ForwardTrace, index: int, *halves: Callable[[], None]) -> None:
    """Draw, once it is opened, the chosen map as a sum of parts, and below two functions' pictures of kernels."""
    with st.expander(Convolution.KERNELS, key="inside-kernels", on_change="rerun") as box:
        if box.open:
            if followed.input_of(index).shape[-1] > 1:
                sum_of_parts.show(followed, index)
            for column, draw in zip(st.columns(2, gap="medium"), halves, strict=True):
                with column:
                    draw()


def _with_maps(followed: ForwardTrace, index: int, kernels: np.ndarray) -> None:
    """Draw each kernel, (size, size, filters), beside its map."""
    values = followed.output_of(index)
    shown = feature_maps.page_of(selection.chosen_map(followed, index), values.shape[-1])
    st.markdown(widgets.worded(Convolution.pairs(values.shape[-1], shown)))
    sides = (
        (kernels, Convolution.kernel_of, KERNEL_WIDTH, True),
        (values, Inside.map_title, MAP_WIDTH, is_signed(values)),
    )
    pairs = []
    for channel in shown:
        pictures = [
            array_html.picture(part[..., channel], name(channel), width=width, signed=signed, limit=max_abs(part))
            for part, name, width, signed in sides
        ]
        pairs.append(array_html.titled(str(channel), array_html.beside(pictures)))
    st.html(array_html.row(pairs, gap="0.75rem", name=Convolution.which(values.shape[-1], shown)))


def _of_map(followed: ForwardTrace, index: int, kernel: np.ndarray) -> None:
    """Draw the kernel of the chosen map."""
    side, _, channels, _ = kernel.shape
    chosen = selection.chosen_map(followed, index)
    st.markdown(Convolution.kernel_of_map(chosen, side, channels))
    show_slices(followed, index, np.moveaxis(kernel[..., chosen], -1, 0), limit=max_abs(kernel))


def show_slices(followed: ForwardTrace, index: int, slices: np.ndarray, *, limit: float) -> None:
    """Draw the part of a kernel that each input map has; a click on one shows that map's part of the sum.

    Args:
        followed: the network and the picture.
        index: of the convolution.
        slices: (input maps, size, size).
        limit: the weight, as a distance from 0, that is darkest.
    """
    from pages.parts.inside.subject import figures

    shown = feature_maps.page_of(selection.chosen_channel(index, 0, len(slices)), len(slices))
    some, what = slices[shown[0] : shown[-1] + 1], Inside.CHANNEL.lower()
    choose = partial(selection.choose_channel, followed, index)
    feature_maps.draw(
        figures.map_mosaic(some, shown, limit=limit, marked=None, what=what),
        alt=Convolution.slices_alt(len(shown), furthest(some)),
        limit=limit,
        signed=True,
        **feature_maps.on_click(inside_slots.INSIDE_KERNELS.of(index), choose, redraws=(feature_maps.CELL,)),
    )


def _of_layer(followed: ForwardTrace, index: int, kernel: np.ndarray) -> None:
    """Draw the kernels of all maps as one table."""
    from pages.parts.inside.subject import figures

    limit = max_abs(kernel)
    st.markdown(Convolution.kernels_text(kernel.shape[-1], kernel.shape[2]))
    shown = feature_maps.page_of(selection.chosen_map(followed, index), kernel.shape[-1])
    some = kernel[:, :, :MOST_CHANNELS, shown[0] : shown[-1] + 1]
    feature_maps.draw(
        figures.kernel_table(some, limit=limit),
        key="inside-kernel-table",
        alt=Convolution.slices_alt(some.shape[2] * some.shape[3], furthest(some)),
        limit=limit,
        signed=True,
    )
