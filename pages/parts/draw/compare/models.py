"""Up to three models beside each other, of which each answers the same drawing: the one in hand first.

The others are asked as networks on trial: they take no other visitor's place in the engine. Whether it is a digit at
all is the same judge's word for all, and not asked again.
"""

from __future__ import annotations

import html
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from core import lab
from core.errors import LabError
from core.importing.disk_budget import MAX_PER_OWNER
from core.runs.log.models import PRETRAINED, Model, ModelName
from pages.parts.draw import prediction
from pages.parts.draw.compare import chosen_models, shown_box
from pages.parts.draw.number import ReadNumber
from pages.parts.draw.prediction import Reading
from pages.parts.frame.selected_model import MOST_RUNS
from pages.state import cached, state, visitor
from pages.state.classes import known
from pages.state.draw import compare_slots
from pages.text import numbers
from pages.text.draw_compare import Models
from pages.text.draw_number import UNSURE
from pages.text.model import ModelText
from pages.ui import run_titles, widgets
from pages.ui.models import moment_slider

FRAGMENT = "draw-compare"


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show(model: Model, found: ReadNumber, chosen: int) -> None:
    """Draw the expander, and once it is open the models; nothing is asked before.

    Args:
        model: the one in hand.
        found: what it reads.
        chosen: index of the digit that is looked at.
    """
    others = chosen_models.others(model)
    opened, shown = compare_slots.COMPARE_MODELS_OPEN, compare_slots.COMPARE_MODELS_SHOWN
    with shown_box.expander(Models.TITLE, opened, shown, otherwise=bool(others)) as is_open:
        if is_open:
            _show_columns(model, found, chosen, others)


def _show_columns(model: Model, found: ReadNumber, chosen: int, others: list[ModelName]) -> None:
    answers: list[tuple[Model, ReadNumber]] = [(model, found)]
    sentence, columns = st.empty(), st.columns(1 + chosen_models.MOST, gap="medium")
    with columns[0]:
        _show_answer(*answers[0], chosen)
        st.caption(Models.IN_HAND)
    for place, name in enumerate(others):
        with columns[1 + place]:
            try:
                other = lab.current().models.find(name)
                answers.append((other, _read(other, found)))
                _show_answer(*answers[-1], chosen)
                slot = compare_slots.COMPARE_MODELS_MOMENT.of(place)
                moment_slider.show(other, slot, partial(_put, others, place), label=Models.EPOCH)
            except LabError as error:  # deleted meanwhile, say: the others stay
                st.error(widgets.plain(str(error)))
            key = f"draw-compare-remove-{place}"
            st.button(Models.REMOVE, key=key, icon=":material/close:", on_click=_remove, args=(others, place))
    if len(others) < chosen_models.MOST:
        with columns[1 + len(others)]:
            _offer_more(model, others)
    if len(answers) > 1:
        texts = [None if UNSURE in one.text else one.text for _, one in answers]
        said = Models.agreement(texts, [Models.subject(_short(one)) for one, _ in answers])
        sentence.html(f'<p class="draw-agreement" role="status" style="margin: 0">{html.escape(said)}</p>')
        if len(found.readings) > 1:
            st.caption(Models.IS_ANOTHERS_DIGIT)
    elif not others:
        sentence.caption(Models.INVITE)


def _short(model: Model) -> tuple[str, str]:
    return ModelText.short(model, run_titles.of_model(model))


def _read(model: Model, found: ReadNumber) -> ReadNumber:
    """Return what another model reads of the same digits."""
    network = replace(model.network, on_trial=True)
    said, names = cached.predictions(network, np.stack(found.segmentation.images)), known.names_of(model)
    readings = tuple(
        Reading.of(
            logits,
            probabilities,
            class_names=names,
            digit_probability=1.0 if names else first.digit_probability,
            threshold=first.threshold,
        ).trusted(first.trust)
        for logits, probabilities, first in zip(said.logits, said.probabilities, found.readings, strict=True)
    )
    return ReadNumber(segmentation=found.segmentation, readings=readings)


def _show_answer(model: Model, found: ReadNumber, chosen: int) -> None:
    """Draw a model's name, its answer and ten bars."""
    name = Models.name(_short(model))
    one = found.readings[chosen]
    headline, sentence = (one.headline, one.sentence) if len(found.readings) == 1 else (found.headline, found.sentence)
    st.html(
        '<section class="draw-compared" style="min-height: 6.5rem">'
        f'<h3 style="font-size: 1rem; margin: 0; padding: 0; overflow-wrap: anywhere">{html.escape(name)}</h3>'
        f'<p style="font-size: 1.375rem; font-weight: 700; line-height: 1.3; margin: 0">{html.escape(headline)}</p>'
        f'<p style="margin: 0">{html.escape(numbers.unparted(sentence))}</p></section>'
    )
    st.html(prediction.bars_html(one, css_class="draw-compared-bars", caption=Models.column(name)))


def _offer_more(model: Model, others: list[ModelName]) -> None:
    """Draw the choice of one model more."""
    titles = _titles()
    offered = [text for text in titles if _addable(text, model, others) is not None]
    slot = compare_slots.COMPARE_MODELS_ADD.of(len(others))
    if state.get(slot) is not None:
        state.pop(slot)  # it was added
    st.selectbox(
        Models.ADD,
        offered,
        index=None,
        format_func=lambda text: titles.get(text, ""),
        placeholder=Models.NONE,
        key=slot.key,
        disabled=not offered,
        on_change=_add,
        args=(model, others),
    )
    if len(titles) == 1:
        st.caption(Models.NO_OTHERS)


def _titles() -> dict[str, str]:
    """Return what each model is called that can be added, by its name without a moment."""
    zone, owner, registry = visitor.time_zone(), visitor.owner(), lab.current().models
    models = (*registry.of_owner(owner, limit=MOST_RUNS), *registry.imported_of(owner, limit=MAX_PER_OWNER))
    of_runs = run_titles.titles(owner)
    named = {
        str(one.name.without_moment): ModelText.title(one, of_runs.get(one.name.run or "", ""), zone) for one in models
    }
    return {str(PRETRAINED): ModelText.PRETRAINED} | named


def _addable(text: str, model: Model, others: list[ModelName]) -> ModelName | None:
    """Return the name of a model at its newest moment that is not shown yet, or None: all are, or there is none."""
    name = ModelName.parse(text)
    shown = {model.name, *others}
    if name is None or name.run is None:
        return name if name not in shown else None
    try:
        newest = lab.current().models.find(name)
    except LabError:
        return None
    moments = (newest.name.moment, *newest.moments)
    return next((found for found in (ModelName(name.run, moment) for moment in moments) if found not in shown), None)


def _add(model: Model, others: list[ModelName]) -> None:
    name = _addable(state.get(compare_slots.COMPARE_MODELS_ADD.of(len(others))) or "", model, others)
    if name is not None and len(others) < chosen_models.MOST:
        chosen_models.put([*others, name])


def _remove(others: list[ModelName], place: int) -> None:
    chosen_models.put([name for index, name in enumerate(others) if index != place])


def _put(others: list[ModelName], place: int, name: ModelName) -> None:
    chosen_models.put([name if index == place else other for index, other in enumerate(others)])
