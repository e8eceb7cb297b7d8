"""One setting in several values, a run for each: set up, started, and compared."""

from __future__ import annotations

import hashlib

import streamlit as st

from core import lab
from core.errors import ConfigError, RunDamagedError, RunNotFoundError
from core.recipes import is_own_network
from core.runs.run_table import MAX_COMPARED
from core.runs.sweep import sweep_configs, sweepable_settings
from core.setup_links import SetUp, link_text
from core.training.settings.config import SETTINGS, TrainingConfig
from pages.parts.train.runs import view
from pages.parts.train.setup import cost, form, label_warning
from pages.state import cached, clicks, selected, slots, state, visitor
from pages.state.set_up import set_up_of
from pages.text.changed_settings import setting_name
from pages.text.run_title import sweep_title
from pages.text.sweep import Sweep
from pages.text.train import Setup
from pages.ui import polling, widgets

NamedRuns = list[tuple[str, TrainingConfig]]


def show(set_up: SetUp, *, of: str = Sweep.OF_FORM) -> None:
    """Draw the expander in which several values of a setting are tried.

    Args:
        set_up: of which all else is kept.
        of: whose it is, in words.
    """
    config = set_up.config
    with st.expander(Sweep.OPEN, icon=":material/stacked_line_chart:"):
        setting = st.selectbox(
            Sweep.SETTING,
            sweepable_settings(config),
            format_func=setting_name,
            key=slots.SWEEP_SETTING.key,
            persist_state="session",
        )
        slot = slots.SWEEP_VALUES.of(setting)
        state.setdefault(slot, SETTINGS[setting].sweep)
        st.text_input(Sweep.VALUES, key=slot.key, help=Sweep.VALUES_HELP, persist_state="session")
        try:
            runs = _runs(set_up, setting)
            for _, run_config in runs:
                cached.workload_of(set_up.spec, run_config)
        except ConfigError as error:
            st.error(widgets.plain(str(error)))
            return
        st.fragment(widgets.show_errors()(_cost))(set_up, [run_config for _, run_config in runs], of=of)
        label_warning.show([run_config for _, run_config in runs], key="sweep")
        st.button(
            Sweep.train(len(runs)),
            key="sweep-train",
            on_click=_start,
            args=(setting, None if of == Sweep.OF_FORM else set_up),
        )


def ticked() -> SetUp | None:
    """Return the set-up of the run that is ticked, where it is the only one and this visitor's."""
    runs = selected.compared_runs()
    try:
        record = lab.current().store.record(runs[0]) if len(runs) == 1 else None
    except (RunNotFoundError, RunDamagedError):
        return None
    is_mine = record is not None and record.owner == visitor.owner()
    return set_up_of(record.recipe, record.spec, record.config) if is_mine else None


def _cost(set_up: SetUp, configs: list[TrainingConfig], *, of: str) -> None:
    """Draw what the runs take; their time comes when a trainer is awake."""
    current, dataset = lab.current(), cached.dataset()
    expected = [(config.epochs, current.epoch_times.expected(set_up.spec, config, dataset)) for config in configs]
    seconds = None
    if all(time is not None for _, time in expected):
        seconds = sum(epochs * time.seconds_per_epoch for epochs, time in expected if time is not None)
        seconds /= min(current.slots, len(configs))
    title = Setup.OWN if is_own_network(set_up.recipe.key, set_up.spec) else Setup.title(set_up.recipe.key)
    epochs = sum(config.epochs for config in configs)
    st.caption(Sweep.cost(len(configs), epochs, current.slots, seconds=seconds, title=title, of=of))
    polling.draw_again(cost.LOOK_SECONDS if seconds is None else None)


def _runs(set_up: SetUp, setting: str) -> NamedRuns:
    """Return the runs, each with its name: that it would have without the setting, and its value of it."""
    text = state.get(slots.SWEEP_VALUES.of(setting)) or ""
    return [
        (sweep_title(set_up.recipe, set_up.spec, config, setting), config)
        for _, config in sweep_configs(set_up.config, setting, text)
    ]


def _start(setting: str, of_run: SetUp | None) -> None:
    """Start the runs, or find those that an earlier click started; compare them. A callback."""
    set_up = of_run or form.read().set_up
    if set_up is None:
        return
    with clicks.keep_refusal():
        runs = _runs(set_up, setting)
        nonce, key = _nonce(set_up, runs), set_up.recipe.key
        starter, owner = lab.current().run_starter, visitor.owner()
        if of_run is None:
            state.put(slots.TRAIN_TAKEN, set_up)
        view.compare(starter.start_sweep(set_up.spec, runs, owner=owner, nonce=nonce, recipe=key)[:MAX_COMPARED])


def _nonce(set_up: SetUp, runs: NamedRuns) -> str:
    """Return what marks this sweep: the same set-up with the same values is the same, however often it is clicked."""
    described = "\n".join(link_text(SetUp(recipe=set_up.recipe, spec=set_up.spec, config=config)) for _, config in runs)
    return f"{clicks.run_nonce()}-{hashlib.sha256(described.encode()).hexdigest()[:32]}"
