"""Weights and activations of every layer: how they are spread, and how far training has moved the weights."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import lab
from core.errors import CheckpointError
from core.inference.learned.layer_statistics import BINS, histogram
from core.inference.pretrained import pretrained
from core.runs.log.models import ModelName
from core.serving.learned_results import LayerStatistics
from pages.parts.inside.learned import arrays, parts
from pages.parts.inside.learned.histogram_html import histogram_html
from pages.parts.inside.subject.subject import Subject
from pages.state import cached
from pages.state.inside import learned
from pages.text.inside_learned import Epochs
from pages.text.inside_take_away import Arrays
from pages.text.inside_values import Values
from pages.text.taught_run import TaughtRun
from pages.ui import tables
from pages.ui.tables import Html

HEIGHT = 420  # of the table on screen while it is waited for, in pixels


def show(subject: Subject) -> None:
    """Draw the view."""
    with parts.waiting(Values.progress, HEIGHT) as told:
        found = learned.client().statistics(subject.network, cached.dataset(), on_progress=told)
    moved, about = _moved(subject)
    weights = cached.weights(subject.network)
    st.markdown(f"**{Values.title(found.images)}**")
    tables.show(Values.CAPTION, Values.HEADER, _drawn(subject, weights, found, moved), is_figure=True)
    st.caption(f"{about} {Values.ZEROS}")
    parts.why(Values.WHY, "learned-values-why")
    rows = _numbers(subject, weights, found, moved)
    parts.download(
        Values.CAPTION,
        "learned-values",
        Values.CSV_HEADER,
        lambda: rows,
        npz=(lambda: arrays.value_arrays(subject.spec, weights, found, moved), Arrays.VALUES_HELP),
    )


def _moved(subject: Subject) -> tuple[dict[str, float], str]:
    """Return how far each kernel has moved from its start, where that is known, and what is said of it."""
    model = subject.model
    if model.imported is not None:
        return {}, Values.CHANGED_START if model.imported.is_changed_here else Values.UNKNOWN_START
    if model.record is None:
        return learned.client().distances_from_seed(subject.network, pretrained().config.seed), Values.SEED_START
    outline = lab.current().histories.outline(model.record.id)
    if outline.taught is not None:
        return {}, TaughtRun.START
    branched = outline.branched
    if branched is None or branched.checkpoint is None:
        return learned.client().distances_from_seed(subject.network, model.record.config.seed), Values.OWN_START
    moment = Epochs.moment(branched.epoch)
    try:
        start = lab.current().models.find(ModelName(model.record.id, branched.epoch)).network
        return learned.distances_between(subject.network, start), Values.branch_start(moment)
    except CheckpointError:
        return {}, Values.branch_start_gone(moment)


def _drawn(
    subject: Subject, weights: dict[str, np.ndarray], found: LayerStatistics, moved: dict[str, float]
) -> list[tuple[object, ...]]:
    rows, spread = [], found.spread
    for index, row in enumerate(subject.spec.rows()):
        position, low, high = f"{index + 1}", float(spread.lowest[index]), float(spread.highest[index])
        activations = (
            _histogram(found.counts[index], low, high, Values.ACTIVATIONS, position),
            Values.plain(float(spread.means[index])),
            Values.plain(float(spread.deviations[index])),
            Values.zeros(float(spread.zero_shares[index])),
        )
        kernels = subject.spec.layers[index].kernels
        if not kernels:
            rows.append((Values.layer(index + 1, row.text, ""), "", "", "", *activations))
        for place, kernel in enumerate(kernels):
            name = f"{row.name}/{kernel}"
            array = weights[name]
            low, high = float(array.min()), float(array.max())
            counts = histogram(array, low, high)
            drawn = _histogram(counts, low, high, Values.WEIGHTS, position)
            title = Values.layer(index + 1, row.text, kernel if len(kernels) > 1 else "")
            measured = (drawn, Values.plain(float(array.std())), Values.moved(moved.get(name)))
            rows.append((title, *measured, *(activations if place == len(kernels) - 1 else ("",) * 4)))
    return rows


def _histogram(counts: np.ndarray, low: float, high: float, what: str, position: str) -> Html:
    most = int(counts.argmax())
    middle = low + (most + 0.5) * (high - low) / BINS
    share = float(counts[most] / max(counts.sum(), 1))
    return histogram_html(counts.tolist(), Values.ends(low, high), Values.alt(what, position, low, high, share, middle))


def _numbers(
    subject: Subject, weights: dict[str, np.ndarray], found: LayerStatistics, moved: dict[str, float]
) -> list[tuple[object, ...]]:
    rows, spread = [], found.spread
    columns = (spread.lowest, spread.highest, spread.means, spread.deviations, spread.zero_shares)
    for index, row in enumerate(subject.spec.rows()):
        measured = [float(column[index]) for column in columns]
        for kernel in subject.spec.layers[index].kernels or ("",):
            name = f"{row.name}/{kernel}"
            deviation = float(weights[name].std()) if kernel else ""
            rows.append((row.name, kernel, deviation, moved.get(name, ""), *measured))
    return rows
