"""Several runs' curves over one another, with the finding in words and the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.runs.run_table import RunRow, have_one_loss
from pages.parts.train.runs import comparison_chart
from pages.parts.train.runs.comparison_chart import By, What
from pages.state import slots, state, visitor
from pages.text.comparison import Compare
from pages.text.runs import NONE
from pages.ui import table_downloads, widgets


def show(rows: Sequence[RunRow]) -> None:
    """Draw the curves of runs, at least one."""
    st.subheader(Compare.TITLE, anchor=False)
    configs = [row.config for row in rows]
    what, by, is_log = _choices(have_one_loss=have_one_loss(configs))
    outlines = lab.current().histories.outlines(row.run for row in rows)
    labels = Compare.labels(rows, visitor.time_zone())
    lines = [comparison_chart.points(outlines[row.run], what=what, by=by) for row in rows]
    drawn = [(label, line) for label, line in zip(labels, lines, strict=True) if line]
    if not drawn:
        st.caption(Compare.NOTHING)
        return
    finding = Compare.finding(what, [(label, line[-1][1]) for label, line in drawn])
    st.echarts_chart(
        comparison_chart.overlay(
            drawn,
            title=Compare.UNITS[what],
            axis=Compare.AXES[by],
            is_log=is_log,
            is_loss=what not in ("accuracy", "errors"),
            by=by,
        ),
        height=comparison_chart.HEIGHT,
        key="compare-curves",
        alt=finding,
        renderer="svg",
    )
    undrawn = [label for label, line in zip(labels, lines, strict=True) if not line]
    said = [finding, Compare.differ(configs), Compare.undrawn(undrawn) if undrawn else ""]
    st.markdown(widgets.plain(" ".join(filter(None, said))))
    _table(what, labels, [comparison_chart.points(outlines[row.run], what=what, by="epoch") for row in rows])
    table_downloads.compared_button([row.run for row in rows], labels)
    st.caption(Compare.LINK)


def _choices(*, have_one_loss: bool) -> tuple[What, By, bool]:
    """Draw what can be chosen; return what is drawn, along what, and whether on a logarithmic axis."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare-choices"):
        what = widgets.switch(
            Compare.WHAT, Compare.WHATS, slots.COMPARE_WHAT.key, default="accuracy", wrap=True, persist_state="session"
        )
        by = widgets.switch(Compare.BY, Compare.BYS, slots.COMPARE_BY.key, default="epoch", persist_state="session")
        is_other = what in ("loss", "validation_loss") and not have_one_loss
        if is_other or not what:
            what = "accuracy"
        is_log = False
        if what != "accuracy":
            state.setdefault(slots.COMPARE_LOG, True)
            is_log = st.toggle(Compare.LOG, key=slots.COMPARE_LOG.key, persist_state="session")
    if is_other:
        st.info(Compare.OTHER_LOSSES)
    return what, by or "epoch", is_log


def _table(what: What, labels: Sequence[str], lines: Sequence[comparison_chart.Points]) -> None:
    values = [{int(x): y for x, y in line} for line in lines]
    epochs = sorted(set().union(*values))
    rows = [
        (epoch, *(Compare.value(what, line[epoch]) if epoch in line else NONE for line in values)) for epoch in epochs
    ]
    widgets.table(Compare.table(what), (Compare.EPOCH, *labels), rows)
