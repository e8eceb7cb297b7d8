"""The test images that every network of a person misreads: which networks count, how many images, which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.data.splits import ImageRange
from core.evaluation.shared_mistakes import expected_by_chance, wrong_by_all
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.mistakes import fragments
from pages.parts.evaluate.shared import reading, tiles
from pages.state import cached, selected, slots, state
from pages.state.evaluate import evaluations, my_models
from pages.state.evaluate.mistakes_slots import COMPARED_READ, COMPARED_TILES
from pages.text import pages as page_texts
from pages.text.evaluate_mistakes import SharedMistakes
from pages.text.model import ModelText
from pages.text.numbers import share
from pages.ui import run_titles, tables, widgets

MOST_RUNS = 12  # of this person, the newest
MOST_TILES = 24
Read = list[tuple[Model, Evaluation]]


@st.fragment(key=fragments.SHARED)
@widgets.show_errors()
def show(images: ImageRange) -> None:
    """Draw the images that all of the networks that have read them misread."""
    st.subheader(SharedMistakes.TITLE, anchor=False)
    models = my_models.newest(most=MOST_RUNS)
    evaluated = [(model, evaluations.known(model)) for model in models]
    read: Read = [(model, evaluation) for model, evaluation in evaluated if evaluation is not None]
    with st.container():  # one, whatever is said: what stands below keeps its place
        if len(models) < 2:
            st.markdown(SharedMistakes.NEEDS_TWO)
            query = selected.link_query() | {slots.RUN.key: selected.NO_RUN}
            widgets.page_link(page_texts.TRAIN, SharedMistakes.TRAIN, "model_training", query=query, width="content")
        elif len(read) < 2:
            st.markdown(SharedMistakes.few_read(len(read), len(models)))
        else:
            _show_found(read, images)
    unread = tuple(str(model.name) for model, evaluation in evaluated if evaluation is None)
    if unread and not set(unread) & set(state.get(COMPARED_READ)):
        label = SharedMistakes.read_others(len(unread))
        icon = ":material/menu_book:"
        st.button(label, key="evaluate-read-others", icon=icon, on_click=_read_others, args=(unread,))
    else:
        widgets.keep_place()


def read_others() -> None:
    """Have the others read the test images too where that was asked for, and draw how far they are."""
    asked = state.get(COMPARED_READ)
    models = [model for model in my_models.newest(most=MOST_RUNS) if str(model.name) in asked]
    if models:
        reading.read(models, key="-others")
    else:
        widgets.keep_place()


def _show_found(read: Read, images: ImageRange) -> None:
    each = [evaluation for _, evaluation in read]
    indices, first = wrong_by_all(each).tolist(), each[0]
    st.markdown(f"**{SharedMistakes.found(len(indices), first.count, len(read))}** {SharedMistakes.ABOUT}")
    st.caption(SharedMistakes.chance(expected_by_chance(each)))
    st.caption(widgets.plain(SharedMistakes.counted_in([_called(model) for model, _ in read])))
    if not indices:
        return
    shown = indices[:MOST_TILES]

    def said(index: int) -> tuple[int, list[tuple[int, int]]]:
        counts = Counter(int(evaluation.predicted_digits[index]) for evaluation in each)
        return cached.say(int(first.labels[index])), [(cached.say(one), n) for one, n in counts.most_common()]

    tiles.show(
        first,
        shown,
        images=images,
        name=SharedMistakes.shown(len(shown), len(indices)),
        slot=COMPARED_TILES,
        lines_of=lambda index: SharedMistakes.tile(*said(index)),
        name_of=lambda index: SharedMistakes.tile_alt(index, *said(index)),
        fragments=fragments.ALL,
    )
    _show_answers(read, shown)


def _show_answers(read: Read, shown: Sequence[int]) -> None:
    """Draw what each network says of the selected image, where it is one of these."""
    digit = selected.digit()
    if digit is None or digit.collection != "test" or digit.index not in shown:
        widgets.keep_place()
        return
    index = digit.index
    rows = [
        (_called(model), str(cached.say(int(evaluation.predicted_digits[index]))), share(evaluation.sureness(index)))
        for model, evaluation in read
    ]
    title = SharedMistakes.answers(index, cached.say(int(read[0][1].labels[index])))
    st.caption(title)
    tables.show(title, SharedMistakes.HEADER, rows)


def _called(model: Model) -> str:
    """Return what a network is called; a person may have typed it."""
    name, moment = ModelText.short(model, run_titles.of_model(model))
    if model.record is None and model.imported is None:
        return SharedMistakes.PRETRAINED
    return f"{name} ({moment})" if moment else name


def _read_others(names: tuple[str, ...]) -> None:
    state.put(COMPARED_READ, names)
    st.rerun()
