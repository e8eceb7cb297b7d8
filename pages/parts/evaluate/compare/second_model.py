"""The model that the selected one is compared with: its choice, kept in the address too."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.errors import LabError
from core.runs.log.models import PRETRAINED, Model, ModelName
from pages.parts.frame.selected_model import MOST_RUNS
from pages.state import selected, slots, state, url, visitor
from pages.state.classes import known
from pages.state.evaluate import compare_slots, my_models
from pages.text import pages as page_texts
from pages.text.evaluate_compare import Second
from pages.text.model import ModelText
from pages.ui import run_titles, widgets
from pages.ui.models import moment_slider


def show(first: Model) -> Model | None:
    """Draw the choice; return the model that is chosen, or None where there is none to compare with.

    Args:
        first: the selected model.
    """
    offered = _offered(first)
    second = _chosen(first, offered)
    if second is not None and all(_without_moment(second) != _without_moment(one) for one in offered):
        offered = [*offered, second]  # of the address: an older one, or somebody else's
    if not offered:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(Second.NONE_YET, width="content")
            query = selected.link_query() | {slots.RUN.key: selected.NO_RUN}
            widgets.page_link(page_texts.TRAIN, Second.TRAIN, "model_training", query=query, width="content")
        return None
    _draw(first, second, offered)
    if second is None:
        st.info(Second.MISSING)
        return None
    if not known.fits(second):
        st.info(Second.OTHER_CLASSES)
        return None
    return second


def _draw(first: Model, second: Model | None, offered: Sequence[Model]) -> None:
    titles = {_without_moment(model): _title(model) for model in offered}
    state.put(compare_slots.COMPARE_SECOND, "" if second is None else _without_moment(second))
    left, right = st.columns(2, gap="medium")
    with left:
        st.selectbox(
            Second.LABEL,
            list(titles) if second is not None else ["", *titles],
            format_func=lambda text: titles.get(text, ""),
            key=compare_slots.COMPARE_SECOND.key,
            on_change=_take,
            args=(first.name,),
        )
    with right:
        if second is None:
            widgets.keep_place()
        else:
            slot = compare_slots.COMPARE_SECOND_MOMENT.of(second.name.run)
            moment_slider.show(second, slot, _put, label=Second.EPOCH)


def _offered(first: Model) -> list[Model]:
    """Return the models to choose from, the pretrained first, each at a moment that is not the first one's."""
    models = sorted(my_models.newest(most=MOST_RUNS), key=lambda model: model.name != PRETRAINED)
    return [other for model in models if (other := _other_than(first, model)) is not None]


def _other_than(first: Model, model: Model) -> Model | None:
    """Return a model, of the run of the first one at another moment; None where there is no other."""
    if model.name != first.name:
        return model
    moments = [moment for moment in reversed(model.moments) if moment != first.name.moment]
    return lab.current().models.find(ModelName(model.name.run, moments[0])) if moments else None


def _chosen(first: Model, offered: Sequence[Model]) -> Model | None:
    """Return the model that was chosen or that the address names; by default the pretrained, or the newest."""
    url.mirror(compare_slots.AGAINST, longest=url.LONGEST_NAME + 1)
    text = state.get(compare_slots.AGAINST)
    name = ModelName.parse(text or "")
    if not text or name == first.name:
        return offered[0] if offered else None
    try:
        return None if name is None else _other_than(first, lab.current().models.find(name))
    except LabError:
        return None


def _title(model: Model) -> str:
    run, zone = run_titles.of_model(model), visitor.time_zone()
    is_mine = model.owner in (None, visitor.owner())
    return (ModelText.title if is_mine else ModelText.somebody_elses)(model, run, zone)


def _without_moment(model: Model) -> str:
    return str(model.name.without_moment)


def _take(first: ModelName) -> None:
    name = ModelName.parse(state.get(compare_slots.COMPARE_SECOND) or "")
    if name is not None and name != first:
        _put(name)


def _put(name: ModelName) -> None:
    url.put(compare_slots.AGAINST, str(name))
