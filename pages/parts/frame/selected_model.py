"""The model in hand: its control at the head of a page, and the network that it names."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError
from core.importing.room import MAX_PER_OWNER
from core.runs.log.models import PRETRAINED, Model, ModelName
from pages.parts.frame import imported_model, model_import
from pages.state import session
from pages.state.session import Key
from pages.text.model import ModelWords
from pages.ui import polling, widgets

FRAGMENT = "model-in-hand"
MOST_RUNS = 12  # that the list shows


def current() -> Model:
    """Return the model in hand.

    Raises:
        LabError: the one in the URL does not exist; the page says so, with a way back.
    """
    name = session.model()
    try:
        if name is None:
            raise LabError(ModelWords.MISSING)
        return lab.current().registry.find(name)
    except LabError:
        st.button(ModelWords.USE_PRETRAINED, key="model-way-back", on_click=session.hold_model, args=(PRETRAINED,))
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
    said = ModelWords.waking(inference.waking_seconds)
    if said_at is None:
        st.info(said)
    elif said != ModelWords.waking(said_at):
        st.rerun()


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show_control() -> None:
    """Draw the button that says which model is in hand, and behind it the choice of another one."""
    try:
        name = session.model()
        held = lab.current().registry.find(name) if name else None
    except LabError:
        held = None  # the page says so
    about = widgets.plain(ModelWords.about(held, session.time_zone())) if held else None
    name, moment = ModelWords.short(held) if held else (ModelWords.NONE, "")
    with st.popover(ModelWords.button(widgets.plain(name), moment), help=about, key="model-popover"):
        if about is not None:
            st.markdown(about)
        _choose(held)
        if held is not None and held.imported is not None and held.owner == session.owner():
            imported_model.show(held.imported)
        imported_model.show_damaged()
        model_import.show()


def _choose(held: Model | None) -> None:
    zone, owner, registry = session.time_zone(), session.owner(), lab.current().registry
    runs = registry.of_owner(owner, limit=MOST_RUNS + 1)
    has_older, runs = len(runs) > MOST_RUNS, runs[:MOST_RUNS]
    listed = (*runs, *registry.imported_of(owner, limit=MAX_PER_OWNER))
    titles = {"": ModelWords.PRETRAINED} | {_choice(model): ModelWords.title(model, zone) for model in listed}
    if held is not None and _choice(held) not in titles:
        is_mine = held.owner == owner  # an older one than the list holds
        titles[_choice(held)] = (ModelWords.title if is_mine else ModelWords.somebody_elses)(held, zone)
    session.preset(Key.MODEL_RUN, _choice(held) if held else "")
    st.selectbox(
        ModelWords.CHOOSE,
        list(titles),
        format_func=lambda choice: titles.get(choice, ""),
        key=Key.MODEL_RUN,
        on_change=_hold_chosen,
    )
    if len(titles) == 1:
        st.caption(ModelWords.NO_RUNS)
    elif has_older:
        st.caption(ModelWords.only_newest(len(runs)))
    if held is not None and len(held.moments) > 1:
        session.preset(Key.MODEL_MOMENT, held.name.moment)
        st.select_slider(
            ModelWords.EPOCH,
            held.moments,
            format_func=ModelWords.moment,
            key=Key.MODEL_MOMENT,
            on_change=_hold_chosen_moment,
            args=(held.name.run,),
        )


def _choice(model: Model) -> str:
    """Return a model's name without its moment, as the list holds it; "" for the pretrained network."""
    name = ModelName(run=model.name.run, file=model.name.file)
    return "" if name == PRETRAINED else str(name)


def _hold_chosen() -> None:
    choice = session.value(Key.MODEL_RUN)
    session.hold_model((ModelName.parse(choice) if isinstance(choice, str) else None) or PRETRAINED)
    st.rerun()  # the whole page, not the control alone


def _hold_chosen_moment(run: str) -> None:
    moment = session.value(Key.MODEL_MOMENT)
    if isinstance(moment, int | str):
        session.hold_model(ModelName(run, moment))
    st.rerun()
