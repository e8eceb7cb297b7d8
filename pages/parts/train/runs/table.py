"""The table of runs: names that open a run, ticks that choose what is compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.runs.run_table import COLUMNS, Column, RunRow
from pages.state import slots, state, visitor
from pages.text.runs import Runs
from pages.ui.sortable_table import sortable_table
from pages.ui.sortable_table.sortable_table import Row, Ticks

_NUMBERS: set[Column] = {"validation", "test", "parameters", "seconds"}
_FIRST_IN_CARD: set[Column] = {"status", "test", "seconds"}


def show(
    rows: Sequence[RunRow],
    *,
    chosen: Sequence[str],
    on_opened: Callable[[], None],
    on_sorted: Callable[[], None],
    on_ticked: Callable[[], None],
) -> None:
    """Draw the table, as what was sent before and the buttons round it have it.

    Args:
        rows: in the order to draw.
        chosen: ids of the runs that are ticked.
        on_opened: called when a name was clicked; what was sent as "opened" is the run's id.
        on_sorted: called when a head was clicked; "sorted" is the column.
        on_ticked: called when a tick was set or taken away; as the table has it.
    """
    sortable_table.show(
        Runs.TABLE,
        [_column(column) for column in COLUMNS],
        [_row(row) for row in rows],
        slot=slots.RUNS_TABLE,
        order=state.get(slots.RUNS_ORDER),
        chosen=chosen,
        ticks=Ticks(head=Runs.COMPARE, stamp=state.get(slots.RUNS_STAMP), reveal=state.get(slots.RUNS_REVEAL) or 0),
        on_opened_change=on_opened,
        on_sorted_change=on_sorted,
        on_ticked_change=on_ticked,
    )


def _column(column: Column) -> sortable_table.Column:
    return sortable_table.Column(
        key=column,
        label=Runs.HEADERS[column],
        kind="number" if column in _NUMBERS else "moment" if column == "created" else "text",
        in_card="line" if column == "recipe" else "first" if column in _FIRST_IN_CARD else "",
    )


def _row(row: RunRow) -> Row:
    return Row(
        key=row.run,
        cells=[Runs.cell(row, column, visitor.time_zone()) for column in COLUMNS],
        tick=Runs.tick(row),
        network=row.spec,
        details=Runs.details(row),
        note=row.note,
    )
