"""All models of a person in a table: which of them are as good as the best, as far as the test images tell."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.runs.log.models import Model, ModelName
from pages.parts.evaluate.compare import read_others
from pages.parts.evaluate.compare.models_rows import Row, cell, ordered, rows_of
from pages.parts.evaluate.shared import too_kind
from pages.state import selected, state
from pages.state.evaluate import compare_slots, looks, my_models
from pages.state.evaluate.compare_slots import COLUMNS, Column
from pages.text.evaluate_compare_models import AllModels
from pages.ui import polling, widgets
from pages.ui.sortable_table import sortable_table

FRAGMENT = "compare-models"
MOST_RUNS = 50  # the newest of a person
_TEXTS: set[Column] = {"name", "verdict"}
_LINE_IN_CARD: set[Column] = {"interval", "verdict"}
_SMALLEST_FIRST: set[Column] = {"name", "errors", "verdict"}  # of the other columns the largest stand first


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show(model: Model) -> None:
    """Draw the table; only this part is drawn anew while others are read.

    Args:
        model: the selected one.
    """
    polling.draw_again(None)  # also where what follows raises
    st.subheader(AllModels.TITLE, anchor=False)
    models, left_out = _models(model), my_models.left_out(most=MOST_RUNS)
    with st.container(key="compare-reading"):
        read_others.show(models)
    rows = rows_of(models)
    for row in rows:
        if row.right is not None:
            looks.note(row.model)
    st.markdown(widgets.plain(_finding(rows)))
    column, is_descending = state.get(compare_slots.COMPARE_ORDER)
    sortable_table.show(
        AllModels.TABLE,
        [_column(each) for each in COLUMNS],
        [_row(row) for row in ordered(rows, column, is_descending=is_descending)],
        slot=compare_slots.COMPARE_TABLE,
        order=(column, is_descending),
        chosen=[str(model.name)],
        chosen_mark=AllModels.SELECTED,
        on_opened_change=_open,
        on_sorted_change=_sort,
    )
    runs = sum(one.record is not None for one in (*models, *left_out))
    notes = (
        AllModels.ABOUT,
        AllModels.older(MOST_RUNS) if runs >= MOST_RUNS else "",
        AllModels.left_out(len(left_out)),
    )
    st.caption(" ".join(filter(None, notes)))
    with st.container(key="compare-models-too-kind"):
        _draw_what_is_too_kind(rows)
    compared = sum(row.ranked is not None for row in rows)
    if compared > 1:
        st.expander(AllModels.WHY).markdown(AllModels.because(compared))
    else:
        widgets.keep_place()


def _models(model: Model) -> list[Model]:
    """Return this person's models, and the selected one where it is none of their newest."""
    newest = my_models.newest(most=MOST_RUNS)
    return newest if any(one.name == model.name for one in newest) else [model, *newest]


def _finding(rows: Sequence[Row]) -> str:
    best = next((row for row in rows if row.is_best), None)
    if len(rows) < 2:
        return AllModels.ONLY_ONE
    if best is None:
        return AllModels.NONE_READ
    others = [row.ranked.is_as_good for row in rows if row.ranked is not None and not row.is_best]
    return AllModels.finding(best.name, sum(others), len(others) - sum(others))


def _draw_what_is_too_kind(rows: Sequence[Row]) -> None:
    names: dict[too_kind.Reason, list[str]] = {}
    for row in rows:
        reason = too_kind.reason_of(row.model)
        if reason in AllModels.TOO_KIND:
            names.setdefault(reason, []).append(row.name)
    if names:
        st.caption(widgets.plain(AllModels.too_kind(names)))
    else:
        widgets.keep_place()


def _column(column: Column) -> sortable_table.Column:
    return sortable_table.Column(
        key=column,
        label=AllModels.HEADERS[column],
        kind="text" if column in _TEXTS else "number",
        in_card="line" if column in _LINE_IN_CARD else "",
    )


def _row(row: Row) -> sortable_table.Row:
    return sortable_table.Row(key=str(row.model.name), cells=[cell(row, column) for column in COLUMNS])


def _open() -> None:
    """Select the model whose name was clicked, on every page; a callback."""
    name = state.event(compare_slots.COMPARE_TABLE, "opened")
    found = ModelName.parse(name) if isinstance(name, str) else None  # the browser may send anything
    if found is not None:
        selected.set_model(found)
    st.rerun()  # the whole page, not the table alone


def _sort() -> None:
    """Sort by the column whose head was clicked, and draw the table alone anew; a callback."""
    table, order = compare_slots.COMPARE_TABLE, compare_slots.COMPARE_ORDER
    sortable_table.sort(table, order, COLUMNS, smallest_first=_SMALLEST_FIRST)
    widgets.draw_only(FRAGMENT)
