"""The first layer's weights as small pictures while a run trains: kernels of a convolution, units of a dense layer.

A component of our own: it paints into canvases that stay where they are, in the theme's colours.
"""

from __future__ import annotations

import base64
import json

import numpy as np
import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.live_snapshot import LiveSnapshot
from models.layers import Conv2D, Dense
from pages.text.pictures import LiveKernels, Pictures, moment
from pages.ui import array_html, widgets
from pages.ui.colours import DIVERGING, LINE, TEXT

KERNEL_SIZE, UNIT_SIZE = 48, 64  # pixels on screen
MOST_UNITS = 24
_STEPS = 127  # on either side of zero

_kernels = st.components.v2.component(
    "live_kernels",
    html='<div class="kernels" role="img"></div><i class="paper"></i>',
    css=f"""
    .kernels {{ display: flex; flex-wrap: wrap; gap: 0.4rem; max-width: 904px; color: {TEXT}; text-align: center;
        font: 0.75rem/1.3 var(--st-font); font-variant-numeric: tabular-nums }}
    canvas {{ display: block; border: 1px solid {LINE}; image-rendering: pixelated }}
    .paper {{ display: block; height: 0; color: light-dark(#000000, #FFFFFF); transition: color 1ms }}
    """,
    js=f"const SCALES = {json.dumps(DIVERGING)}"
    """.map((scale) => scale.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))))

    function shades(scale, steps) {
        return Array.from({ length: 2 * steps + 1 }, (_, place) => {
            const exact = (place / (2 * steps)) * (scale.length - 1)
            const low = Math.min(Math.floor(exact), scale.length - 2)
            return scale[low].map((from, part) => from + (scale[low + 1][part] - from) * (exact - low))
        })
    }

    function paint(list, { cells, rows, columns, steps }, isDark) {
        const colours = shades(SCALES[isDark ? 1 : 0], steps)
        const values = Int8Array.from(atob(cells), (letter) => letter.charCodeAt(0))
        const size = rows * columns
        ;[...list.querySelectorAll("canvas")].forEach((canvas, place) => {
            const context = canvas.getContext("2d")
            const image = context.createImageData(columns, rows)
            for (let cell = 0; cell < size; cell++)
                image.data.set([...colours[values[place * size + cell] + steps], 255], 4 * cell)
            context.putImageData(image, 0, 0)
        })
    }

    export default function ({ data: { json }, parentElement }) {
        const data = JSON.parse(json)
        const list = parentElement.querySelector(".kernels")
        const paper = parentElement.querySelector(".paper")
        const shape = [data.count, data.rows, data.columns, data.side].join()
        if (list.shape !== shape) list.replaceChildren(...Array.from({ length: data.count }, (_, place) => {
            const item = document.createElement("div")
            const canvas = item.appendChild(document.createElement("canvas"))
            Object.assign(canvas, { width: data.columns, height: data.rows })
            Object.assign(canvas.style, { width: `${data.side}px`, height: `${data.side}px` })
            item.appendChild(document.createElement("span")).textContent = place
            return item
        }))
        list.shape = shape
        list.setAttribute("aria-label", data.name)
        const draw = () => paint(list, data, getComputedStyle(paper).color === "rgb(255, 255, 255)")
        draw()
        paper.ontransitionend = draw
    }
    """,
)


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
                "side": UNIT_SIZE if is_dense else KERNEL_SIZE,
                "name": LiveKernels.alt(title, limit, int(sizes.argmax()), when),
            }
        ),
    )
    st.html(array_html.scale_bar(limit, signed=True))
    st.caption(LiveKernels.scale(limit, when))


def _first_layer(record: RunRecord) -> tuple[int, bool]:
    """Return how many kernels or units the first layer with weights of pixels has, and whether it is dense."""
    for layer in record.spec.layers:
        if isinstance(layer, Conv2D):
            return layer.filters, False
        if isinstance(layer, Dense):
            return layer.units, True
    return 0, False
