"""All runs of one person: filtered, ordered, opened, named, deleted; up to six of them are compared below the table.

The address names the runs that are compared, so that it shows somebody else the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial

import streamlit as st

from core import lab
from core.errors import LabError, RunDamagedError, RunNotFoundError
from core.runs.log.run_record import MAX_NAME, MAX_NOTE, RunRecord
from core.runs.run_table import COLUMNS, MAX_COMPARED, MAX_ROWS, Column, RunRow, filtered, ordered, run_row
from core.training.record.history import History
from pages.parts.train.runs import comparison, table
from pages.parts.train.setup import view as setup_view
from pages.parts.train.setup.tabs import open_tab
from pages.state import clicks, selected, slots, state, url, visitor
from pages.text.run import Run
from pages.text.runs import Runs
from pages.ui import polling, run_titles, widgets
from pages.ui.sortable_table import sortable_table

POLL_SECONDS = 2.0
_SMALLEST_FIRST: set[Column] = {"name", "recipe", "status"}  # of the other columns the largest stand first


def show() -> None:
    """Draw all runs; while one is active, again and again.

    Only this part is drawn again, also when a run begins or ends: a list that a person has just opened below it must
    not close, nor what they typed there be forgotten.
    """
    st.fragment(widgets.show_errors()(_follow))()


def open_where_compared() -> None:
    """Open the tab with the table where the visitor came by an address that compares runs; before tabs are drawn."""
    if state.get(slots.RUNS_REVEAL) is None:
        is_asked = bool(selected.compared_runs()) and selected.run() is None
        state.put(slots.RUNS_REVEAL, int(is_asked))
        if is_asked:
            open_tab("runs")


def compare(runs: list[str]) -> None:
    """Compare these runs, and bring the table into view. For callbacks."""
    open_tab("runs")
    selected.set_compared_runs(runs)
    state.put(slots.RUNS_REFUSAL, "")
    state.put(slots.RUNS_REVEAL, (state.get(slots.RUNS_REVEAL) or 0) + 1)


def _follow() -> None:
    rows, missing = _rows()
    polling.draw_again(POLL_SECONDS if any(row.is_active for row in rows) else None)
    st.subheader(Runs.TITLE, anchor=False)
    _draw_unreadable()
    if missing:
        st.warning(Runs.not_found(missing))
        st.button(Runs.FORGET, key="runs-forget", on_click=_untick_missing)
    if not rows:
        st.caption(Runs.NO_RUNS)
        return
    shown = _filtered(rows)
    compared = [row for run in selected.compared_runs() for row in rows if row.run == run]
    if shown:
        column, is_descending = state.get(slots.RUNS_ORDER)
        text_of = partial(Runs.cell, zone=visitor.time_zone())
        in_order = ordered(shown, column, is_descending=is_descending, text_of=text_of)
        most = len(in_order) if state.get(slots.RUNS_ALL) else MAX_ROWS
        in_table = [row for index, row in enumerate(in_order) if index < most or row in compared]
        table.show(
            in_table,
            chosen=[row.run for row in compared],
            on_opened=_open,
            on_sorted=_sort,
            on_ticked=_tick,
        )
        if len(in_order) > MAX_ROWS:
            left_out = len(in_order) - len(in_table)
            _offer_all(left_out, len(in_order), is_newest_first=(column, is_descending) == slots.RUNS_ORDER.default)
    _act_on(compared)
    if compared:
        comparison.show(compared)


def _draw_unreadable() -> None:
    for run in lab.current().store.unreadable(owner=visitor.owner()):
        st.warning(widgets.plain(Runs.unreadable(run, visitor.time_zone())))
        with st.popover(Runs.DELETE, key=f"runs-unreadable-{run.id}"):
            st.markdown(Run.DELETE_HELP)
            st.button(Run.REALLY_DELETE, key=f"runs-delete-{run.id}", on_click=_delete, args=([run.id],))


def _offer_all(left_out: int, total: int, *, is_newest_first: bool) -> None:
    """Say how many rows are left out, with a button that shows them, or shows the first ones alone again."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if left_out:
            st.caption(Runs.left_out(left_out, is_newest_first=is_newest_first), width="content")
        label = Runs.all(total) if left_out else Runs.FIRST_ALONE
        st.button(label, key="runs-all", type="tertiary", on_click=state.put, args=(slots.RUNS_ALL, left_out > 0))


def _rows() -> tuple[list[RunRow], int]:
    """Return the rows of all own runs and of others' that are compared, and how many of the compared are not found."""
    owner = visitor.owner()
    records = {record.id: record for record in lab.current().store.records(owner=owner, limit=None)}
    for run in selected.compared_runs():
        with contextlib.suppress(RunNotFoundError, RunDamagedError):
            records.setdefault(run, lab.current().store.record(run))
    missing = sum(run not in records for run in selected.compared_runs())
    outlines, titles = lab.current().histories.outlines(records), dict(run_titles.titles(owner))
    titles |= {run: run_titles.title(record) for run, record in records.items() if run not in titles}  # others'
    return [_row(record, outlines[record.id], owner, titles) for record in records.values()], missing


