"""How much of the weights can be pruned: the accuracy against the share of them that is 0."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core.errors import LabError
from core.export.tables import csv_text
from core.inference.damage.changes import Damage, Pruned
from core.inference.loaded_networks import StoredNetwork
from core.serving.damage import Answers
from pages.parts.inside.damage import arrays, broken
from pages.parts.inside.subject import take_away
from pages.parts.inside.subject.subject import Subject
from pages.state import state
from pages.state.inside import damage as questions
from pages.state.inside import inside_slots
from pages.text.inside_ranking import Curve
from pages.text.inside_take_away import Arrays
from pages.text.numbers import count
from pages.ui import table_downloads, tables, widgets

PRUNED = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)  # percent of the weights
MOST_IMAGES = 1000  # test images for each of them
HEIGHT = 300  # on screen, in pixels
GOOD = 0.99  # of what the whole network reads right: what is still called as good


def show(subject: Subject, layer: int) -> None:
    """Draw the button, and the curve once it was asked for."""
    if layer not in subject.spec.kernel_layers:
        return
    st.subheader(Curve.TITLE, anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        which = widgets.switch(
            Curve.WHICH, Curve.WHICHES, inside_slots.BREAK_CURVE_OF.key, label_visibility="collapsed", default="all"
        )
        asked = (subject.network.identity, None if which == "all" else layer)
        st.button(Curve.BEGIN, key="break-curve-begin", on_click=state.put, args=(inside_slots.BREAK_CURVE, asked))
    if state.get(inside_slots.BREAK_CURVE) == asked:
        try:
            read = _read([_of(subject.network, asked[1], percent) for percent in PRUNED])
        except LabError:
            state.pop(inside_slots.BREAK_CURVE)  # or every click would fail as this one did
            raise
        _curve(read, "" if which == "all" else subject.spec.rows()[layer].name)


def _of(network: StoredNetwork, layer: int | None, percent: int) -> StoredNetwork:
    change = Pruned(layer=layer, percent=percent)
    return broken.damaged(network, Damage.of([] if change.is_nothing else [change]))


def _read(networks: list[StoredNetwork]) -> list[Answers]:
    """Return what each network reads; draws how far it is where that is not known yet."""
    images = min(MOST_IMAGES, questions.counted_images(networks[0]))
    known = [one for network in networks if (one := questions.known_answers(network, most=images))]
    if len(known) == len(networks):
        return known
    bar = st.progress(0.0, Curve.reading(0, len(networks)))

    def tell(place: int, done: float) -> None:
        bar.progress((place + done) / len(networks), Curve.reading(place, len(networks)))

    try:
        return [
            questions.read(network, most=images, on_progress=partial(tell, place))
            for place, network in enumerate(networks)
        ]
    finally:
        bar.empty()


def _curve(read: list[Answers], layer: str) -> None:
    whole = read[0]
    kept = [percent for percent, one in zip(PRUNED, read, strict=True) if one.correct >= GOOD * whole.correct]
    last = kept[-1] if kept else 0
    finding = Curve.finding(last, read[PRUNED.index(last)].correct, whole.correct, whole.count)
    st.markdown(finding)
    widgets.chart(_figure(read), key="break-curve", alt=finding)
    rows = [(percent, one.correct, one.count) for percent, one in zip(PRUNED, read, strict=True)]
    tables.show_once_open(
        Curve.TABLE,
        "break-curve-table",
        Curve.HEADER,
        lambda: [(f"{percent} %", count(correct), count(of)) for percent, correct, of in rows],
    )
    with st.container(horizontal=True, gap="small"):
        table_downloads.button(
            Curve.CSV, lambda: csv_text(Curve.CSV_HEADER, rows), Curve.CSV_NAME, key="break-curve-csv"
        )
        take_away.npz_button(
            Arrays.BROKEN,
            lambda: arrays.curve_arrays(PRUNED, read, layer=layer),
            "pruning-curve",
            help_=Arrays.CURVE_HELP,
        )


def _figure(read: list[Answers]) -> Any:
    import plotly.graph_objects as go

    from pages.ui.plotly_figures import PAPER, TEXT

    axis = {
        "tickfont": {"color": TEXT},
        "title": {"font": {"color": TEXT}},
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": "rgba(128, 139, 158, 0.25)",
    }
    line = go.Scatter(
        x=list(PRUNED),
        y=[100 * one.correct / one.count for one in read],
        mode="lines+markers",
        line={"color": TEXT, "width": 2},
        marker={"color": TEXT, "size": 7},
        hovertemplate="%{x} %: %{y:.1f} %<extra></extra>",
    )
    return go.Figure(
        line,
        layout={
            "height": HEIGHT,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": {**axis, "title": {"text": Curve.X, "font": {"color": TEXT}}, "range": [-2, 100]},
            "yaxis": {**axis, "title": {"text": Curve.Y, "font": {"color": TEXT}}, "range": [0, 103]},
            "hoverlabel": {"bgcolor": PAPER, "bordercolor": TEXT, "font": {"color": TEXT}},
            "dragmode": False,
            "showlegend": False,
        },
    )
