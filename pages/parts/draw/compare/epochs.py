"""From which epoch on a run's network reads what is drawn: every kept epoch is asked, in the background.

Nothing is asked while the expander is closed. While the run trains, newer epochs join by themselves.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence

import numpy as np
import streamlit as st

from core import lab
from core.inference.answer_turns import settled_from, turns
from core.runs.log.models import Model
from core.serving.epoch_answers import EpochAnswer
from pages.parts.draw import prediction
from pages.parts.draw.compare import epoch_chart, shown_box
from pages.parts.draw.number import ReadNumber
from pages.parts.draw.prediction import Reading
from pages.state import state
from pages.state.draw import compare_questions, compare_slots
from pages.state.draw.asker import asker
from pages.text import pages as page_texts
from pages.text.draw_compare import Epochs
from pages.text.labels import are_named
from pages.ui import polling, tables, widgets

FRAGMENT = "draw-epochs"
READING_SECONDS, NEWER_SECONDS = 0.5, 3.0  # between two looks, at epochs that are read, and for newer ones
MOST_TURNS = 24  # in the strip; a network that changes its mind more often has the chart alone


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show(model: Model, found: ReadNumber, chosen: int) -> None:
    """Draw the expander, and once it is open the answers epoch by epoch.

    Args:
        model: the one in hand.
        found: what it reads.
        chosen: index of the digit that is looked at.
    """
    polling.draw_again(None)  # also where what follows raises
    opened, shown = compare_slots.EPOCHS_OPEN, compare_slots.EPOCHS_SHOWN
    with shown_box.expander(Epochs.TITLE, opened, shown, otherwise=False) as is_open:
        if not is_open:
            return
        networks = lab.current().models.epochs(model)
        run = model.name.run
        is_training = run is not None and lab.current().histories.outline(run).is_active
        if len(networks) < 2:
            _say_where_to_get_one(model)
        else:
            if len(found.readings) > 1:
                st.caption(Epochs.of_digit(chosen + 1))
            image = found.segmentation.images[chosen]
            answers = compare_questions.epoch_answers().of(list(networks.values()), image, asker=asker(FRAGMENT))
            _show_answers(found.readings[chosen], list(networks), answers, run or "")
            if None in answers:
                polling.draw_again(READING_SECONDS)
                return
        if is_training:
            polling.draw_again(NEWER_SECONDS)


def _say_where_to_get_one(model: Model) -> None:
    if model.record is not None:
        st.markdown(Epochs.ONE_SO_FAR)
    else:
        st.markdown(Epochs.PRETRAINED if model.imported is None else Epochs.ONE_MOMENT)
    widgets.page_link(page_texts.TRAIN, Epochs.LINK, "arrow_forward")


def _show_answers(
    reading: Reading, all_moments: list[int | str], answers: Sequence[EpochAnswer | None], run: str
) -> None:
    """Draw what is known up to the first epoch that is not: a sentence, a strip, lines, and one epoch's bars."""
    read = itertools.takewhile(lambda answer: answer is not None, answers)
    known = [(moment, answer) for moment, answer in zip(all_moments, read, strict=False) if answer is not None]
    if not known:
        st.caption(Epochs.READING)
        return
    moments, said = [moment for moment, _ in known], [answer for _, answer in known]
    labels = reading.labels
    digits = [_said(answer.digit, labels) for answer in said]
    found = turns(digits)
    if len(known) < len(all_moments):  # the sentence holds only once all are read, and is read aloud once
        sentence, marked = Epochs.so_far(len(known), len(all_moments)), 'class="draw-epochs-so-far"'
    else:
        sentence = Epochs.settled(reading.answer, settled_from(digits, reading.answer), found, moments)
        marked = 'class="draw-epochs-sentence" role="status"'
    st.html(f'<p {marked} style="margin: 0; font-weight: 600">{html.escape(sentence)}</p>')
    if len(found) <= MOST_TURNS:
        st.html(_strip_html([(turn.answer, Epochs.turn(turn, moments)) for turn in found]))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.echarts_chart(
            epoch_chart.answers(
                [Epochs.label(moment) for moment in moments],
                [answer.probabilities.tolist() for answer in said],
                reading.answer,
                labels,
            ),
            height=epoch_chart.HEIGHT,
            key="draw-epochs-chart",
            alt=sentence,
            renderer="svg",
        )
    with right:
        _show_one(dict(known), run, labels)
    tables.show_once_open(
        Epochs.TABLE,
        "draw-epochs-table",
        (*Epochs.HEADER, *map(str, labels)),
        lambda: [
            Epochs.row(moment, _said(answer.digit, labels), answer.probabilities.tolist()) for moment, answer in known
        ],
    )


def _said(digit: int | None, labels: Sequence[int]) -> int | None:
    return None if digit is None else labels[digit]


def _show_one(known: dict[int | str, EpochAnswer], run: str, labels: Sequence[int]) -> None:
    """Draw the slider over epochs, and the ten bars of the one it stands on."""
    slot, moments = compare_slots.EPOCHS_MOMENT.of(run), list(known)
    if state.get(slot) not in moments:
        state.put(slot, moments[0])
    if len(moments) > 1:
        st.select_slider(Epochs.SLIDER, moments, format_func=Epochs.label, key=slot.key, persist_state="session")
    moment = state.get(slot)
    assert isinstance(moment, int | str)
    answer = known[moment]
    if answer.digit is None:
        st.caption(Epochs.DAMAGED)
        return
    probabilities = np.asarray(answer.probabilities)
    st.markdown(Epochs.at(moment, labels[answer.digit], float(probabilities[answer.digit])))
    shown = Reading.of(answer.logits, probabilities, class_names=list(map(str, labels)) if are_named(labels) else None)
    st.html(prediction.bars_html(shown, css_class="draw-epoch-bars", caption=Epochs.bars(moment)))


def _strip_html(found: Sequence[tuple[int | None, str]]) -> str:
    """Return the stretches with one answer, in order: the digit, and at which epochs it was read."""
    cells = "".join(
        f'<li style="margin: 0; padding: 0 0 0 0.75rem; border-left: 1px solid currentColor">'
        f'<div style="font-size: 1.25rem; font-weight: 700; line-height: 1.3">'
        f"{'?' if answer is None else answer}</div>{html.escape(when)}</li>"
        for answer, when in found
    )
    return (
        f'<ol class="draw-epochs-strip" aria-label="{html.escape(Epochs.STRIP, quote=True)}" style="list-style: none; '
        'display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; margin: 0; padding: 0; font-size: 0.875rem">'
        f"{cells}</ol>"
    )