def _row(record: RunRecord, outline: History, owner: str, titles: Mapping[str, str]) -> RunRow:
    position = lab.current().supervisor.trainer_status(record.id).position if outline.status == "queued" else None
    parent = titles.get(outline.branched.parent, "") if outline.branched else ""
    return run_row(record, outline, owner=owner, queue_position=position, title=titles[record.id], parent_title=parent)


def _filtered(rows: list[RunRow]) -> list[RunRow]:
    if len(rows) < 2:
        widgets.keep_place()
        return rows
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text_input(
            Runs.FILTER,
            key=slots.RUNS_FILTER.key,
            placeholder=Runs.FILTER_HELP,
            icon=":material/search:",
            label_visibility="collapsed",
            live=True,
            persist_state="session",
            width=340,
        )
        text = state.get(slots.RUNS_FILTER)
        matching = filtered(rows, text, Runs.searched)
        st.caption(Runs.shown(len(matching), len(rows)), width="content")
    if not matching:
        st.info(widgets.plain(Runs.nothing_found(text)))
        st.button(Runs.SHOW_ALL, key="runs-show-all", on_click=state.put, args=(slots.RUNS_FILTER, ""))
    return matching


def _act_on(ticked: list[RunRow]) -> None:
    """Draw what can be done with the runs that are ticked."""
    refusal = state.get(slots.RUNS_REFUSAL)
    if refusal:
        st.warning(refusal)
    else:
        widgets.keep_place()
    mine = [row for row in ticked if row.is_mine]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="runs-actions"):
        st.caption(widgets.plain(Runs.ticked(ticked)) if ticked else Runs.TICK, width="content")
        if len(mine) == len(ticked) == 1:
            with st.popover(Runs.DESCRIBE, key=slots.RUNS_DESCRIBE.key, on_change="rerun"):
                _form(mine[0])
        if len(ticked) == 1:
            st.button(Run.COPY, key="runs-copy", help=Run.COPY_HELP, on_click=_copy, args=(ticked[0],))
        if mine:
            with st.popover(Runs.DELETE):
                st.markdown(widgets.plain(Runs.delete_help(mine)))
                runs = [row.run for row in mine]
                st.button(Runs.really_delete(mine), key="runs-delete", on_click=_delete, args=(runs,))
        if ticked:
            st.button(Runs.UNTICK, key="runs-untick", type="tertiary", on_click=selected.set_compared_runs, args=((),))


def _copy(row: RunRow) -> None:
    setup_view.copy_settings(row.recipe, row.spec, row.config)
    open_tab("train")
    st.rerun()


def _form(row: RunRow) -> None:
    with st.form(f"runs-form-{row.run}", border=False):
        st.text_input(Runs.NAME, row.name, max_chars=MAX_NAME, key=slots.RUNS_NAME.of(row.run).key, help=Runs.NAME_HELP)
        st.text_area(Runs.NOTE, row.note, max_chars=MAX_NOTE, key=slots.RUNS_NOTE.of(row.run).key, help=Runs.NOTE_HELP)
        st.form_submit_button(Runs.SAVE, key="runs-save", on_click=_describe, args=(row.run,))


def _describe(run: str) -> None:
    name, note = state.get(slots.RUNS_NAME.of(run)), state.get(slots.RUNS_NOTE.of(run))
    try:
        lab.current().supervisor.set_name_and_note(run, owner=visitor.owner(), name=name, note=note)
    except LabError as error:
        _say(error)
    state.put(slots.RUNS_DESCRIBE, False)


def _delete(runs: list[str]) -> None:
    for run in runs:
        try:
            lab.current().supervisor.delete(run, owner=visitor.owner())
        except RunNotFoundError:
            pass  # somebody was quicker, in another tab
        except LabError as error:
            _say(error)
    selected.set_compared_runs(run for run in selected.compared_runs() if run not in runs)
    if selected.run() in runs:
        selected.set_run(None)
        clicks.renew_run_nonce()
    st.rerun()  # the whole page: it may have shown one of them


def _say(error: LabError) -> None:
    clicks.refuse(error)
    st.rerun()


def _open() -> None:
    run = state.event(slots.RUNS_TABLE, "opened")
    if isinstance(run, str):
        selected.set_run(run[: url.LONGEST_NAME])
        open_tab("train")
    st.rerun()


def _sort() -> None:
    sortable_table.sort(slots.RUNS_TABLE, slots.RUNS_ORDER, COLUMNS, smallest_first=_SMALLEST_FIRST)


def _tick() -> None:
    sent = state.event(slots.RUNS_TABLE, "ticked")
    runs, stamp = (sent.get("rows"), sent.get("stamp")) if isinstance(sent, dict) else (None, None)
    if not isinstance(runs, list) or type(stamp) is not int:
        return
    state.put(slots.RUNS_STAMP, stamp)
    is_refused = len(runs) > MAX_COMPARED
    state.put(slots.RUNS_REFUSAL, Runs.TOO_MANY if is_refused else "")
    if not is_refused:
        ticked = [str(run)[: url.LONGEST_NAME].replace(",", "") for run in runs]
        before = [run for run in selected.compared_runs() if run in ticked]  # each keeps its colour and its mark
        selected.set_compared_runs([*before, *(run for run in ticked if run not in before)])


def _untick_missing() -> None:
    known = {row.run for row in _rows()[0]}
    selected.set_compared_runs(run for run in selected.compared_runs() if run in known)
