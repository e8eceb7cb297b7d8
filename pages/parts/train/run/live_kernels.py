"""The first layer's weights as small pictures while a run trains: kernels of a convolution, units of a dense layer.

A component of our own: it paints into canvases that stay where they are, in the theme's colours.
"""

from __future__ import annotations

import base64

import numpy as np
import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.live_snapshot import LiveSnapshot
from pages.text.pictures import LiveKernels, Pictures, moment
from pages.ui import array_html, widgets
from pages.ui.colours import DIVERGING
from pages.ui.component_files import component

KERNEL_SIZE, UNIT_SIZE = 48, 64  # pixels on screen
MOST_UNITS = 24
_STEPS = 127  # on either side of zero

_kernels = component("live_kernels", __file__)


def show(record: RunRecord, glimpse: LiveSnapshot | None) -> None:
    """Draw the first kernels, all on one scale."""
    if glimpse is None:
        st.caption(Pictures.NOT_YET)
        return
    if not len(glimpse.kernels) or not glimpse.layers:
        st.caption(LiveKernels.NO_PICTURE)
        return
    of, is_dense = _first_layer(record)
    kernels = np.nan_to_num(glimpse.kernels[: MOST_UNITS if is_dense else None], posinf=0.0, neginf=0.0)
    name, when = glimpse.layers[0], moment(glimpse.epoch, glimpse.step)
    title = LiveKernels.title(name, len(kernels), of, is_dense=is_dense)
    sizes = np.abs(kernels).max(axis=(1, 2))
    limit = float(sizes.max())
    st.markdown(f"**{widgets.plain(title)}**")
    shades = np.rint(kernels / (limit or 1.0) * _STEPS).astype(np.int8)
    _kernels(
        key="live-kernels",
        data=widgets.component_data(
            {
                "cells": base64.b64encode(shades.tobytes()).decode(),
                "count": len(kernels),
                "rows": kernels.shape[1],
                "columns": kernels.shape[2],
                "steps": _STEPS,
                "scales": DIVERGING,  # of light and of dark paper
                "side": UNIT_SIZE if is_dense else KERNEL_SIZE,
                "name": LiveKernels.alt(title, limit, int(sizes.argmax()), when),
            }
        ),
    )
    st.html(array_html.scale_bar(limit, signed=True))
    st.caption(LiveKernels.scale(limit, when))


def _first_layer(record: RunRecord) -> tuple[int, bool]:
    """Return how many kernels or units the first layer with weights of pixels has, and whether it is dense."""
    first = record.spec.first_kernel
    layer, channels = record.spec.kernel_layers[first], record.spec.rows()[first].input_shape[-1]
    shape = layer.weights(channels)[layer.kernels[0]]
    return shape[-1], len(shape) == 2
