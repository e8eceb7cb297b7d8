"""The map of a layer: test images by the two main components of what the layer makes of them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data.gallery import ImageName
from core.inference.learned.projection import nearest_mean_accuracy
from core.serving.learned_results import LayerMap
from pages.parts.frame import selected_digit
from pages.parts.inside.learned import arrays, parts
from pages.parts.inside.subject.subject import Subject
from pages.state import cached, selected, state
from pages.state.inside import inside_slots, learned
from pages.text.inside import number
from pages.text.inside_take_away import Arrays
from pages.text.inside_values import MapText
from pages.text.labels import all_said
from pages.text.numbers import count
from pages.ui import widgets


def show(subject: Subject) -> None:
    """Draw the view."""
    from pages.parts.inside.learned import figures

    spec, layers = subject.spec, parts.layers_with_maps(subject.spec)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        layer = parts.chosen_layer(spec, layers, _last_hidden(layers))
        _steps(layers, layer)
    with parts.waiting(MapText.progress, figures.HEIGHT) as told:
        found = learned.client().layer_map(subject.network, cached.dataset(), layer, on_progress=told)
    row, shown = spec.rows()[layer], len(found.points)
    right, of = nearest_mean_accuracy(found.points, found.labels)
    if not found.points.any():
        st.markdown(MapText.FEW)
        return
    in_hand = found.place(_values(subject, layer))
    picture, about = st.columns([7, 4], gap="medium")
    with picture:
        figure = figures.digit_map(
            found.points,
            found.labels,
            in_hand=in_hand,
            name=MapText.DRAWING if subject.is_drawing else widgets.worded(MapText.IN_HAND),
            labels_said=all_said(cached.class_names()),
            axes=(MapText.axis(MapText.FIRST, found.shares[0]), MapText.axis(MapText.SECOND, found.shares[1])),
        )
        alt = MapText.alt(shown, row.text, right, of)
        options = {"selection_mode": "points", "on_select": _open_clicked}
        widgets.chart(figure, key=inside_slots.LEARNED_DIGITS.key, alt=alt, **options)
    with about:
        st.markdown(f"**{MapText.title(shown, row.text, row.output_shape)}**")
        st.markdown(MapText.separation(right, of))
        _open_by_number(shown)
        parts.why(MapText.WHY, "learned-map-why")
        parts.numbers(
            MapText.CAPTION,
            "learned-map",
            MapText.HEADER,
            lambda: _means(found),
            file_header=MapText.CSV_HEADER,
            file_rows=lambda: _points(found),
            npz=(lambda: arrays.point_arrays(found, subject.image, in_hand, layer=row.name), Arrays.POINTS_HELP),
        )


def _last_hidden(layers: list[int]) -> int:
    return layers[-2] if len(layers) > 1 else layers[-1]


def _steps(layers: list[int], layer: int) -> None:
    """Draw the buttons to the layers before and after."""
    place = layers.index(layer)
    for label, target in ((MapText.EARLIER, place - 1), (MapText.LATER, place + 1)):
        is_there = 0 <= target < len(layers)
        st.button(
            label,
            key=f"learned-map-{label.split()[0].lower()}",
            disabled=not is_there,
            on_click=selected.set_layer,
            args=(layers[target] + 1 if is_there else 0,),
        )


def _values(subject: Subject, layer: int) -> np.ndarray:
    """Return what the layer gives for the picture, its last function left out, as the map is made of."""
    if layer >= subject.spec.last_index:
        return subject.trace.activations.logits
    return subject.trace.output_of(layer)


def _open_clicked() -> None:
    index = state.clicked_index(inside_slots.LEARNED_DIGITS)
    if index is not None:
        selected_digit.open_digit(ImageName("test", index))


def _open_by_number(images: int) -> None:
    """Draw the input that opens a point's image: what a click does."""
    name = selected.digit()
    is_shown = name is not None and name.collection == "test" and name.index < images
    state.put(inside_slots.LEARNED_INDEX, name.index if is_shown and name is not None else None)
    st.number_input(
        MapText.index(images - 1),
        value=None,
        min_value=0,
        max_value=images - 1,
        step=1,
        key=inside_slots.LEARNED_INDEX.key,
        help=MapText.INDEX_HELP,
        on_change=_open_numbered,
    )


def _open_numbered() -> None:
    index = state.get(inside_slots.LEARNED_INDEX)
    if index is not None:
        selected_digit.open_digit(ImageName("test", index))


def _means(found: LayerMap) -> list[tuple[object, ...]]:
    rows = []
    for label in np.unique(found.labels).tolist():
        points = found.points[found.labels == label]
        rows.append((cached.say(label), *(number(value) for value in points.mean(axis=0).tolist()), count(len(points))))
    return rows


def _points(found: LayerMap) -> list[tuple[object, ...]]:
    return [
        (index, cached.say(label), *point)
        for index, (label, point) in enumerate(zip(found.labels.tolist(), found.points.tolist(), strict=True))
    ]
