"""All kernels of a layer as pictures, each with its norm."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import max_abs
from core.inference.learned.kernel_pictures import MOST_SLICES, Kernels, sees_picture
from core.inference.standout import largest
from models.layers import Dense, SeparableConv2D
from pages.parts.inside.learned import arrays, parts
from pages.parts.inside.subject.subject import Subject
from pages.state import cached, state
from pages.state.inside import inside_slots, learned
from pages.text.inside import Inside, number
from pages.text.inside_learned import LearnedKernels
from pages.text.inside_take_away import Arrays
from pages.text.ties import tie_sentence
from pages.ui import array_html, widgets

SMALL, LARGE = 64, 104  # of a picture on screen, in pixels: of a small kernel, and of one as large as a digit
STRIP_WIDTH, CELL = 504, 9  # of slices on screen, at most, and of one of their cells
ROW_HEIGHT = 18  # of a single row of weights
MOST_ROWS = 8  # of cells in a picture of few slices
TILES_PAGE, STRIPS_PAGE, LARGE_PAGE = 64, 32, 16  # kernels drawn at once: of one slice, of few, of many


def show(subject: Subject) -> None:
    """Draw the view."""
    spec, layers = subject.spec, parts.kernel_layers(subject.spec)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        layer = parts.chosen_layer(spec, layers, layers[0])
        state.setdefault(inside_slots.LEARNED_ORDER, "place")
        widgets.switch(
            LearnedKernels.ORDER, LearnedKernels.ORDERS, inside_slots.LEARNED_ORDER.key, persist_state="session"
        )
    found, is_unit = learned.kernels(subject.network, layer), isinstance(spec.layers[layer], Dense)
    weights = cached.weights(subject.network)
    _, slices, rows, columns = found.slices.shape
    title = LearnedKernels.title(found.count, slices, rows, columns, is_picture=found.is_picture, is_unit=is_unit)
    st.markdown(f"**{title}**")
    _pictures(found, layer, is_unit=is_unit)
    if slices > MOST_SLICES:
        st.caption(LearnedKernels.cut(MOST_SLICES, slices))
    if is_unit and sees_picture(spec, layer):
        st.caption(LearnedKernels.NO_CNN)
    if subject.network.pixels.shuffled and sees_picture(spec, layer):
        st.caption(LearnedKernels.SHUFFLED)
    if isinstance(spec.layers[layer], SeparableConv2D):
        _pointwise(weights[f"{spec.rows()[layer].name}/pointwise_kernel"][0, 0].T)
    parts.why(LearnedKernels.WHY, "learned-kernels-why")
    what = LearnedKernels.word(is_unit=is_unit)
    parts.numbers(
        LearnedKernels.caption(what, found.count),
        "learned-kernels",
        (what.capitalize(), *LearnedKernels.HEADER),
        lambda: [(place, *(number(value, 3) for value in row)) for place, *row in _numbers(found)],
        file_rows=lambda: _numbers(found),
        npz=(lambda: arrays.kernel_arrays(found, spec, layer, weights), Arrays.KERNELS_HELP),
    )


def _pictures(found: Kernels, layer: int, *, is_unit: bool) -> None:
    order = np.argsort(-found.norms, kind="stable") if state.get(inside_slots.LEARNED_ORDER) == "norm" else None
    numbers = list(range(found.count)) if order is None else order.tolist()
    is_tile = found.is_picture and found.slices.shape[1] == 1
    page = TILES_PAGE if is_tile else STRIPS_PAGE if len(found.picture(0)) < MOST_ROWS else LARGE_PAGE
    first = _first_of_page(layer, found.count, page)
    shown = numbers[first : first + page]
    limit = found.largest
    drawn = [_tile(found, place, limit) if is_tile else _strip(found, place, limit, is_unit) for place in shown]
    ends = largest(found.norms), largest(-found.norms)
    what = LearnedKernels.word(is_unit=is_unit)
    st.html(array_html.row(drawn, gap="0.75rem", name=LearnedKernels.figure(what, *ends)))
    st.html(array_html.scale_bar(limit or 1.0, signed=True))
    if order is not None and ends[0].is_level:
        st.caption(tie_sentence(ends[0], what, how=LearnedKernels.EQUAL))
    if found.count > page:
        _turn(layer, first, page, found.count)


def _tile(found: Kernels, place: int, limit: float) -> str:
    picture, norm = found.slices[place, 0], float(found.norms[place])
    width = SMALL if picture.shape[1] < 14 else LARGE
    drawn = array_html.picture(
        picture, LearnedKernels.one(place, norm, is_unit=False), width=width, signed=True, limit=limit or None
    )
    return array_html.titled(LearnedKernels.tile(place, norm), drawn)


def _strip(found: Kernels, place: int, limit: float, is_unit: bool) -> str:
    picture, norm = found.picture(place), float(found.norms[place])
    name = LearnedKernels.one(place, norm, is_unit=is_unit)
    width = min(STRIP_WIDTH, CELL * picture.shape[1])
    height = None if len(picture) > 1 else ROW_HEIGHT
    drawn = array_html.picture(picture, name, width=width, signed=True, limit=limit or None, height=height)
    return array_html.titled(name, drawn)


def _first_of_page(layer: int, total: int, page: int) -> int:
    last = (total - 1) // page
    return min(max(state.get(inside_slots.LEARNED_PAGE.of(layer)), 0), last) * page


def _turn(layer: int, first: int, page: int, total: int) -> None:
    """Draw the buttons to earlier and later kernels."""
    slot, last = inside_slots.LEARNED_PAGE.of(layer), min(first + page, total)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, target, is_there in (
            (Inside.EARLIER, first // page - 1, first > 0),
            (Inside.LATER, first // page + 1, last < total),
        ):
            key = f"learned-kernels-{label.lower()}"
            st.button(label, key=key, disabled=not is_there, on_click=state.put, args=(slot, target))
        st.caption(LearnedKernels.page(first, last, total), width="content")


def _pointwise(weights: np.ndarray) -> None:
    """Draw how a separable convolution mixes its maps, (maps, input maps): the longer side lies across."""
    weights = np.nan_to_num(weights, nan=0.0, posinf=0.0, neginf=0.0)  # as all kernels
    limit, is_turned = max_abs(weights), len(weights) > weights.shape[1]
    st.caption(LearnedKernels.pointwise(is_turned=is_turned))
    drawn = weights.T if is_turned else weights
    alt = LearnedKernels.pointwise_alt(*drawn.shape, limit)
    height, width = (max(min(STRIP_WIDTH, CELL * side), ROW_HEIGHT) for side in drawn.shape)
    st.html(array_html.picture(drawn, alt, width=width, height=height, signed=True, limit=limit))
    st.html(array_html.scale_bar(limit, signed=True))


def _numbers(found: Kernels) -> list[tuple[float, ...]]:
    each = found.slices.reshape(found.count, -1)
    columns = (found.norms, each.min(axis=1), each.max(axis=1), each.mean(axis=1))
    return [(place, *map(float, row)) for place, row in enumerate(zip(*columns, strict=True))]
