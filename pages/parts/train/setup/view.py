"""The Train page before a run: a recipe, three settings, a guess, one button; what it costs, what it reached before."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import lab
from core.data.identity import MNIST
from core.errors import ConfigError
from core.recipes import DEFAULT, recipes
from core.runs.log.run_record import guess_fraction
from core.setup_links import link_text
from core.training.settings.config import SETTINGS, TrainingConfig
from models.spec import NetworkSpec
from pages.parts.train.setup import copy_link, cost, keras_code, recipe_card, settings, undo, warnings
from pages.parts.train.setup import form as train_form
from pages.parts.train.setup.form import Form
from pages.parts.train.setup.tabs import open_tab
from pages.state import cached, clicks, selected, set_up_link, slots, state, visitor
from pages.state.set_up import set_up_of
from pages.text.setup import Before
from pages.text.train import Setup
from pages.ui import widgets

MAIN = [name for name, setting in SETTINGS.items() if setting.group and not setting.row]  # always in sight
WIDTH_OF_NUMBER = 130  # pixels on screen: three beside each other on a laptop


def show(form: Form) -> None:
    """Draw the set-up, and what it reached before."""
    state.put(slots.TRAIN_SEEN, True)
    _say_link_refusal()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _controls(form)
    with right:
        recipe_card.show(form)
    settings.show(form)
    if form.set_up is not None:
        keras_code.show_expander(
            form.set_up.spec, form.set_up.config, recipe=form.recipe.key, before=train_form.before_change()
        )
    else:
        widgets.keep_place()
    if not form.refusals:  # it would hold other values than those that stand there
        copy_link.show(form.link)


def begin_another() -> None:
    """Select no run; the next click on Train is another run, with a guess of its own. A callback."""
    selected.set_run(None)
    clicks.renew_run_nonce()
    state.put(slots.TRAIN_GUESS, None)


def begin_from(key: str, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Set up another run after an own one, which the form takes in unless a person has changed it since. A callback.

    What a run was begun with does not stay: a doctor's remedy may have come between, and be what is in view.
    """
    form = None if state.get(slots.TRAIN_DRAFT) is None else train_form.read()  # None: this session has seen only runs
    if form is None or form.link == DEFAULT or (form.set_up and form.set_up == state.get(slots.TRAIN_TAKEN)):
        copy_settings(key, spec, config)
    else:
        begin_another()


def copy_settings(key: str, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Set up a run like another one. A callback."""
    begin_another()
    set_up = set_up_of(key, spec, config)
    train_form.fill(set_up)
    state.put(slots.TRAIN_TAKEN, set_up)


def _say_link_refusal() -> None:
    refusal = state.get(slots.TRAIN_LINK_REFUSAL)
    if refusal is None:
        widgets.keep_place()
        return
    with st.container(key="link-refused"):
        st.error(widgets.plain(Before.LINK_REFUSED.format(why=str(refusal))))
        st.button(Before.GO_ON, key="link-go-on", on_click=state.put, args=(slots.TRAIN_LINK_REFUSAL, None))


def _controls(form: Form) -> None:
    """Draw the main controls."""
    st.selectbox(
        Setup.RECIPE,
        [recipe.key for recipe in recipes()],
        format_func=partial(Setup.option, on_mnist=cached.dataset().identity.name == MNIST.name),
        key=slots.TRAIN_RECIPE.key,
        persist_state="session",
        on_change=train_form.fill_from_recipe,
    )
    if form.is_changed:
        changed = Before.changed(Setup.title(form.recipe.key))
        widgets.way_back(changed, Before.BACK, key="train-back", on_click=train_form.fill_from_recipe)
    elif undo.last_was_own():
        widgets.way_back(Before.REPLACED, Before.BRING_BACK, key="train-bring-back", on_click=undo.undo)
    else:
        widgets.keep_place()
    settings.fields(form, *MAIN, width=WIDTH_OF_NUMBER)
    warnings.show(form)
    refusals = [_guess()]
    button, below = st.container(), st.container()
    at_the_field = form.refused(*MAIN)
    refusals += [str(refusal) for refusal in form.refusals if str(refusal) not in at_the_field]
    with button:
        for refusal in filter(None, refusals):
            st.error(widgets.plain(refusal))
        if form.review.spec is None:
            st.error(widgets.plain(form.review.problem or ""))
            st.button(Before.TO_NETWORK, key="train-to-network", on_click=open_tab, args=("network",), width="stretch")
        elif form.set_up is not None and not any(refusals):
            st.button(Setup.TRAIN, key="primary-train", type="primary", width="stretch", on_click=_start)
    if form.set_up is not None and form.workload is not None:
        with below:
            cost.show(form.set_up, form.workload)


def _guess() -> str:
    """Draw the field for a guess, and return why what stands there is none."""
    label, help_ = Before.GUESS
    value = st.number_input(
        label,
        value=None,
        step=0.5,
        format="%g",
        help=help_,
        key=slots.TRAIN_GUESS.key,
        persist_state="session",
    )
    try:
        guess_fraction(value)
    except ConfigError as error:
        return str(error)
    return ""


def _start() -> None:
    """Start what is set up. A callback."""
    if selected.run() is not None:  # a second click that was on its way when the first one worked
        return
    set_up = train_form.read().set_up
    if set_up is None:
        return
    with clicks.keep_refusal():
        begun = lab.current().run_starter.start(
            set_up.spec,
            set_up.config,
            owner=visitor.owner(),
            nonce=clicks.run_nonce(),
            recipe=set_up.recipe.key,
            guess=guess_fraction(state.get(slots.TRAIN_GUESS)),
        )
        state.put(slots.TRAIN_TAKEN, set_up)
        set_up_link.note_begun(link_text(set_up))
        selected.set_run(begun)
        set_up_link.remove_from_url()
