"""How far the visitor's runs are, and that one is done: a link to it in the head of every page.

A timer runs only while one of them is active, and draws nothing else anew: whoever draws or types meanwhile is left
alone. That a run is done is said until it was looked at, and told once to who does not see it; how far it is, is not.
"""

from __future__ import annotations

import contextlib

import streamlit as st

from core import lab
from core.errors import LabError, RunNotFoundError
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from pages.parts.frame import spoken
from pages.state import selected, slots, state, url, visitor
from pages.text import pages as page_texts
from pages.text.frame import Badge
from pages.text.pages import PageText
from pages.text.train import Setup
from pages.ui import polling, run_titles, widgets

POLL_SECONDS = 2.0
WAITING_POLL_SECONDS = 5.0  # while all of them wait in line


def show(page: PageText) -> None:
    """Draw what there is to say of the visitor's runs; nothing of the one that the page itself shows."""
    in_view, is_table = None, False
    if page is page_texts.TRAIN:
        tab = url.parameter(slots.TRAIN_TAB) or Setup.TABS["train"]
        in_view = selected.run() if tab == Setup.TABS["train"] else None
        is_table = tab == Setup.TABS["runs"]
    active, ended = _followed(in_view, sees_all=is_table)
    if active or ended:
        st.fragment(_draw, run_every=_interval(active))(in_view, is_table)


def _followed(in_view: str | None, *, sees_all: bool) -> tuple[list[str], list[str]]:
    """Return the visitor's active runs but the one in view, and those of which they have not yet seen the end.

    Args:
        in_view: the run that the page shows.
        sees_all: the page shows the ends of all of them.
    """
    active = lab.current().supervisor.runs_of(visitor.owner())
    before = state.get(slots.RUNS_FOLLOWED)
    followed = dict.fromkeys((*before, *active))
    if in_view in followed and not (_exists(in_view) and lab.current().histories.outline(in_view).is_active):
        del followed[in_view]
    ended = [] if sees_all else [run for run in followed if run not in {*active, in_view} and _exists(run)]
    after = tuple(run for run in followed if run in active or run in ended or run == in_view)
    if after != before:
        state.put(slots.RUNS_FOLLOWED, after)
    return [run for run in active if run != in_view], ended


def _exists(run: str) -> bool:
    with contextlib.suppress(RunNotFoundError):
        lab.current().store.owner(run)
        return True
    return False


def _interval(active: list[str]) -> float | None:
    if not active:
        return None
    is_waiting = lab.current().supervisor.trainer_status(active[0]).position is not None
    return WAITING_POLL_SECONDS if is_waiting else POLL_SECONDS


def _draw(in_view: str | None, is_table: bool) -> None:
    with contextlib.suppress(LabError):  # deleted meanwhile: the next look knows
        active, ended = _followed(in_view, sees_all=is_table)
        polling.draw_again(_interval(active))
        if not active and not ended:
            return
        told = _ended_text(ended) if ended else ""
        if active:
            run, others = active[0], len(active) - 1
            record, history = _read(run)
            _link(run, _going(record, history, others), "active")
        else:
            _link_to_ended(ended, told)
        spoken.tell(told, key="run-ends")


def _going(record: RunRecord, history: History, others: int) -> str:
    if history.status == "queued" and lab.current().supervisor.trainer_status(record.id).position is not None:
        return Badge.waiting(others=others)
    done = history.fraction_done(record.config.epochs)
    return Badge.training(done, others=others, is_paused=history.is_paused)


def _ended_text(ended: list[str]) -> str:
    if len(ended) > 1:
        return Badge.several(len(ended))
    record, history = _read(ended[0])
    return Badge.done(run_titles.title(record), history.test, history.status)


def _link_to_ended(ended: list[str], text: str) -> None:
    if len(ended) > 1:
        _link(ended[-1], text, "finished", tab="runs")
    else:
        _link(ended[0], text, "finished" if _read(ended[0])[1].status == "finished" else "ended")


def _read(run: str) -> tuple[RunRecord, History]:
    return lab.current().store.record(run), lab.current().histories.of(run)


def _link(run: str, text: str, icon: str, *, tab: str = "train") -> None:
    query = selected.link_query() | {slots.RUN.key: run} | {slots.TRAIN_TAB.key: Setup.TABS[tab]}
    text = widgets.plain(text)
    widgets.page_link(page_texts.TRAIN, text, Badge.ICONS[icon], query=query, width="content", help=text)
