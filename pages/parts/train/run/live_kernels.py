"""The first layer's weights as small pictures while a run trains: kernels of a convolution, units of a dense layer.

A component of our own: it paints into canvases that stay where they are, in the theme's colours.
"""

from __future__ import annotations

import base64

import numpy as np
import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.live_snapshot import LiveSnapshot
from pages.parts.train.run.watch import live_html
from pages.text.pictures import LiveKernels, Pictures, moment
from pages.ui import array_html, widgets
from pages.ui.colours import DIVERGING
from pages.ui.component_files import component

KERNEL_SIZE, UNIT_SIZE = 48, 64  # pixels on screen
MOST_UNITS = 24
KERNELS, SCALE = "live-kernels", "live-kernels-scale"  # keys
_STEPS = 127  # on either side of zero

_kernels = component("live_kernels", __file__)


def show(record: RunRecord, glimpse: LiveSnapshot | None) -> None:
    """Draw the first kernels, all on one scale."""
    if glimpse is None:
        st.caption(Pictures.NOT_YET)
        return
    if not has_picture(glimpse):
        st.caption(LiveKernels.NO_PICTURE)
        return
    drawn = parts(record, glimpse)
    st.markdown(f"**{widgets.plain(_title(record, glimpse))}**")
    _kernels(key=KERNELS, data=widgets.component_data(drawn[KERNELS], part=live_html.part_of(record.id, KERNELS)))
    live_html.show(str(drawn[SCALE]["html"]), SCALE, run=record.id)


def parts(record: RunRecord, glimpse: LiveSnapshot) -> dict[str, dict[str, object]]:
    """Return what changes of a picture of kernels, by the keys of its parts; nothing where there is no picture."""
    if not has_picture(glimpse):
        return {}
    _, is_dense = _first_layer(record)
    kernels = np.nan_to_num(_shown(record, glimpse), posinf=0.0, neginf=0.0)
    when = moment(glimpse.epoch, glimpse.step)
    sizes = np.abs(kernels).max(axis=(1, 2))
    limit = float(sizes.max())
    shades = np.rint(kernels / (limit or 1.0) * _STEPS).astype(np.int8)
    picture = {
        "cells": base64.b64encode(shades.tobytes()).decode(),
        "count": len(kernels),
        "rows": kernels.shape[1],
        "columns": kernels.shape[2],
        "steps": _STEPS,
        "scales": DIVERGING,  # of light and of dark paper
        "side": UNIT_SIZE if is_dense else KERNEL_SIZE,
        "name": LiveKernels.alt(_title(record, glimpse), limit, int(sizes.argmax()), when),
    }
    scale = array_html.scale_bar(limit, signed=True) + live_html.caption(LiveKernels.scale(limit, when))
    return {KERNELS: picture, SCALE: live_html.content(scale)}


def has_picture(glimpse: LiveSnapshot) -> bool:
    """Return whether a run's first kernels can be shown as pictures."""
    return bool(len(glimpse.kernels) and glimpse.layers)


def _title(record: RunRecord, glimpse: LiveSnapshot) -> str:
    of, is_dense = _first_layer(record)
    return LiveKernels.title(glimpse.layers[0], len(_shown(record, glimpse)), of, is_dense=is_dense)


def _shown(record: RunRecord, glimpse: LiveSnapshot) -> np.ndarray:
    return glimpse.kernels[: MOST_UNITS if _first_layer(record)[1] else None]


def _first_layer(record: RunRecord) -> tuple[int, bool]:
    """Return how many kernels or units the first layer with weights of pixels has, and whether it is dense."""
    first = record.spec.first_kernel
    layer, channels = record.spec.kernel_layers[first], record.spec.rows()[first].input_shape[-1]
    shape = layer.weights(channels)[layer.kernels[0]]
    return shape[-1], len(shape) == 2
