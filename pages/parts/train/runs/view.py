"""All runs of one person: filtered, ordered, opened, named, deleted; up to six of them are compared below the table.

The address names the runs that are compared, so that it shows somebody else the same.
"""

from __future__ import annotations

import contextlib
from functools import partial

import streamlit as st

from core import lab
from core.errors import LabError, RunDamagedError, RunNotFoundError
from core.runs.log.run_record import MAX_NAME, MAX_NOTE, RunRecord
from core.runs.run_table import COLUMNS, MAX_COMPARED, MAX_ROWS, Column, RunRow, filtered, ordered, row
from core.training.record.history import History
from pages.parts.train.runs import comparison, table_component
from pages.parts.train.setup.tabs import open_tab
from pages.state import session
from pages.state.session import Key
from pages.text.runs import Runs
from pages.text.train import Run
from pages.ui import widgets

POLL_SECONDS = 2.0
NEWEST_FIRST: tuple[Column, bool] = ("created", True)
_SMALLEST_FIRST = {"name", "recipe", "status"}  # of the other columns the largest stand first


def show() -> None:
    """Draw all runs; while one is active, again and again."""
    is_active = any(one.is_active for one in _rows()[0])
    section = st.fragment(widgets.show_errors()(_follow), run_every=POLL_SECONDS if is_active else None)
    section(was_active=is_active)


def open_where_compared() -> None:
    """Open the tab with the table where the visitor came by an address that compares runs; before tabs are drawn."""
    if session.value(Key.RUNS_REVEAL) is None:
        is_asked = bool(session.compared()) and session.run() is None
        session.preset(Key.RUNS_REVEAL, int(is_asked))
        if is_asked:
            open_tab("runs")


def compare(runs: list[str]) -> None:
    """Compare these runs, and bring the table into view. For callbacks."""
    open_tab("runs")
    session.compare(runs)
    session.preset(Key.RUNS_REFUSAL, "")
    session.preset(Key.RUNS_REVEAL, int(session.value(Key.RUNS_REVEAL) or 0) + 1)


def _follow(*, was_active: bool) -> None:
    rows, missing = _rows()
    if any(one.is_active for one in rows) != was_active:
        st.rerun()  # the timer must begin, or end
    st.subheader(Runs.TITLE, anchor=False)
    _draw(rows, missing)


def _draw(rows: list[RunRow], missing: int) -> None:
    _draw_unreadable()
    if missing:
        st.warning(Runs.not_found(missing))
        st.button(Runs.FORGET, key="runs-forget", on_click=_untick_missing)
    if not rows:
        st.caption(Runs.NO_RUNS)
        return
    shown = _filtered(rows)
    compared = [one for run in session.compared() for one in rows if one.run == run]
    if shown:
        column, is_descending = session.value(Key.RUNS_ORDER) or NEWEST_FIRST
        said = partial(Runs.said, zone=session.time_zone())
        in_order = ordered(shown, column, is_descending=is_descending, said=said)
        most = len(in_order) if session.value(Key.RUNS_ALL) else MAX_ROWS
        in_table = [one for place, one in enumerate(in_order) if place < most or one in compared]
        table_component.show(
            in_table,
            chosen=[one.run for one in compared],
            order=(column, is_descending),
            stamp=int(session.value(Key.RUNS_STAMP) or 0),
            reveal=int(session.value(Key.RUNS_REVEAL) or 0),
            on_opened=_open,
            on_sorted=_sort,
            on_ticked=_tick,
        )
        if len(in_order) > MAX_ROWS:
            left_out = len(in_order) - len(in_table)
            _offer_all(left_out, len(in_order), is_newest_first=(column, is_descending) == NEWEST_FIRST)
    _act_on(compared)
    if compared:
        comparison.show(compared)


def _draw_unreadable() -> None:
    for run in lab.current().store.unreadable(owner=session.owner()):
        st.warning(widgets.plain(Runs.unreadable(run, session.time_zone())))
        with st.popover(Runs.DELETE, key=f"runs-unreadable-{run.id}"):
            st.markdown(Run.DELETE_HELP)
            st.button(Run.REALLY_DELETE, key=f"runs-delete-{run.id}", on_click=_delete, args=([run.id],))


def _offer_all(left_out: int, total: int, *, is_newest_first: bool) -> None:
    """Say how many rows are left out, with a button that shows them, or shows the first ones alone again."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if left_out:
            st.caption(Runs.left_out(left_out, is_newest_first=is_newest_first), width="content")
        label = Runs.all(total) if left_out else Runs.FIRST_ALONE
        st.button(label, key="runs-all", type="tertiary", on_click=session.preset, args=(Key.RUNS_ALL, left_out > 0))


def _rows() -> tuple[list[RunRow], int]:
    """Return the rows of all own runs and of others' that are compared, and how many of the compared are not found."""
    owner = session.owner()
    records = {record.id: record for record in lab.current().store.records(owner=owner, limit=None)}
    for run in session.compared():
        with contextlib.suppress(RunNotFoundError, RunDamagedError):
            records.setdefault(run, lab.current().store.record(run))
    missing = sum(run not in records for run in session.compared())
    outlines = lab.current().histories.outlines(records)
    return [_row(record, outlines[record.id], owner) for record in records.values()], missing


