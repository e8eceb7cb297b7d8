"""How a run's layers fare: how large weights and gradients are, which cells never answer, which are saturated."""

from __future__ import annotations

import dataclasses
import html
import math
from dataclasses import dataclass

import streamlit as st

from core.training.record.events import LayerHealth
from core.training.record.history import History
from core.training.record.live_snapshot import LiveSnapshot
from pages.text.pictures import NONE, LiveHealth, size, whole_percent
from pages.ui import widgets
from pages.ui.colours import FAINT, INK

DECADES = 7  # that a bar spans, up to 1


def show(history: History, glimpse: LiveSnapshot | None) -> None:
    """Draw a row for each layer: sizes of now while it trains, shares (and later sizes) of the last epoch."""
    measured = next((epoch for epoch in reversed(history.epochs) if epoch.health), None)
    is_live = glimpse is not None and (history.is_active or measured is None)
    layers = merged(measured.health if measured else (), glimpse if is_live else None)
    if not layers:
        st.caption(_why_not(history, glimpse))
        return
    plainly = [(widgets.plain(layer.name), layer) for layer in layers]
    gradients = [(name, layer.gradient_size) for name, layer in plainly if layer.gradient_size is not None]
    dead = [(name, layer.dead_fraction) for name, layer in plainly if layer.dead_fraction is not None]
    finding = LiveHealth.finding(gradients, max(dead, key=lambda one: one[1], default=None))
    if finding:
        st.markdown(f"**{finding}**")
    st.html(_table(layers))
    measured_epoch = measured.epoch if measured else None
    if is_live and glimpse is not None:
        st.caption(LiveHealth.when(glimpse.epoch, glimpse.step, measured_epoch))
    elif measured is not None:
        st.caption(LiveHealth.when(measured.epoch, None, None))
    if len(gradients) > 1:
        with st.expander(LiveHealth.WHY):
            st.markdown(LiveHealth.because(gradients[0], gradients[-1]))


def merged(health: tuple[LayerHealth, ...], glimpse: LiveSnapshot | None) -> tuple[LayerHealth, ...]:
    """Return an epoch's layers with a glimpse's sizes; a layer that only one of them knows stays as that one says."""
    if glimpse is None:
        return health
    names, sizes = glimpse.layers, zip(glimpse.weight_sizes.tolist(), glimpse.gradient_sizes.tolist(), strict=True)
    now = dict(zip(names, sizes, strict=True))
    known = [
        dataclasses.replace(layer, weight_size=now[layer.name][0], gradient_size=now[layer.name][1])
        if layer.name in now
        else layer
        for layer in health
    ]
    named = {layer.name for layer in health}
    new = [
        LayerHealth(name=name, weight_size=weight, gradient_size=gradient, dead_fraction=None, saturated_fraction=None)
        for name, (weight, gradient) in now.items()
        if name not in named
    ]
    return (*known, *new)


def log_share(value: float) -> float:
    """Return how much of a bar a size fills, 0 to 1: each factor of 10 a seventh, up to 1."""
    if not value > 0:
        return 0.0
    return min(max(1 + math.log10(min(value, 1.0)) / DECADES, 0.0), 1.0)


def _why_not(history: History, glimpse: LiveSnapshot | None) -> str:
    if glimpse is not None or any(epoch.health for epoch in history.epochs):
        return LiveHealth.NOTHING
    return LiveHealth.NOT_YET if history.is_active else LiveHealth.OLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    title: str
    cells: tuple[str, ...]  # HTML


def _table(layers: tuple[LayerHealth, ...]) -> str:
    columns = [
        _Column(title=LiveHealth.WEIGHTS, cells=tuple(_sized(layer.weight_size) for layer in layers)),
        _Column(title=LiveHealth.GRADIENT, cells=tuple(_sized(layer.gradient_size) for layer in layers)),
    ]
    for title, without, shares in (
        (LiveHealth.DEAD, LiveHealth.NO_RELU, [layer.dead_fraction for layer in layers]),
        (LiveHealth.SATURATED, LiveHealth.NO_BOUND, [layer.saturated_fraction for layer in layers]),
    ):
        if any(share is not None for share in shares):  # a column that says nothing is left out
            columns.append(_Column(title=title, cells=tuple(_shared(share) or without for share in shares)))
    style = "padding: 0.25rem 0.9rem 0.25rem 0; text-align: left; vertical-align: top; font-weight:"
    heads = "".join(f'<th scope="col" style="{style} 600">{html.escape(column.title)}</th>' for column in columns)
    rows = "".join(
        f'<tr><th scope="row" style="{style} 400">{html.escape(layer.name)}</th>'
        + "".join(f'<td style="{style} 400">{column.cells[place]}</td>' for column in columns)
        + "</tr>"
        for place, layer in enumerate(layers)
    )
    label = html.escape(LiveHealth.TABLE, quote=True)
    return (
        f'<table class="layer-health" aria-label="{label}" style="border-collapse: collapse; table-layout: fixed; '
        f'width: 100%; max-width: 44rem; font-size: 0.875rem; font-variant-numeric: tabular-nums">'
        f'<thead><tr><th scope="col" style="{style} 600">{LiveHealth.LAYER}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _sized(value: float | None) -> str:
    if value is None:
        return NONE
    return (
        f'{html.escape(size(value))}<div aria-hidden="true" style="height: 5px; background: {FAINT}">'
        f'<div style="height: 100%; width: {100 * log_share(value):.0f}%; background: {INK}"></div></div>'
    )


def _shared(value: float | None) -> str:
    if value is None:
        return ""
    return "0 %" if value == 0 else "100 %" if value == 1 else html.escape(whole_percent(value))
