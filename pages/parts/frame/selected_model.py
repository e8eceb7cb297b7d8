"""The selected model: its control at the head of a page, and the network that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core import lab
from core.data.identity import MNIST
from core.errors import LabError
from core.importing.disk_budget import MAX_PER_OWNER
from core.runs.log.models import PRETRAINED, Model, ModelName
from pages.parts.frame import imported_model, model_import
from pages.state import cached, selected, slots, state, visitor
from pages.text.model import ModelText
from pages.ui import network_thumbnail, polling, run_titles, widgets
from pages.ui.models import moment_slider

FRAGMENT = "selected-model"
MOST_RUNS = 12  # that the list shows


def current() -> Model:
    """Return the selected model.

    Raises:
        LabError: the one in the URL does not exist; the page says so, with a way back.
    """
    name = selected.model()
    with way_back(LabError):
        if name is None:
            raise LabError(ModelText.MISSING)
        return lab.current().models.find(name)


@contextmanager
def way_back(kind: type[LabError]) -> Iterator[None]:
    """Offer the pretrained network where the body raises an error of a kind, which the page says."""
    try:
        yield
    except kind:
        if selected.model() != PRETRAINED:
            st.button(ModelText.USE_PRETRAINED, key="model-way-back", on_click=selected.set_model, args=(PRETRAINED,))
        raise


def is_awake() -> bool:
    """Return whether networks can be asked; where not, say that they are waking up and run the page again then."""
    if lab.current().inference.is_awake:
        return True
    wait_until_awake()
    return False


@st.fragment(run_every=polling.AWAKE_POLL_SECONDS)
@widgets.show_errors()
def wait_until_awake(*, said_at: float | None = None) -> None:
    """Look again and again whether networks can be asked, and run the whole page then; say so meanwhile.

    Args:
        said_at: where the page says so itself, the engine's `waking_seconds` at that moment: it is run again too when
            it would say something else.
    """
    inference = lab.current().inference
    if inference.is_awake:
        st.rerun()
    inference.wake()
    waiting = ModelText.waking(inference.waking_seconds)
    if said_at is None:
        st.info(waiting)
    elif waiting != ModelText.waking(said_at):
        st.rerun()


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show_control() -> None:
    """Draw the button that says which model is selected, and behind it the choice of another one."""
    try:
        name = selected.model()
        model = lab.current().models.find(name) if name else None
    except LabError:
        model = None  # the page says so
    run = run_titles.of_model(model) if model else ""
    has_score = cached.dataset().identity.name == MNIST.name
    about = widgets.plain(ModelText.about(model, run, visitor.time_zone(), has_score=has_score)) if model else None
    name, moment = ModelText.short(model, run) if model else (ModelText.NONE, "")
    with st.popover(ModelText.button(widgets.plain(name), moment), help=about, key="model-popover"):
        if about is not None:
            st.markdown(about)
        if model is not None:
            network_thumbnail.show(model.network.spec)
        _choose(model)
        if model is not None and model.imported is not None and model.owner == visitor.owner():
            imported_model.show(model.imported)
        imported_model.show_damaged()
        model_import.show()


def _choose(model: Model | None) -> None:
    zone, owner, registry = visitor.time_zone(), visitor.owner(), lab.current().models
    runs = registry.of_owner(owner, limit=MOST_RUNS + 1)
    has_older, runs = len(runs) > MOST_RUNS, runs[:MOST_RUNS]
    models = (*runs, *registry.imported_of(owner, limit=MAX_PER_OWNER))
    of_runs = run_titles.titles(owner)
    named = {
        _choice(listed): ModelText.title(listed, of_runs.get(listed.name.run or "", ""), zone) for listed in models
    }
    titles = {"": ModelText.PRETRAINED} | named
    if model is not None and _choice(model) not in titles:
        is_mine = model.owner == owner  # an older one than the list holds
        text_of = ModelText.title if is_mine else ModelText.somebody_elses
        titles[_choice(model)] = text_of(model, run_titles.of_model(model), zone)
    state.put(slots.MODEL_RUN, _choice(model) if model else "")
    st.selectbox(
        ModelText.CHOOSE,
        list(titles),
        format_func=lambda choice: titles.get(choice, ""),
        key=slots.MODEL_RUN.key,
        on_change=_select_chosen,
    )
    if len(titles) == 1:
        st.caption(ModelText.NO_RUNS)
    elif has_older:
        st.caption(ModelText.only_newest(len(runs)))
    if model is not None:
        moment_slider.show(model, slots.MODEL_MOMENT, _select_moment, label=ModelText.EPOCH)


def _choice(model: Model) -> str:
    """Return a model's name without its moment, as the list holds it; "" for the pretrained network."""
    name = model.name.without_moment
    return "" if name == PRETRAINED else str(name)


def _select_chosen() -> None:
    selected.set_model(ModelName.parse(state.get(slots.MODEL_RUN)) or PRETRAINED)
    st.rerun()  # the whole page, not the control alone


def _select_moment(name: ModelName) -> None:
    selected.set_model(name)
    st.rerun()
