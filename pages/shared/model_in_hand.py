"""The model in hand: its control at the head of a page, and the network that it names."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError
from core.runs.registry import PRETRAINED, Model, ModelName
from pages.shared import controls, session
from pages.shared.session import Key
from pages.shared.words.model import ModelWords

FRAGMENT = "model-in-hand"
MOST_RUNS = 12  # that the list shows
AWAKE_POLL_SECONDS = 0.5


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
    if lab.current().predictor.is_awake:
        return True
    wait_until_awake()
    return False


@st.fragment(run_every=AWAKE_POLL_SECONDS)
@controls.show_errors()
def wait_until_awake(*, said_at: float | None = None) -> None:
    """Look again and again whether networks can be asked, and run the whole page then; say so meanwhile.

    Args:
        said_at: where the page says so itself, the engine's `waking_seconds` at that moment: it is run again too when
            it would say something else.
    """
    predictor = lab.current().predictor
    if predictor.is_awake:
        st.rerun()
    predictor.wake()
    said = ModelWords.waking(predictor.waking_seconds)
    if said_at is None:
        st.info(said)
    elif said != ModelWords.waking(said_at):
        st.rerun()


@st.fragment(key=FRAGMENT)
@controls.show_errors()
def show_control() -> None:
    """Draw the button that says which model is in hand, and behind it the choice of another one."""
    try:
        name = session.model()
        held = lab.current().registry.find(name) if name else None
    except LabError:
        held = None  # the page says so
    about = controls.plain(ModelWords.about(held, session.time_zone())) if held else None
    name, moment = ModelWords.short(held) if held else (ModelWords.NONE, "")
    with st.popover(ModelWords.button(controls.plain(name), moment), help=about, key="model-popover"):
        if about is not None:
            st.markdown(about)
        _choose(held)


def _choose(held: Model | None) -> None:
    zone = session.time_zone()
    mine = lab.current().registry.of_owner(session.owner(), limit=MOST_RUNS + 1)
    has_older, mine = len(mine) > MOST_RUNS, mine[:MOST_RUNS]
    choices = {"": PRETRAINED} | {model.name.run: model.name for model in mine}
    titles = {"": ModelWords.PRETRAINED} | {model.name.run: ModelWords.run(model.record, zone) for model in mine}
    if held is not None and held.record is not None and held.name.run not in choices:
        is_mine = held.record.owner == session.owner()  # an older one than the list holds
        titles[held.name.run] = (ModelWords.run if is_mine else ModelWords.somebody_elses)(held.record, zone)
        choices[held.name.run] = held.name
    session.preset(Key.MODEL_RUN, (held.name.run or "") if held else "")
    st.selectbox(
        ModelWords.CHOOSE,
        list(choices),
        format_func=lambda run: titles.get(run, ""),
        key=Key.MODEL_RUN,
        on_change=_hold_chosen_run,
    )
    if len(choices) == 1:
        st.caption(ModelWords.NO_RUNS)
    elif has_older:
        st.caption(ModelWords.only_newest(len(mine)))
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


def _hold_chosen_run() -> None:
    run = session.value(Key.MODEL_RUN)
    session.hold_model(ModelName(run) if isinstance(run, str) and run else PRETRAINED)
    st.rerun()  # the whole page, not the control alone


def _hold_chosen_moment(run: str) -> None:
    moment = session.value(Key.MODEL_MOMENT)
    if isinstance(moment, int | str):
        session.hold_model(ModelName(run, moment))
    st.rerun()
