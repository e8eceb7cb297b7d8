"""Kept epochs of a run side by side: a layer's kernels, its maps of one picture, and the answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core import lab
from core.data.named_label import said
from core.data.statistics import mosaic
from core.errors import CheckpointError
from core.inference.forward_trace import is_signed, max_abs
from core.inference.learned.kernel_pictures import in_rows
from core.inference.standout import largest_digits
from core.runs.log.models import ModelName
from models.layers import SeparableConv2D
from pages.parts.inside.learned import arrays, parts
from pages.parts.inside.subject.subject import Subject
from pages.state import state
from pages.state.inside import inside_slots, learned
from pages.text import pages as page_texts
from pages.text.inside import number
from pages.text.inside_learned import Epochs
from pages.text.inside_take_away import Arrays
from pages.text.numbers import NO_NUMBER, share
from pages.text.ties import listed
from pages.ui import array_html, widgets

MOST_MOMENTS = 6
FIRST = 16  # kernels, or maps, in one mosaic
SIDE = 140  # of a mosaic on screen, in pixels
UNIT_HEIGHT = 24  # of a row of units on screen, in pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Moment:
    """What a run's network was at one moment."""

    moment: int | str
    name: str
    kernels: np.ndarray  # (n, slices, rows, columns) float32
    maps: np.ndarray  # (n, rows, columns) float32, or units (n,)
    logits: np.ndarray  # (10,) float32
    class_names: tuple[str, ...] | None
    probabilities: np.ndarray  # (10,) float32

    @property
    def digits(self) -> tuple[int, ...]:
        """The digits with the highest score, in order; none where the scores are no numbers."""
        found = largest_digits(self.logits) if np.isfinite(self.logits).all() else ()
        return tuple(said(digit, self.class_names) for digit in found)

    @property
    def answer(self) -> str:
        return Epochs.answer(self.digits, float(self.probabilities.max()))


def show(subject: Subject) -> None:
    """Draw the view."""
    model = subject.model
    if len(model.moments) < 2:
        if model.record is not None:
            text = Epochs.ONE
        else:
            text = Epochs.PRETRAINED
            if model.imported is not None:
                text = Epochs.CHANGED if model.imported.is_changed_here else Epochs.IMPORTED
        st.markdown(text)
        widgets.page_link(page_texts.TRAIN, Epochs.LINK, "arrow_forward")
        return
    spec, layers = subject.spec, parts.kernel_layers(subject.spec)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        layer = parts.chosen_layer(spec, layers, layers[0])
        kernels, maps = _chosen(subject, layer)
    names = spread_out(model.moments, MOST_MOMENTS)
    moments = [_moment(subject, moment, layer, kernels, maps) for moment in names]
    readable = [moment for moment in moments if isinstance(moment, _Moment)]
    are_units = len(spec.rows()[layer].output_shape) == 1
    upper, lower = Epochs.parts(len(kernels), len(maps), are_units=are_units, is_own=kernels == maps)
    titles = (upper, widgets.worded(lower))
    start = _start(subject, layer, kernels)
    st.markdown(f"**{Epochs.title(titles, len(names), len(model.moments), has_start=start is not None)}**")
    if readable:
        _side_by_side(moments, readable, titles, start)
        _scales(readable, start, are_units=are_units)
    parts.why(Epochs.WHY, "learned-epochs-why")

    def in_arrays() -> arrays.Arrays:
        each = [(one.moment, one.kernels, one.maps, one.probabilities) for one in readable]
        name = spec.rows()[layer].name
        return arrays.epoch_arrays(each, subject.image, layer=name, kernels=kernels, maps=maps, start=start)

    parts.numbers(
        Epochs.caption(),
        "learned-epochs",
        Epochs.HEADER,
        lambda: [
            (name, digit, share(sure), number(weight, 3), number(value, 3))
            for name, digit, sure, weight, value in _rows(readable)
        ],
        file_rows=lambda: _rows(readable),
        npz=(in_arrays, Arrays.EPOCHS_HELP) if readable else None,
    )


