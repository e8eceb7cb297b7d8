"""The doctor's card: the worst that was found in the selected run, how it shows, and one button that begins the remedy.

It stands above the curves where the run does not learn; while it trains, all else stands below them, so that they keep
their place, and what is harmless does so always. Anyone who sees a run may follow it: what begins is their own run.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from core.runs.branching import epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.training.diagnosis.findings import Diagnosis, Kind
from core.training.diagnosis.rules import diagnoses
from core.training.record.history import History
from pages.parts.train.run import branch_form
from pages.state import slots, state
from pages.text.doctor import Doctor
from pages.text.taught_run import TaughtRun
from pages.ui import widgets

URGENT: frozenset[Kind] = frozenset({"wrong_initialisation", "rate_too_high", "diverged", "guessing"})
HARMLESS: frozenset[Kind] = frozenset({"dropout_rests"})
Side = Literal["above", "below"]


def worst_of(record: RunRecord, history: History) -> Diagnosis | None:
    """Return the worst finding that was not hidden; None where there is none."""
    hidden = state.get(slots.DIAGNOSES_HIDDEN)
    diagnosed = diagnoses(record.spec, record.config, history)
    return next((diagnosis for diagnosis in diagnosed if (record.id, diagnosis.kind) not in hidden), None)


def show(record: RunRecord, history: History, worst: Diagnosis | None, side: Side) -> None:
    """Draw the card of `worst_of`, if it belongs above or below the curves as `side` says."""
    with st.container():  # one, whatever is said: what stands below keeps its place
        if worst is not None and side == _side(worst.kind, history):
            _card(record, history, worst)


def _side(kind: Kind, history: History) -> Side:
    return "above" if kind in URGENT or not (history.is_active or kind in HARMLESS) else "below"


def _card(record: RunRecord, history: History, worst: Diagnosis) -> None:
    remedy = worst.remedy
    can_begin = not history.has_taught or remedy.epoch in epochs_to_branch_from(history)  # a new run has no drawings
    with st.container(border=True, key="doctor"):
        title, evidence = Doctor.title(worst.evidence), Doctor.evidence(worst.evidence)
        st.info(f"**{widgets.plain(title)}**\n\n{widgets.plain(evidence)}", icon=":material/stethoscope:")
        if can_begin:
            st.caption(widgets.plain(Doctor.remedy(remedy)))
        if can_begin and history.has_taught:
            st.caption(TaughtRun.BRANCH_WITHOUT)
        with st.container(horizontal=True):
            if can_begin:
                st.button(
                    Doctor.button(worst),
                    help=Doctor.HELP,
                    icon=":material/fork_right:",
                    key="doctor-remedy",
                    on_click=branch_form.branch,
                    args=(record.id, remedy.epoch, remedy.spec, remedy.config),
                )
            st.button(
                Doctor.NOT_NOW,
                help=Doctor.NOT_NOW_HELP,
                key="doctor-not-now",
                type="tertiary",
                on_click=_hide,
                args=(record.id, worst.kind),
            )


def _hide(run: str, kind: Kind) -> None:
    state.put(slots.DIAGNOSES_HIDDEN, state.get(slots.DIAGNOSES_HIDDEN).union([(run, kind)]))
