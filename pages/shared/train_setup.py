"""The Train page before a run: a recipe, four settings, one button, and what they cost."""

from __future__ import annotations

import dataclasses

import streamlit as st

from core import lab
from core.data.splits import split
from core.errors import ConfigError, LabError
from core.recipes import DEFAULT, Recipe, recipe, recipes
from core.training.config import TrainingConfig
from models.shapes import shape_text
from pages.shared import cached, controls, session, train_runs, train_sweep, words
from pages.shared.session import Key
from pages.shared.words.train import Setup

WIDTH_OF_NUMBER = 130  # pixels on screen: three beside each other on a laptop


def show() -> None:
    """Draw the set-up, what it will train, and the runs there were."""
    chosen = _chosen_recipe()
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _controls(chosen)
    with right:
        _network(chosen)
    train_runs.show()


def begin_another() -> None:
    """Leave the run in view; the next click on Train is another run. A callback."""
    session.view_run(None)
    session.renew_nonce()


def copy_settings(key: str, config: TrainingConfig) -> None:
    """Set up a run like another one. A callback."""
    begin_another()
    session.preset(Key.TRAIN_RECIPE, key if recipe(key) else DEFAULT)
    _fill(config)


def _chosen_recipe() -> Recipe:
    if session.value(Key.TRAIN_RECIPE) is None:
        session.preset(Key.TRAIN_RECIPE, DEFAULT)
        _fill_from_recipe()
    return recipe(str(session.value(Key.TRAIN_RECIPE))) or recipes()[0]


def _fill_from_recipe() -> None:
    found = recipe(str(session.value(Key.TRAIN_RECIPE))) or recipes()[0]
    session.renew_nonce()
    _fill(found.config)


def _fill(config: TrainingConfig) -> None:
    session.preset(Key.TRAIN_EPOCHS, config.epochs)
    session.preset(Key.TRAIN_LEARNING_RATE, float(config.learning_rate))
    session.preset(Key.TRAIN_BATCH_SIZE, config.batch_size)
    session.preset(Key.TRAIN_VALIDATION, float(config.validation_fraction))
    session.preset(Key.TRAIN_SEED, config.seed)


def _config(chosen: Recipe) -> TrainingConfig:
    """Return the form's settings.

    Raises:
        ConfigError: one of them is out of bounds, also where the browser forged it.
    """
    return dataclasses.replace(
        chosen.config,
        epochs=session.value(Key.TRAIN_EPOCHS),
        learning_rate=session.value(Key.TRAIN_LEARNING_RATE),
        batch_size=session.value(Key.TRAIN_BATCH_SIZE),
        validation_fraction=session.value(Key.TRAIN_VALIDATION),
        seed=session.value(Key.TRAIN_SEED),
    )


def _controls(chosen: Recipe) -> None:
    st.selectbox(
        Setup.RECIPE,
        [one.key for one in recipes()],
        format_func=Setup.title,
        key=Key.TRAIN_RECIPE,
        persist_state="session",
        on_change=_fill_from_recipe,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _number(Setup.EPOCHS, Key.TRAIN_EPOCHS, step=1)
        _number(Setup.LEARNING_RATE, Key.TRAIN_LEARNING_RATE, step=0.001)
        _number(Setup.BATCH_SIZE, Key.TRAIN_BATCH_SIZE, step=1)
    button, cost, sweep = st.container(), st.container(), st.container()
    with st.expander(Setup.MORE), st.container(horizontal=True, vertical_alignment="bottom"):
        if chosen.config.validation_source == "last":  # the test images are validated on whole
            _number(Setup.VALIDATION, Key.TRAIN_VALIDATION, step=0.05)
        _number(Setup.SEED, Key.TRAIN_SEED, step=1)
    try:
        config = _config(chosen)
        found = cached.dataset()
        parts = split(found.train_count, source=config.validation_source, fraction=config.validation_fraction)
        steps = config.steps_per_epoch(parts.kept_count)
    except ConfigError as error:
        button.error(controls.plain(error.message))
        return
    with button:
        st.button(
            Setup.TRAIN, key="primary-train", type="primary", width="stretch", on_click=_start, args=(chosen.key,)
        )
    with cost:
        st.markdown(Setup.cost(chosen.spec, config, parts.kept_count, steps))
        st.caption(Setup.how(config))
    with sweep:
        train_sweep.show(chosen, config, read=lambda: _config(chosen), kept_count=parts.kept_count)


def _number(named: tuple[str, str], key: Key, *, step: float) -> None:
    controls.free_number(named, key, step=step, width=WIDTH_OF_NUMBER, persist_state="session")


def _start(key: str) -> None:
    chosen = recipe(key)
    if chosen is None or session.run() is not None:  # a second click that was on its way when the first one worked
        return
    try:
        session.view_run(
            lab.current().start_run(
                chosen.spec, _config(chosen), owner=session.owner(), nonce=session.nonce(), recipe=key
            )
        )
    except LabError as error:
        session.refuse(error)


def _network(chosen: Recipe) -> None:
    st.subheader(Setup.title(chosen.key), anchor=False)
    facts = [Setup.TEACHES.get(chosen.key, "")]
    if chosen.reported_accuracy:
        facts.append(Setup.reported(chosen.reported_accuracy))
    if chosen.is_reconstructed:
        facts.append(Setup.RECONSTRUCTED)
    st.markdown(" ".join(facts))
    rows = [(row.text, shape_text(row.output_shape), words.count(row.parameters)) for row in chosen.spec.rows()]
    controls.plain_table(Setup.NETWORK, Setup.HEADER, rows)
