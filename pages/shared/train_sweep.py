"""One setting in several values, a run for each: set up, started, and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import streamlit as st

from core import lab
from core.errors import ConfigError, LabError
from core.recipes import Recipe
from core.runs.sweep import SWEPT, swept
from core.training.config import TrainingConfig
from core.training.optimizers import PARAMETERS
from pages.shared import controls, session, train_runs
from pages.shared.session import Key
from pages.shared.words.runs import Sweep

NamedRuns = list[tuple[str, TrainingConfig]]


def show(chosen: Recipe, config: TrainingConfig, *, read: Callable[[], TrainingConfig], kept_count: int) -> None:
    """Draw the door behind which several values are tried.

    Args:
        chosen: the recipe whose network is trained.
        config: the form's settings.
        read: gives them again, as they are at a click.
        kept_count: training images that are not held out.
    """
    with st.expander(Sweep.OPEN):
        setting = st.selectbox(
            Sweep.SETTING,
            _settings(config),
            format_func=Sweep.name,
            key=Key.SWEEP_SETTING,
            persist_state="session",
        )
        key = _values_key(setting)
        if session.value(key) is None:
            session.preset(key, Sweep.EXAMPLES[setting])
        st.text_input(Sweep.VALUES, key=key, help=Sweep.VALUES_HELP, persist_state="session")
        try:
            runs = _runs(config, setting)
            for _, one in runs:
                one.steps_per_epoch(one.kept_images(kept_count))
        except ConfigError as error:
            st.error(controls.plain(error.message))
            return
        st.caption(Sweep.cost(len(runs), sum(one.epochs for _, one in runs), lab.current().slots))
        st.button(
            Sweep.train(len(runs)), key="sweep-train", width="stretch", on_click=_start, args=(chosen, read, setting)
        )


def _settings(config: TrainingConfig) -> list[str]:
    """Return the settings that do something beside the other ones."""
    return [name for name in SWEPT if name != "momentum" or name in PARAMETERS[config.optimizer]]


def _values_key(setting: str) -> str:
    return f"{Key.SWEEP_VALUES}-{setting}"


def _runs(config: TrainingConfig, setting: str) -> NamedRuns:
    return [
        (Sweep.run(setting, value), one)
        for value, one in swept(config, setting, str(session.value(_values_key(setting)) or ""))
    ]


def _start(chosen: Recipe, read: Callable[[], TrainingConfig], setting: str) -> None:
    """Start the runs, or find those that an earlier click started; compare them. A callback."""
    try:
        runs = _runs(read(), setting)
        train_runs.compare(
            lab.current().start_sweep(
                chosen.spec, runs, owner=session.owner(), nonce=_nonce(chosen, runs), recipe=chosen.key
            )
        )
    except LabError as error:
        session.refuse(error)


def _nonce(chosen: Recipe, runs: NamedRuns) -> str:
    """Return what marks this sweep: the same set-up with the same values is the same, however often it is clicked."""
    described = json.dumps([chosen.key, [one.to_json() for _, one in runs]], sort_keys=True)
    return f"{session.nonce()}-{hashlib.sha256(described.encode()).hexdigest()[:32]}"
