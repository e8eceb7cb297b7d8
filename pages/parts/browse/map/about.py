"""What stands beside a map: the finding, the selected digit, those that were chosen, and the numbers."""

from __future__ import annotations

from collections import Counter

import numpy as np
import streamlit as st

from core.data.selection.image_query import ImageQuery
from core.export.tables import csv_text
from pages.parts.browse import redraw
from pages.parts.browse.map import digit_map
from pages.parts.browse.map.shown_map import ShownMap
from pages.parts.browse.map.subject import Subject
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state, url
from pages.state.browse import browse_slots, data_map, map_chosen, map_slots, query
from pages.state.classes import known
from pages.text import pages as page_texts
from pages.text.browse import Tabs
from pages.text.browse_map import MapText
from pages.text.frame import Digit
from pages.text.labels import label_text
from pages.text.numbers import count
from pages.ui import table_downloads, tables, widgets

PRESET = "map"  # of Pictures: the images that were chosen here
PICTURE_SIZE = 72  # pixels on screen


def show(subject: Subject, found: ShownMap) -> None:
    """Draw all of it."""
    images, split = len(subject.labels), subject.choice.split
    st.markdown(f"**{MapText.title(images, split, subject.by)}**")
    before, after = (found.agreeing[0], found.agreeing[-1]) if len(found.agreeing) > 1 else (None, found.agreeing[0])
    if not any(points.any() for points in found.points):
        st.markdown(MapText.FLAT)
    elif after is not None:
        st.markdown(MapText.agreement(after, images, before))
    else:
        st.caption(MapText.MOVING if found.is_working else MapText.READING)
    lines = []
    if found.shares is not None:
        lines.append(MapText.variance(*found.shares[-1]))
    if found.answers is not None:
        lines.append(MapText.read_wrong(int(np.count_nonzero(found.answers.digits != subject.labels)), images))
    st.caption(" ".join([*lines, subject.start]))
    _show_chosen(subject)
    _show_digit(subject, found)
    with st.expander(MapText.TITLE_HANDS, key="map-hands"):
        st.markdown(widgets.worded(MapText.HANDS))
    with st.expander(MapText.TITLE_WHY, key="map-why"):
        st.markdown(MapText.WHY[found.method])
    tables.show_once_open(MapText.CAPTION, "map-table", MapText.HEADER, lambda: _rows(subject, found))
    table_downloads.button(
        MapText.CSV, lambda: csv_text(MapText.CSV_HEADER, _points(subject, found)), "map.csv", key="map-csv"
    )


def _show_digit(subject: Subject, found: ShownMap) -> None:
    """Draw the selected digit, what the network says of it, and the ways on."""
    picture = cached.picture(subject.digit)
    if picture is None:
        widgets.keep_place()
        return
    label = label_text(picture.label, cached.dataset().identity.class_names)
    name = Digit.name(picture.split, picture.name.index)
    with st.container(key="map-digit", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width=PICTURE_SIZE):
                widgets.ink_picture(picture.pixels, f"{name}, label {label}", size=PICTURE_SIZE)
            said = cached.predictions(subject.model.network, picture.pixels[np.newaxis])
            digit = int(said.predicted_digits[0])
            read_as = label_text(digit, known.names_of(subject.model))
            with st.container(width="stretch", gap=None):
                st.markdown(MapText.selected(name, label))
                st.caption(MapText.read_as(read_as, float(said.probabilities[0, digit])))
        if found.stand_in >= 0:
            nearest = data_map.name_at(subject.mapped[0], found.stand_in)
            st.caption(MapText.not_among(name, Digit.name(subject.choice.split, nearest.index)))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(MapText.OPEN_ONE, key="map-open-one", icon=":material/zoom_in:", on_click=_open_one)
            widgets.page_link(page_texts.INSIDE, MapText.OPEN_INSIDE, "search", width="content")


def _show_chosen(subject: Subject) -> None:
    """Draw how many were chosen, and the ways on."""
    places = chosen_places(subject)
    if not places:
        widgets.keep_place()
        return
    labels = Counter(subject.labels[list(places)].tolist()).most_common()
    parts = [(number, label_text(label, cached.dataset().identity.class_names)) for label, number in labels]
    with st.container(key="map-chosen-box", gap="xsmall"):
        st.markdown(MapText.chosen(len(places), parts))
        with st.container(horizontal=True, gap="small"):
            st.button(MapText.OPEN_CHOSEN, key="map-open-chosen", icon=":material/grid_view:", on_click=_open_chosen)
            st.button(MapText.LET_GO, key="map-let-go", on_click=map_chosen.put, args=((),))


def chosen_places(subject: Subject) -> tuple[int, ...]:
    """Return which of the map's images are chosen, by their places."""
    wanted = "test" if subject.choice.split == "test" else "train"
    indices = [name.index for name in map_chosen.names() if name.collection == wanted]
    return tuple(np.flatnonzero(np.isin(subject.indices, indices)).tolist()) if indices else ()


def open_clicked(subject: Subject, fragment: str) -> None:
    """Select the digit that was clicked; a callback."""
    place = state.event(map_slots.MAP_FIGURE, "opened")
    if isinstance(place, int) and 0 <= place < len(subject.labels):  # the browser may send anything
        selected.set_digit(data_map.name_at(subject.mapped[0], place))
    redraw.only(selected_digit.FRAGMENT, fragment)


def take_chosen(subject: Subject, fragment: str) -> None:
    """Take the digits that were chosen; a callback."""
    number, places = digit_map.received(state.event(map_slots.MAP_FIGURE, "chosen"))
    known = {place for place in places if type(place) is int and 0 <= place < len(subject.labels)}
    state.put(map_slots.MAP_CHOICES, number)
    map_chosen.put([data_map.name_at(subject.mapped[0], place) for place in sorted(known)])
    widgets.draw_only(fragment)


def _open_one() -> None:
    """Turn to the tab that shows the selected digit; a callback."""
    url.put(browse_slots.BROWSE_TAB, Tabs.ONE_DIGIT)
    st.rerun()  # the whole page, not the map alone


def _open_chosen() -> None:
    """Turn to the tab that shows the digits that were chosen; a callback."""
    asked = ImageQuery(split=query.current().split, preset=PRESET).text
    texts = {browse_slots.BROWSE_SHOW: asked, browse_slots.BROWSE_TAB: None}  # as that tab has it: one step for Back
    url.put_all(texts, {browse_slots.BROWSE_SHOW: asked, browse_slots.BROWSE_TAB: Tabs.PICTURES})
    st.rerun()  # the whole page, not the map alone


def _rows(subject: Subject, found: ShownMap) -> list[tuple[object, ...]]:
    points, rows = found.points[-1], []
    for label in np.unique(subject.labels).tolist():
        here = subject.labels == label
        across, up = np.median(points[here], axis=0)
        wrong = "" if found.answers is None else count(int(np.count_nonzero(found.answers.digits[here] != label)))
        name = label_text(label, cached.dataset().identity.class_names)
        rows.append((name, f"{across:.2f}", f"{up:.2f}", count(int(here.sum())), wrong))
    return rows


def _points(subject: Subject, found: ShownMap) -> list[tuple[object, ...]]:
    answers, rows = found.answers, []
    for place, (across, up) in enumerate(found.points[-1].tolist()):
        said = ("", "") if answers is None else (int(answers.digits[place]), float(answers.surenesses[place]))
        rows.append((str(data_map.name_at(subject.mapped[0], place)), int(subject.labels[place]), across, up, *said))
    return rows
