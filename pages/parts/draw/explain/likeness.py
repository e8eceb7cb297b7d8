"""Is my digit like MNIST: its measures among a digit's training images, the nearest of them, and one advice.

Folded, and computed once it is open: in the background, so that neither the pen waits for it nor what stands below.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.inference.likeness.measures import MEASURES, Standing, measures, most_unusual
from core.inference.likeness.nearest import Nearest
from core.runs.log.models import Model
from pages.parts.draw.explain.explained import Explained
from pages.state import cached, slots, state
from pages.state.classes import known as classes
from pages.state.draw import explain_slots, likeness
from pages.state.draw.asker import asker
from pages.text.draw_likeness import Likeness
from pages.text.labels import all_said
from pages.text.numbers import unparted
from pages.ui import colours, polling, tables, widgets

ASKING_SECONDS = 0.3  # between two looks at how far it is
NEAR_SIZE = 84  # pixels on screen: three to each of 28
_LINE = "clamp(9rem, (100vw - 760px) * 999, min(34rem, 100vw - 43.5rem))"  # CSS: as wide as a name, or what is left
_PLACE = "30rem"  # CSS: about as high as what comes, so that what stands below moves little
_SMALL = "font-size: 0.875rem; line-height: 1.35"


@st.fragment
@widgets.show_errors()
def show(model: Model, explained: Explained, key: str) -> None:
    """Draw the expander, and what is in it once it is open; while that is worked out, look again by itself.

    Args:
        model: that reads; one of other classes than the data set's has none to compare with.
        explained: whose picture that the network gets.
        key: tells its widgets from another picture's.
    """
    polling.draw_again(None)  # also where what follows raises
    if not classes.fits(model):
        widgets.keep_place()
        return
    with st.expander(Likeness.title(cached.dataset().identity), key=f"{key}-likeness", on_change="rerun") as box:
        if box.open:
            _show(explained, key)


def _show(explained: Explained, key: str) -> None:
    image, dataset = explained.image, cached.dataset()
    digit = _chosen_digit(explained, key)
    known = likeness.client().of(dataset, image, asker=asker(f"{key}-likeness"))
    if known.measured is None or known.nearest is None:
        st.progress(known.done / known.pieces, Likeness.WAITING)
        st.html(f'<div style="min-height: {_PLACE}"></div>')
        polling.draw_again(ASKING_SECONDS)
        return
    (values,) = measures(image[np.newaxis])
    standings = known.measured.standings(values, digit)
    if not standings:
        st.markdown(Likeness.none_of(digit))
    else:
        of = Likeness.of(is_mnist=dataset.is_mnist or dataset.is_fallback)
        st.html(_measures_html(values.tolist(), standings, digit, of))
        tables.show_once_open(
            Likeness.TABLE, f"{key}-like-table", Likeness.HEADER, lambda: _rows(values.tolist(), standings)
        )
    st.html(_nearest_html(known.nearest))


def _chosen_digit(explained: Explained, key: str) -> int:
    """Draw the choice of whose training images it is compared with; for another picture it is made anew."""
    chosen, of = explain_slots.LIKE_DIGIT.of(key), explain_slots.LIKE_OF.of(key)
    now = (zlib.crc32(explained.image.tobytes()), int(explained.digit))
    if state.get(of) != now or state.get(chosen) is None:
        state.put(of, now)
        state.put(chosen, int(explained.digit))
    labels = all_said(cached.class_names())
    st.pills(
        Likeness.COMPARE,
        slots.LABELS,
        format_func=lambda label: str(labels[label]),
        required=True,
        wrap=True,
        key=chosen.key,
    )
    digit = state.get(chosen)
    return labels[explained.digit if digit is None else digit]


def _measures_html(values: Sequence[float], standings: Sequence[Standing], digit: int, of: str) -> str:
    """Return the advice, and a line for each measure."""
    place = most_unusual(standings)
    advice = Likeness.advice(digit, MEASURES[place], standings[place], of=of)
    lines = "".join(
        '<li style="display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5rem; margin: 0; padding: 0.3rem 0; '
        f'{_SMALL}">'
        f'<span style="flex: 0 0 9rem; font-weight: 600">{html.escape(Likeness.NAMES[measure])}</span>'
        f'<span style="flex: 0 0 10rem">{html.escape(unparted(Likeness.value(measure, value)))}</span>'
        f'<span style="flex: 0 1 {_LINE}; min-width: 0">{_line_html(standing.share)}</span>'
        f'<span style="flex: 1 1 10rem">{html.escape(unparted(Likeness.than(measure, standing)))}</span></li>'
        for measure, value, standing in zip(MEASURES, values, standings, strict=True)
    )
    compared = Likeness.compared(digit, standings[0].count)
    return (
        f'<div class="draw-likeness" role="figure" aria-label="{html.escape(advice, quote=True)}">'
        '<p class="draw-likeness-advice" style="margin: 0 0 0.5rem; font-weight: 600">'
        f"{html.escape(unparted(advice))}</p>"
        '<ul style="list-style: none; margin: 0; padding: 0; font-variant-numeric: tabular-nums">'
        f'{lines}</ul><p style="margin: 0.25rem 0 0; {_SMALL}">{html.escape(unparted(compared))}</p></div>'
    )


def _line_html(share: float) -> str:
    """Return a line from the least of them to the most, its middle 90 % thick, with a mark at a share, 0 to 1."""
    return (
        '<span aria-hidden="true" style="display: block; position: relative; height: 1.25rem">'
        f'<span style="position: absolute; left: 0; right: 0; top: calc(50% - 1px); height: 2px; '
        f'background: {colours.LINE}"></span>'
        f'<span style="position: absolute; left: 5%; right: 5%; top: calc(50% - 3px); height: 6px; '
        f'background: {colours.LINE}"></span>'
        f'<span style="position: absolute; left: calc({100 * share:.1f}% - 2px); top: 0; bottom: 0; width: 4px; '
        f'background: {colours.INK}; outline: 1px solid {colours.PAPER}"></span></span>'
    )


def _rows(values: Sequence[float], standings: Sequence[Standing]) -> list[list[object]]:
    return [
        [
            Likeness.NAMES[measure],
            *(Likeness.number(measure, one) for one in (value, standing.lowest, standing.median, standing.highest)),
            f"{standing.below:,}",
            f"{standing.above:,}",
            Likeness.definition(measure),
        ]
        for measure, value, standing in zip(MEASURES, values, standings, strict=True)
    ]


def _nearest_html(near: Nearest) -> str:
    images, _ = cached.images_at("train", near.indices)
    labels, indices = [cached.say(label) for label in near.labels.tolist()], near.indices.tolist()
    cards = "".join(
        f'<li style="width: {NEAR_SIZE}px; margin: 0; {_SMALL}">'
        f"{widgets.ink_html(image, Likeness.neighbour_alt(label, index), size=NEAR_SIZE)}"
        + "".join(f"<div>{html.escape(line)}</div>" for line in Likeness.neighbour(label, index, distance))
        + "</li>"
        for image, label, index, distance in zip(images, labels, indices, near.distances.tolist(), strict=True)
    )
    return (
        f'<section class="draw-nearest" role="figure" aria-label="{html.escape(Likeness.NEAREST, quote=True)}">'
        f'<h3 style="font-size: 1rem; margin: 0; padding: 0.5rem 0 0.25rem">{html.escape(Likeness.NEAREST)}</h3>'
        '<ol style="list-style: none; display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 0; padding: 0; '
        f'font-variant-numeric: tabular-nums">{cards}</ol>'
        f'<p style="margin: 0.5rem 0 0; {_SMALL}">{html.escape(Likeness.nearest(labels, near.count))}</p></section>'
    )
