"""The tab Map: images as points, alike ones near each other; by their pixels or by what a layer makes of them."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.runs.log.models import Model
from pages.parts.browse.map import about, controls, digit_map
from pages.parts.browse.map.shown_map import ShownMap, shown_map
from pages.parts.browse.map.subject import Subject, subject_of
from pages.parts.frame import other_classes, selected_model
from pages.state import state
from pages.state.browse import data_map, map_choice, map_slots
from pages.state.browse.map_choice import MapChoice
from pages.state.classes import known as known_classes
from pages.text.browse import Address
from pages.text.browse_map import MapText
from pages.text.model import ModelText
from pages.ui import polling, widgets
from pages.ui.component_files import style_html

FRAGMENT = "browse-map"
LOOK_SECONDS, JOB_SECONDS = 0.3, 0.7  # between two looks at what is asked of the engine, and at a job
SETTLE_MILLISECONDS = 600  # in which points move to another method's places
HEIGHT = 420  # on screen, of what stands where the map will


def show() -> None:
    """Draw the tab."""
    _tab()


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def _tab() -> None:
    st.html(style_html(__file__))
    polling.draw_again(None)  # also where what follows raises
    model = selected_model.current()
    layers = controls.layers_of(model.network.spec)
    has_answers = known_classes.fits(model)
    choice = map_choice.current(layers, has_answers=has_answers)
    with st.container(gap=None):
        _tell(model)
        _say_what_is_unknown(layers, choice)
        controls.show_choices(model.network.spec, layers, choice, has_answers=has_answers)
    inference = lab.current().inference
    if not inference.is_awake:
        inference.wake()
        st.info(ModelText.waking(inference.waking_seconds))
        st.skeleton(HEIGHT)
        polling.draw_again(polling.AWAKE_POLL_SECONDS)
        return
    subject = subject_of(model, choice)
    known = data_map.known(subject.mapped, model.network)
    if None in known.maps:
        st.progress(known.done / known.pieces, MapText.PLACING)
        st.skeleton(HEIGHT)
        polling.draw_again(LOOK_SECONDS)
        return
    found = shown_map(subject, known)
    controls.show_method(subject, found)
    left, right = st.columns([7, 4], gap="medium") if len(found.points) == 1 else (st.container(), st.container())
    with left:
        _figure(subject, found)
    with right:
        about.show(subject, found)
    if found.is_working:
        polling.draw_again(JOB_SECONDS)
    elif not known.is_whole:
        polling.draw_again(LOOK_SECONDS)


def _tell(model: Model) -> None:
    """Say where a network knows other classes, and where the address asks for its answers all the same."""
    if other_classes.tell(model) or not map_choice.asks_for_answers():
        widgets.keep_place()
        return
    with st.container():
        st.error(MapText.NO_ANSWERS)
        st.button(MapText.LEAVE_OUT, key="map-leave-out", on_click=map_choice.leave_out_answers)


def _say_what_is_unknown(layers: list[int], choice: MapChoice) -> None:
    """Say that the address names something that there is not, with the button that takes it out."""
    if choice.is_address_unknown:
        widgets.way_back(
            Address.UNKNOWN, Address.PUT_RIGHT, key="map-put-right", on_click=map_choice.forget_unknown, args=(layers,)
        )
    else:
        widgets.keep_place()


def _figure(subject: Subject, found: ShownMap) -> None:
    panes = [
        digit_map.Pane(
            points=points,
            caption=caption,
            alt=MapText.alt(len(points), subject.by, found.method, f", {caption.lower()}" if caption else "", agreeing),
            marker=marker,
        )
        for points, caption, agreeing, marker in zip(
            found.points, subject.captions, found.agreeing, found.markers, strict=True
        )
    ]
    digit_map.show(
        panes,
        subject.images(found.answers),
        slot=map_slots.MAP_FIGURE,
        colour=subject.choice.colour,
        marked=max(subject.marked, found.stand_in),
        mark=widgets.worded(MapText.MARKED if found.stand_in < 0 else MapText.STAND_IN),
        chosen=about.chosen_places(subject),
        choices=state.get(map_slots.MAP_CHOICES),
        shown=found.state,
        milliseconds=round(1000 * JOB_SECONDS) if found.is_working else SETTLE_MILLISECONDS,
        on_opened=lambda: about.open_clicked(subject, FRAGMENT),
        on_chosen=lambda: about.take_chosen(subject, FRAGMENT),
    )
