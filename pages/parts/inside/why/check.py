"""A check that needs no trust in a method: erase what it calls important, and see how soon the network gives up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from core.export.tables import csv_text
from core.inference.attribution.attribution import METHODS, Method
from core.inference.attribution.deletion import STEPS, DeletionCurve
from core.inference.standout import furthest_cell
from pages.parts.inside.subject.subject import Subject
from pages.parts.inside.why import arrays, downloads
from pages.parts.inside.why import choice as choosing
from pages.parts.inside.why.choice import Choice
from pages.state import state
from pages.state.inside import attributions, inside_slots
from pages.text.inside import Inside
from pages.text.inside_take_away import Arrays
from pages.text.inside_why import Why
from pages.text.inside_why_check import Deletion
from pages.text.numbers import share
from pages.ui import tables, widgets
from pages.ui.charts import echarts
from pages.ui.charts.echarts import TEXT

HEIGHT = 320  # pixels on screen
LITTLE = 0.1  # a probability of which no fall tells anything
ROW, NAMES_IN_ROW = 20, 3  # of names above the lines, in pixels; as many fit beside each other on a phone
_SYMBOLS: dict[Method, str] = dict(
    zip(METHODS, ("circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle"), strict=True)
)


def show(subject: Subject, choice: Choice, layer: int | None) -> None:
    """Draw the curves once that is opened."""
    with st.expander(Deletion.TITLE, key="why-check", on_change="rerun") as box:
        if not box.open:
            return
        st.markdown(Deletion.TEXT)
        inked = int(np.count_nonzero(subject.image))
        if not inked:
            st.markdown(Deletion.NO_INK)
            return
        allowed = choosing.methods_of(subject)
        held = [method for method in state.get(inside_slots.WHY_CHECKED) or [] if method in allowed]
        state.put(inside_slots.WHY_CHECKED, held or [choice.method])
        chosen = st.pills(
            Deletion.METHODS,
            allowed,
            format_func=Why.METHODS.__getitem__,
            selection_mode="multi",
            key=inside_slots.WHY_CHECKED.key,
            wrap=True,
        )
        with st.spinner(Why.WORKING):
            digit = choice.target.digit
            chance = attributions.random_deletion(subject.network, subject.image, digit)
            curves = {
                method: attributions.deletion_curve(
                    subject.network,
                    subject.image,
                    method,
                    digit,
                    choice.target.against,
                    layer=layer,
                    square=choice.square,
                )
                for method in allowed
                if method in chosen
            }
        lost = [Why.METHODS[method] for method, curve in curves.items() if not curve.is_finite]
        curves = {method: curve for method, curve in curves.items() if curve.is_finite}
        if lost or not chance.is_finite:
            st.markdown(Deletion.no_numbers(lost if chance.is_finite else [*lost, Deletion.CHANCE.lower()]))
        if not chance.is_finite:
            return
        _draw(curves, chance, digit)
        _say(curves, chance, digit, inked)
        st.expander(Inside.WHY).markdown(widgets.worded(Deletion.BECAUSE))
        layers = arrays.layers_of(subject.spec, layer)
        _numbers(
            curves,
            chance,
            lambda: arrays.deletion_arrays(
                curves, chance, subject.image, choice.target, square=choice.square, layers=layers
            ),
        )


def _draw(curves: dict[Method, DeletionCurve], chance: DeletionCurve, digit: int) -> None:
    areas = [(Why.METHODS[method], curve.area) for method, curve in curves.items()]
    st.echarts_chart(
        options(curves, chance, digit),
        height=HEIGHT,
        key="why-curves",
        alt=Deletion.alt(digit, chance.area, areas),
        renderer="svg",
    )
    st.markdown(Deletion.areas(chance.area, areas))


def options(curves: dict[Method, DeletionCurve], chance: DeletionCurve, digit: int) -> dict[str, Any]:
    """Return the chart: a line for each method and a grey one for chance, named above it in the order of their areas.

    Args:
        curves: by method.
        chance: the mean of random orders.
        digit: whose probability is drawn.
    """
    named = [(Why.METHODS[method], curve, {"symbol": _SYMBOLS[method]}) for method, curve in curves.items()]
    grey = {"color": TEXT, "opacity": echarts.FAINT}
    by_chance = {"symbol": "none", "lineStyle": {"width": 2.5, "type": "dashed", **grey}, "itemStyle": grey}
    lines = [*named, (Deletion.CHANCE, chance, by_chance)]
    series = [
        {
            "name": name,
            "type": "line",
            "data": [
                [100 * step / STEPS, round(100 * float(value), 3)] for step, value in enumerate(curve.probabilities)
            ],
            "symbolSize": 7,
            "showSymbol": True,
            "lineStyle": {"width": 2.5},
            **look,
        }
        for name, curve, look in lines
    ]
    order = sorted(lines, key=lambda line: -line[1].area)
    return {
        "animation": False,
        "title": echarts.heading(Deletion.axis(digit)),
        "legend": {
            "top": 24,
            "left": 0,
            "itemWidth": 20,
            "itemGap": 10,
            "padding": [2, 0],
            "textStyle": {"color": TEXT, "fontSize": 12},
            "data": [
                {"name": name, "icon": echarts.DASH} if name == Deletion.CHANCE else {"name": name}
                for name, _, _ in order
            ],
        },
        "grid": {
            "left": 4,
            "right": 16,
            "top": 36 + ROW * -(-len(lines) // NAMES_IN_ROW),
            "bottom": 28,
            "containLabel": True,
        },
        "tooltip": {"trigger": "axis", "confine": True, "valueFormatter": "%.1f"},
        "xAxis": echarts.axis(Deletion.AXIS, min=0, max=100, nameLocation="middle", nameGap=26),
        "yAxis": echarts.axis("", min=0, max=100),
        "series": series,
    }


def _say(curves: dict[Method, DeletionCurve], chance: DeletionCurve, digit: int, inked: int) -> None:
    if chance.at(0) < LITTLE:
        st.markdown(Deletion.little(digit, chance.at(0)))
        return
    for method, curve in curves.items():
        apart = furthest_cell(chance.probabilities - curve.probabilities)
        if not apart.value:
            st.markdown(Deletion.as_chance(Why.METHODS[method]))
            continue
        step = apart.place
        pixels = round(step / STEPS * inked)
        st.markdown(
            Deletion.finding(
                Why.METHODS[method],
                step / STEPS,
                pixels,
                inked,
                digit,
                float(curve.probabilities[step]),
                float(chance.probabilities[step]),
            )
        )


def _numbers(
    curves: dict[Method, DeletionCurve], chance: DeletionCurve, in_arrays: Callable[[], arrays.Arrays]
) -> None:
    lines = [*((Why.METHODS[method], curve) for method, curve in curves.items()), (Deletion.CHANCE, chance)]
    header = [name for name, _ in lines]
    columns = [curve.probabilities for _, curve in lines]
    steps = range(STEPS + 1)
    tables.show_once_open(
        Deletion.TABLE,
        "why-curves-table",
        (Deletion.SHARE, *header),
        lambda: [
            (f"{step / STEPS:.0%}".replace("%", " %"), *(share(float(column[step])) for column in columns))
            for step in steps
        ],
    )
    downloads.buttons(
        (Deletion.DOWNLOAD, Arrays.CURVES),
        lambda: csv_text(
            ("ink_erased", *header), [(step / STEPS, *(float(column[step]) for column in columns)) for step in steps]
        ),
        in_arrays,
        "deletion",
        help_=Arrays.CURVES_HELP,
    )
