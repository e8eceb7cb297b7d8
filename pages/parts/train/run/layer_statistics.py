"""How a run's layers fare: how large weights and gradients are, which cells never answer, which are saturated."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import streamlit as st

from core.training.record.events import LayerHealth
from core.training.record.history import History
from core.training.record.live_snapshot import LiveSnapshot
from pages.parts.train.run.watch import live_html
from pages.text.numbers import EMPTY
from pages.text.pictures import TINY, LiveHealth, size, whole_percent
from pages.ui import tables

HEALTH, WHY = "live-health", "live-health-why"  # keys
DECADES = 7  # that a bar spans, up to 1
FAR_APART = 100  # times; gradients of one network usually lie closer together


def show(run: str, history: History, glimpse: LiveSnapshot | None) -> None:
    """Draw a row for each layer: sizes of now while it trains, shares (and later sizes) of the last epoch."""
    drawn = parts(history, glimpse)
    if not drawn:
        st.caption(_why_not(history, glimpse))
        return
    live_html.show(str(drawn[HEALTH]["html"]), HEALTH, run=run)
    if WHY in drawn:
        with st.expander(LiveHealth.WHY):
            live_html.show(str(drawn[WHY]["html"]), WHY, run=run)


def parts(history: History, glimpse: LiveSnapshot | None) -> dict[str, dict[str, object]]:
    """Return what changes of the picture, by the keys of its parts; nothing where nothing was measured."""
    measured = next((epoch for epoch in reversed(history.epochs) if epoch.health), None)
    is_live = glimpse is not None and (history.is_active or measured is None)
    layers = merged(measured.health if measured else (), glimpse if is_live else None)
    if not layers:
        return {}
    gradients = [(layer.name, layer.gradient_size) for layer in layers if layer.gradient_size is not None]
    dead = [(layer.name, layer.dead_fraction) for layer in layers if layer.dead_fraction is not None]
    sentence = what_stands_out(gradients, max(dead, key=lambda dead_layer: dead_layer[1], default=None))
    shown = [live_html.strong(sentence)] if sentence else []
    shown.append(_table(layers))
    measured_epoch = measured.epoch if measured else None
    if is_live and glimpse is not None:
        shown.append(live_html.caption(LiveHealth.when(glimpse.epoch, glimpse.step, measured_epoch)))
    elif measured is not None:
        shown.append(live_html.caption(LiveHealth.when(measured.epoch, None, None)))
    found = {HEALTH: live_html.content("".join(shown))}
    if len(gradients) > 1:
        found[WHY] = live_html.content(live_html.plain(LiveHealth.because(gradients[0], gradients[-1])))
    return found


def what_stands_out(gradients: Sequence[tuple[str, float]], dead: tuple[str, float] | None) -> str:
    """Return what stands out; names come in as Markdown or as plain text.

    Args:
        gradients: name and gradient size of each layer that has one.
        dead: name of the layer with the largest share of dead cells, and that share; None without one.
    """
    sentences = [_gradient_sentence(gradients)] if len(gradients) > 1 else []
    if dead is not None and dead[1] > 0:
        sentences.append(LiveHealth.dead(*dead))
    return " ".join(sentences)


def _gradient_sentence(gradients: Sequence[tuple[str, float]]) -> str:
    if not all(math.isfinite(value) for _, value in gradients):
        return LiveHealth.OUT_OF_RANGE
    (small_layer, small), (large_layer, large) = (
        pick(gradients, key=lambda gradient: gradient[1]) for pick in (min, max)
    )
    if large < TINY:
        return LiveHealth.NO_GRADIENTS
    if small < TINY:
        return LiveHealth.no_gradient(small_layer)
    ratio = large / small
    if ratio < FAR_APART:
        return LiveHealth.gradients_close(ratio)
    return LiveHealth.gradient_vanishes(small_layer, large_layer, ratio)


def merged(health: tuple[LayerHealth, ...], glimpse: LiveSnapshot | None) -> tuple[LayerHealth, ...]:
    """Return an epoch's layers with a glimpse's sizes; a layer that only one of them knows stays as that one says."""
    if glimpse is None:
        return health
    layers = {layer.name: layer for layer in health}
    sizes = zip(glimpse.weight_sizes.tolist(), glimpse.gradient_sizes.tolist(), strict=True)
    for name, (weight, gradient) in zip(glimpse.layers, sizes, strict=True):
        known = layers.get(name)
        dead, saturated = (known.dead_fraction, known.saturated_fraction) if known else (None, None)
        layers[name] = LayerHealth(
            name=name, weight_size=weight, gradient_size=gradient, dead_fraction=dead, saturated_fraction=saturated
        )
    return tuple(layers.values())


def log_share(value: float) -> float:
    """Return how much of a bar a size fills, 0 to 1: each factor of 10 a seventh, up to 1."""
    if not value > 0:
        return 0.0
    return min(max(1 + math.log10(min(value, 1.0)) / DECADES, 0.0), 1.0)


def _why_not(history: History, glimpse: LiveSnapshot | None) -> str:
    if glimpse is not None or any(epoch.health for epoch in history.epochs):
        return LiveHealth.NOTHING
    return LiveHealth.NOT_YET if history.is_active else LiveHealth.OLDER


def _table(layers: tuple[LayerHealth, ...]) -> str:
    columns = {
        LiveHealth.LAYER: [layer.name for layer in layers],
        LiveHealth.WEIGHTS: [_sized(layer.weight_size) for layer in layers],
        LiveHealth.GRADIENT: [_sized(layer.gradient_size) for layer in layers],
    }
    for title, without, shares in (
        (LiveHealth.DEAD, LiveHealth.NO_RELU, [layer.dead_fraction for layer in layers]),
        (LiveHealth.SATURATED, LiveHealth.NO_BOUND, [layer.saturated_fraction for layer in layers]),
    ):
        if any(share is not None for share in shares):  # a column that says nothing is left out
            columns[title] = [_shared(share) or without for share in shares]
    return tables.table_html(LiveHealth.TABLE, list(columns), zip(*columns.values(), strict=True), fixed_width="44rem")


def _sized(value: float | None) -> str:
    if value is None:
        return EMPTY
    return tables.Html(html.escape(size(value)) + tables.bar_html(log_share(value), height="5px"))


def _shared(value: float | None) -> str:
    if value is None:
        return ""
    return "0 %" if value == 0 else "100 %" if value == 1 else whole_percent(value)