def _row(record: RunRecord, outline: History, owner: str) -> RunRow:
    place = lab.current().supervisor.progress(record.id).place if outline.status == "queued" else None
    return row(record, outline, owner=owner, place=place)


def _filtered(rows: list[RunRow]) -> list[RunRow]:
    if len(rows) < 2:
        return rows
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text_input(
            Runs.FILTER,
            key=Key.RUNS_FILTER,
            placeholder=Runs.FILTER_HELP,
            icon=":material/search:",
            label_visibility="collapsed",
            live=True,
            persist_state="session",
            width=340,
        )
        text = str(session.value(Key.RUNS_FILTER) or "")
        found = filtered(rows, text, Runs.searched)
        st.caption(Runs.shown(len(found), len(rows)), width="content")
    if not found:
        st.info(widgets.plain(Runs.nothing_found(text)))
        st.button(Runs.SHOW_ALL, key="runs-show-all", on_click=session.preset, args=(Key.RUNS_FILTER, ""))
    return found


def _act_on(ticked: list[RunRow]) -> None:
    """Draw what can be done with the runs that are ticked."""
    refusal = session.value(Key.RUNS_REFUSAL)
    if refusal:
        st.warning(str(refusal))
    mine = [one for one in ticked if one.is_mine]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runs-actions"):
        st.caption(widgets.plain(Runs.ticked(ticked, session.time_zone())) if ticked else Runs.TICK, width="content")
        if len(mine) == len(ticked) == 1:
            with st.popover(Runs.DESCRIBE, key=Key.RUNS_DESCRIBE, on_change="rerun"):
                _form(mine[0])
        if mine:
            with st.popover(Runs.DELETE):
                st.markdown(Runs.delete_help(mine))
                runs = [one.run for one in mine]
                st.button(Runs.really_delete(mine), key="runs-delete", on_click=_delete, args=(runs,))
        if ticked:
            st.button(Runs.UNTICK, key="runs-untick", type="tertiary", on_click=session.compare, args=((),))


def _form(one: RunRow) -> None:
    with st.form(f"runs-form-{one.run}", border=False):
        st.text_input(Runs.NAME, one.name, max_chars=MAX_NAME, key=f"{Key.RUNS_NAME}-{one.run}", help=Runs.NAME_HELP)
        st.text_area(Runs.NOTE, one.note, max_chars=MAX_NOTE, key=f"{Key.RUNS_NOTE}-{one.run}", help=Runs.NOTE_HELP)
        st.form_submit_button(Runs.SAVE, key="runs-save", on_click=_describe, args=(one.run,))


def _describe(run: str) -> None:
    name, note = (str(session.value(f"{key}-{run}") or "") for key in (Key.RUNS_NAME, Key.RUNS_NOTE))
    try:
        lab.current().supervisor.describe(run, owner=session.owner(), name=name, note=note)
    except LabError as error:
        _say(error)
    session.preset(Key.RUNS_DESCRIBE, False)


def _delete(runs: list[str]) -> None:
    for run in runs:
        try:
            lab.current().supervisor.delete(run, owner=session.owner())
        except RunNotFoundError:
            pass  # somebody was quicker, in another tab
        except LabError as error:
            _say(error)
    session.compare(run for run in session.compared() if run not in runs)
    if session.run() in runs:
        session.view_run(None)
        session.renew_nonce()
    st.rerun()  # the whole page: it may have shown one of them


def _say(error: LabError) -> None:
    session.refuse(error)
    st.rerun()


def _open() -> None:
    run = session.sent(Key.RUNS_TABLE, "opened")
    if isinstance(run, str):
        session.view_run(run[: session.LONGEST_NAME])
        open_tab("train")
    st.rerun()


def _sort() -> None:
    column = session.sent(Key.RUNS_TABLE, "sorted")
    before, is_descending = session.value(Key.RUNS_ORDER) or NEWEST_FIRST
    if column in COLUMNS:
        turned = not is_descending if column == before else column not in _SMALLEST_FIRST
        session.preset(Key.RUNS_ORDER, (column, turned))


def _tick() -> None:
    sent = session.sent(Key.RUNS_TABLE, "ticked")
    runs, stamp = (sent.get("runs"), sent.get("stamp")) if isinstance(sent, dict) else (None, None)
    if not isinstance(runs, list) or type(stamp) is not int:
        return
    session.preset(Key.RUNS_STAMP, stamp)
    is_refused = len(runs) > MAX_COMPARED
    session.preset(Key.RUNS_REFUSAL, Runs.TOO_MANY if is_refused else "")
    if not is_refused:
        session.compare(str(run)[: session.LONGEST_NAME].replace(",", "") for run in runs)


def _untick_missing() -> None:
    known = {one.run for one in _rows()[0]}
    session.compare(run for run in session.compared() if run in known)