def _chosen(subject: Subject, layer: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Draw the choice of what is shown, where there is one; return the numbers of the kernels and of the maps.

    Of kernels with many slices one is shown with all of them: sixteen would be too small to see.
    """
    kernels, shape = learned.kernels(subject.network, layer), subject.spec.rows()[layer].output_shape
    first = tuple(range(min(FIRST, kernels.count)))
    has_many = kernels.slices.shape[1] > 1 or not kernels.is_picture
    if not has_many and kernels.count > 1:
        state.setdefault(inside_slots.LEARNED_WHICH, "first")
        widgets.switch(Epochs.WHICH, Epochs.WHICHES, inside_slots.LEARNED_WHICH.key, persist_state="session")
    if not has_many and state.get(inside_slots.LEARNED_WHICH) != "one":
        return first, tuple(range(min(FIRST, shape[-1])))
    one = (parts.chosen_number(subject, layer),)
    # a separable convolution's depthwise kernels belong to the maps that go in: each map that comes out mixes them all
    return (first if isinstance(subject.spec.layers[layer], SeparableConv2D) else one), one


def spread_out(moments: tuple[int | str, ...], most: int) -> list[int | str]:
    """Return the first and the last of moments, and others evenly between: at most `most`, at least two, in order."""
    if len(moments) <= most:
        return list(moments)
    return [moments[round(place * (len(moments) - 1) / (most - 1))] for place in range(most)]


def _moment(
    subject: Subject, moment: int | str, layer: int, kernels: tuple[int, ...], maps: tuple[int, ...]
) -> _Moment | str:
    """Return what the network was at a moment; the moment's name alone where that cannot be read any more."""
    name = Epochs.moment(moment)
    try:
        network = lab.current().models.find(ModelName(subject.model.name.run, moment)).network
        values, logits, probabilities = learned.seen_by(network, layer, maps, subject.image)
        weights = learned.first_kernels(network, layer, kernels)
    except CheckpointError:
        return name
    return _Moment(
        moment=moment,
        name=name,
        kernels=weights,
        maps=values,
        logits=logits,
        class_names=subject.trace.class_names,
        probabilities=probabilities,
    )


def _start(subject: Subject, layer: int, kernels: tuple[int, ...]) -> np.ndarray | None:
    """Return the kernels before the first step; None for a run that began with another model's weights."""
    record = subject.model.record
    assert record is not None
    outline = lab.current().histories.outline(record.id)
    if outline.taught is not None or (outline.branched is not None and outline.branched.checkpoint is not None):
        return None
    return learned.start_kernels(subject.network, record.config.seed, layer, kernels)


def _side_by_side(
    moments: list[_Moment | str], readable: list[_Moment], titles: tuple[str, str], start: np.ndarray | None
) -> None:
    weight, value, signed = _limits(readable, start)
    drawn = []
    if start is not None:
        untrained = _kernels(start, Epochs.START, titles[0], weight)
        drawn.append(array_html.titled(Epochs.START, _said(Epochs.UNTRAINED) + untrained))
    for moment in moments:
        if isinstance(moment, str):
            drawn.append(array_html.titled(moment, Epochs.DAMAGED))
            continue
        upper = _kernels(moment.kernels, moment.name, titles[0], weight)
        is_row = moment.maps.ndim == 1
        lower = array_html.picture(
            moment.maps[np.newaxis] if is_row else _as_one(moment.maps),
            Epochs.alt(moment.name, titles[1], max_abs(moment.maps)),
            width=SIDE,
            height=UNIT_HEIGHT if is_row else None,
            signed=signed,
            limit=value,
        )
        body = f'{_said(moment.answer)}{upper}<div style="height: 6px"></div>{lower}'
        drawn.append(array_html.titled(moment.name, body))
    first, last = readable[0], readable[-1]
    st.html(array_html.row(drawn, gap="1rem", name=Epochs.figure(first.name, first.answer, last.name, last.answer)))


def _scales(readable: list[_Moment], start: np.ndarray | None, *, are_units: bool) -> None:
    """Draw which numbers the colours stand for, of the upper pictures and of the lower ones."""
    weight, value, signed = _limits(readable, start)
    bars = (array_html.scale_bar(weight, signed=True), array_html.scale_bar(value, signed=signed))
    parts_ = [
        f'<div style="flex: 0 1 {array_html.BAR_WIDTH}px">{array_html.titled(title, bar)}</div>'
        for title, bar in zip(Epochs.scales(are_units=are_units), bars, strict=True)
    ]
    st.html(f'<div class="scales">{array_html.row(parts_, gap="1.5rem")}</div>')


def _limits(readable: list[_Moment], start: np.ndarray | None) -> tuple[float, float, bool]:
    """Return the weight and the activation furthest from 0, and whether activations have both signs."""
    weight = max(max_abs(kernels) for kernels in [one.kernels for one in readable] + [start] if kernels is not None)
    value = max(max_abs(one.maps) for one in readable)
    return weight, value, any(is_signed(one.maps) for one in readable)


def _said(text: str) -> str:
    return f'<div style="font-size: 0.8125rem; margin-bottom: 2px">{text}</div>'


def _kernels(kernels: np.ndarray, name: str, title: str, limit: float) -> str:
    alt = Epochs.alt(name, title, max_abs(kernels))
    return array_html.picture(_as_one(np.concatenate(list(kernels))), alt, width=SIDE, signed=True, limit=limit)


def _as_one(pictures: np.ndarray) -> np.ndarray:
    """Return pictures, (n, rows, columns), as one: in a square, and so is a single row of values."""
    count, rows, columns = pictures.shape
    if count == rows == 1:
        return in_rows(pictures.reshape(-1), math.ceil(math.sqrt(columns)))
    return mosaic(pictures, math.ceil(math.sqrt(count)), gap=max(1, round(rows / 9)))


def _rows(moments: list[_Moment]) -> list[tuple[object, ...]]:
    return [
        (
            moment.name,
            listed(moment.digits) if moment.digits else NO_NUMBER,
            float(moment.probabilities.max()),
            float(np.abs(moment.kernels).max()),
            float(np.abs(moment.maps).max()),
        )
        for moment in moments
    ]
