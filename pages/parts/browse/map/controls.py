"""The map's controls: which images, placed by what, in which colours; and the buttons that untangle it."""

from __future__ import annotations

import streamlit as st

from core.errors import LabError
from core.runs.jobs import maps
from core.runs.jobs.maps import JobMethod
from models.layers import Flatten
from models.spec import NetworkSpec
from pages.parts.browse.map.shown_map import ShownMap
from pages.parts.browse.map.subject import Subject
from pages.state import cached, state
from pages.state.browse import data_map, map_choice, map_slots
from pages.state.browse.map_choice import MapChoice
from pages.text.browse_map import MapText
from pages.text.labels import of_classes
from pages.ui import widgets

LIST_WIDTH = 300  # pixels


def layers_of(spec: NetworkSpec) -> list[int]:
    """Return the layers with a map of their own: what rests, or lays out in a row, changes no place on it."""
    return [index for index, layer in enumerate(spec.layers) if not (layer.rests or isinstance(layer, Flatten))]


def show_choices(spec: NetworkSpec, layers: list[int], choice: MapChoice, *, has_answers: bool) -> None:
    """Draw what is mapped: the split, the layer, and where a network's answers can colour it, the colour."""
    rows = spec.rows()
    texts = {0: MapText.PICTURE} | {index + 1: MapText.layer(index + 1, rows[index].text) for index in layers}
    state.put(map_slots.MAP_LAYER_SHOWN, 0 if choice.layer is None else choice.layer + 1)
    state.put(map_slots.MAP_SPLIT_SHOWN, choice.split)
    state.put(map_slots.MAP_COLOUR_SHOWN, choice.colour)
    names = cached.class_names()
    colours = {colour: of_classes(text, names) for colour, text in MapText.COLOURS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="map-choices"):
        st.selectbox(
            MapText.OF,
            list(texts),
            format_func=lambda number: texts.get(number, ""),
            key=map_slots.MAP_LAYER_SHOWN.key,
            width=LIST_WIDTH,
            on_change=map_choice.choose_layer,
        )
        for label, named, slot, choose, is_offered in (
            (MapText.SPLIT, MapText.SPLITS, map_slots.MAP_SPLIT_SHOWN, map_choice.choose_split, True),
            (MapText.COLOUR, colours, map_slots.MAP_COLOUR_SHOWN, map_choice.choose_colour, has_answers),
        ):
            if is_offered:
                widgets.switch(label, named, slot.key, width="content", on_change=choose)
            else:
                widgets.keep_place()
        if choice.layer is None:
            widgets.keep_place()
        else:
            state.put(map_slots.MAP_START_SHOWN, choice.has_start)
            st.toggle(
                MapText.START,
                key=map_slots.MAP_START_SHOWN.key,
                help=MapText.START_HELP,
                width="content",
                on_change=map_choice.choose_start,
            )


def show_method(subject: Subject, found: ShownMap) -> None:
    """Draw the buttons that begin, show or end another method, and how far a job is."""
    asked, is_there = subject.choice.method, len(subject.labels) >= maps.LEAST_IMAGES
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="map-methods"):
        if found.method != "pca":
            st.button(MapText.BACK, key="map-pca", on_click=map_choice.choose_method, args=("pca",))
        for method in maps.METHODS:
            if not is_there or not maps.is_installed(method) or method == found.method:
                continue
            is_made = all(data_map.job_state(method, mapped).status == "done" for mapped in subject.mapped)
            is_main = method == "tsne" and found.method == "pca" and not is_made
            st.button(
                MapText.SHOW[method] if is_made else MapText.BEGIN[method],
                key=f"{'primary-' if is_main else ''}map-{method}",
                type="primary" if is_main else "secondary",
                on_click=_begin,
                args=(method, subject),
            )
        if found.is_working and any(job.may_stop for job in found.jobs):
            st.button(MapText.STOP, key="map-stop", on_click=_stop, args=(asked, subject))
        _say(found)
    missing = [MapText.MISSING[method] for method in maps.METHODS if not maps.is_installed(method)]
    for sentence in missing if is_there else [MapText.FEW]:
        st.caption(sentence)


def _say(found: ShownMap) -> None:
    """Say how far the jobs are, or why they are not."""
    refusal = state.pop(map_slots.MAP_REFUSAL)
    failed = next((job.error for job in found.jobs if job.status == "failed"), None)
    with st.container(key="map-said", width="stretch"):
        if found.is_working:
            share = sum(_share(job) for job in found.jobs) / len(found.jobs)
            st.progress(share, _progress(found, share))
        elif isinstance(refusal, LabError) or failed is not None:
            st.error(widgets.plain(str(refusal or failed)))
        elif found.jobs and found.method == "pca":
            st.caption(MapText.NOT_MADE)
        else:
            widgets.keep_place()


def _share(job) -> float:
    if job.status == "done":
        return 1.0
    return job.progress.share if job.progress is not None else 0.0


def _progress(found: ShownMap, share: float) -> str:
    working = [job for job in found.jobs if job.status == "working"]
    if working:
        is_moving = any(job.progress is not None and "points" in job.progress.arrays for job in working)
        return MapText.progress(share, MapText.NAMES[found.method], is_moving=is_moving)
    first = next(job for job in found.jobs if job.status == "waiting")
    return MapText.waking(first.waking_seconds) if first.waking_seconds else MapText.waiting(first.ahead)


def _begin(method: JobMethod, subject: Subject) -> None:
    """Have a map made, and show it; a callback."""
    try:
        data_map.begin(method, subject.mapped)
    except LabError as error:
        state.put(map_slots.MAP_REFUSAL, error)
        return
    map_choice.choose_method(method)


def _stop(method: JobMethod, subject: Subject) -> None:
    """End the jobs; a callback."""
    try:
        data_map.stop(method, subject.mapped)
    except LabError as error:
        state.put(map_slots.MAP_REFUSAL, error)
        return
    map_choice.choose_method("pca")
