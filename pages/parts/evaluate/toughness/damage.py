"""Accuracy on damaged images: the sweep is begun, its curves grow, and the digit in hand is damaged beside them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.data.gallery import LabeledImage
from core.errors import LabError
from core.inference.robustness.conditions import CONDITIONS, PLACES, STRENGTHS, Condition
from core.runs.log.models import Model
from core.serving.robustness.sweeps import KnownSweep
from pages.parts.evaluate.toughness import digit, models, numbers
from pages.parts.evaluate.toughness.models import Tested
from pages.state import state
from pages.state.evaluate import toughness
from pages.state.evaluate.toughness_slots import TOUGH_CONDITION, TOUGH_STARTED, TOUGH_STRENGTH
from pages.text.evaluate_toughness import Tough
from pages.ui import polling, widgets

LOOK_SECONDS = 0.7  # between two looks at how far it is
FIRST_STRENGTH = 4


def head(model: Model) -> None:
    """Draw the title and what is counted."""
    st.subheader(Tough.TITLE, anchor=False)
    st.markdown(widgets.worded(Tough.lead(toughness.swept_images(model.network))))


def show(model: Model, picture: LabeledImage) -> None:
    """Draw what is known, and have the rest counted where it was asked for."""
    begin = st.container()  # what stands below keeps its place
    pills, compare = st.columns([7, 4], gap="medium", vertical_alignment="top")
    with compare:
        together = models.choose(model)
    with begin:
        known = _known(together)
        _tell(together, known)
    with pills:
        condition = _condition()
        st.caption(Tough.ABOUT[condition.key])
    left, right = st.columns([7, 4], gap="medium")
    with left:
        place = st.container()
        state.setdefault(TOUGH_STRENGTH, FIRST_STRENGTH)
        strength = st.select_slider(
            Tough.STRENGTH,
            list(range(STRENGTHS + 1)),
            format_func=lambda each: Tough.value(condition, each),
            key=TOUGH_STRENGTH.key,
        )
    said = digit.answers(picture, condition, strength, together)
    with place:
        _curves(condition, strength, together, known, [digit.is_right(one, picture) for one in said])
    with right:
        digit.show(picture, condition, strength, together, said)
    with st.container():
        swept = [(one, each.sweep) for one, each in zip(together, known, strict=True) if each.sweep.clean >= 0]
        if swept:
            numbers.show(swept)
        else:
            widgets.keep_place()


def _known(together: Sequence[Tested]) -> list[KnownSweep]:
    """Return what is known of each model; those are counted on that were asked for."""
    networks, selected = [one.network for one in together], together[0]
    asks = networks if selected.key in state.get(TOUGH_STARTED) else networks[1:]
    try:
        known = toughness.sweeps_of(networks, asks=asks)
    except LabError as error:
        st.error(widgets.plain(str(error)))
        st.button(Tough.TRY_AGAIN, key="tough-try-again")  # draws this fragment anew, which asks anew
        return toughness.sweeps_of(networks, asks=[])
    widgets.keep_place()
    widgets.keep_place()
    if not all(one.sweep.is_whole for one, network in zip(known, networks, strict=True) if network in asks):
        polling.draw_again(LOOK_SECONDS)
    return known


def _tell(together: Sequence[Tested], known: Sequence[KnownSweep]) -> None:
    """Draw the button that begins, where nobody has, and how far each model's sweep is."""
    selected, first = together[0], known[0]
    is_asked = selected.key in state.get(TOUGH_STARTED)
    if not is_asked and not first.sweep.is_whole:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tough-begin"):
            st.button(
                Tough.begin(toughness.expected_seconds(selected.network)),
                key="primary-tough-begin",
                type="primary",
                on_click=_begin,
                args=(selected.key,),
            )
            st.caption(Tough.INVITE, width="content")
    for one, each in zip(together, known, strict=True):
        if not each.sweep.is_whole and (one is not selected or is_asked):
            text = Tough.progress(one.name, each.sweep.known_conditions, each.seconds_left)
            st.progress(each.done / each.pieces, widgets.plain(text))
    widgets.keep_place()


def _begin(key: str) -> None:
    state.put(TOUGH_STARTED, state.get(TOUGH_STARTED) | {key})


def _condition() -> Condition:
    state.setdefault(TOUGH_CONDITION, CONDITIONS[0].key)
    key = st.pills(
        Tough.CONDITION,
        list(PLACES),
        format_func=Tough.NAMES.__getitem__,
        key=TOUGH_CONDITION.key,
        required=True,
        wrap=True,
    )
    return CONDITIONS[PLACES[key]]


def _curves(
    condition: Condition,
    strength: int,
    together: Sequence[Tested],
    known: Sequence[KnownSweep],
    is_right: Sequence[bool],
) -> None:
    """Draw a line for each model, as far as it is known, and what it comes to at the chosen strength."""
    from pages.parts.evaluate.toughness import curves

    place = PLACES[condition.key]
    lines = [
        curves.Line(name=one.name, accuracies=each.sweep.accuracies(place), is_right=right)
        for one, each, right in zip(together, known, is_right, strict=True)
    ]
    counts = [each.sweep.clean if not strength else int(each.sweep.right[place, strength - 1]) for each in known]
    told = [
        (one.name, right, each.sweep.count)
        for one, each, right in zip(together, known, counts, strict=True)
        if right >= 0
    ]
    finding = Tough.finding(condition, strength, told)
    st.markdown(widgets.plain(finding))
    widgets.chart(curves.figure(condition, lines, strength), key="tough-curves", alt=finding)
