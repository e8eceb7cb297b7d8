"""A map as the sum that it is: for each input map its picture, its slice of the kernel, and the part that they make."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, furthest, is_signed, max_abs
from core.inference.layers.before_function import by_channel
from models.layers import SeparableConv2D
from models.layers.conv2d import ConvolutionLayer
from pages.parts.inside.follow import selection
from pages.text.inside_sums import Parts
from pages.ui import array_html

MOST_PARTS = 16
MAP_WIDTH, SLICE_WIDTH = 56, 36  # on screen, in pixels


def show(followed: ForwardTrace, index: int) -> None:
    """Draw the chosen map of a convolution as the sum over its input maps, the strongest first."""
    layer, before = followed.layer_as(index, ConvolutionLayer), followed.input_of(index)
    chosen, channels = selection.chosen_map(followed, index), before.shape[-1]
    slices, weights = _kernel_of(followed, index, chosen)
    parts = by_channel(before, slices, layer) * weights
    bias = float(followed.weight(index, "bias")[chosen])
    order = np.argsort(-np.abs(parts).max(axis=(0, 1)), kind="stable")
    shown, others = order[:MOST_PARTS].tolist(), order[MOST_PARTS:]
    st.markdown(Parts.text(chosen, channels, len(shown), all_zero=not parts.any()))
    # the same darkness is the same number in all parts, so that one sees which of them counts
    limit, titled = max_abs(parts), array_html.titled
    pieces = []
    for channel in shown:
        part, weight = parts[..., channel], float(weights[channel])
        name = Parts.of(channel) if not isinstance(layer, SeparableConv2D) else Parts.weighted(channel, weight)
        row = array_html.product(
            _picture(before[..., channel], Parts.of(channel), signed=is_signed(before), limit=max_abs(before)),
            array_html.picture(
                slices[..., channel], Parts.slice(channel), width=SLICE_WIDTH, signed=True, limit=max_abs(slices)
            ),
            _picture(part, Parts.part(channel, furthest(part)), signed=True, limit=limit),
        )
        pieces.append(titled(name, array_html.row(row, gap="0.25rem")))
    st.html(array_html.row(pieces, gap="1.25rem", name=Parts.figure(chosen, shown)))
    total = parts.sum(axis=-1) + bias
    ends = [titled(Parts.total(bias), _picture(total, Parts.total(bias), signed=True, limit=max_abs(total)))]
    if len(others):
        rest, name = parts[..., others].sum(axis=-1), Parts.others(len(others))
        ends.insert(0, titled(name, _picture(rest, name, signed=True, limit=limit)))
    if layer.activation != "linear":
        after, name = followed.output_of(index)[..., chosen], Parts.after(layer.activation)
        ends.append(titled(name, _picture(after, name, signed=is_signed(after), limit=max_abs(after))))
    st.html(array_html.row(ends, gap="1.25rem"))


def _kernel_of(followed: ForwardTrace, index: int, chosen: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a map's slices, (size, size, channels), and what each one's part is multiplied by, (channels,)."""
    if isinstance(followed.layer(index), SeparableConv2D):
        mixing = followed.weight(index, "pointwise_kernel")[0, 0]
        return followed.weight(index, "depthwise_kernel")[..., 0], mixing[:, chosen]
    slices = followed.weight(index, "kernel")[..., chosen]
    return slices, np.ones(slices.shape[-1], np.float32)


def _picture(values: np.ndarray, name: str, *, signed: bool, limit: float) -> str:
    return array_html.picture(values, name, width=MAP_WIDTH, signed=signed, limit=limit)
