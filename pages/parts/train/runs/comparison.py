"""Several runs' curves over one another, with the best_and_worst in words and the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import lab
from core.runs.run_table import RunRow, differing, have_one_loss
from core.training.settings.commands import DROPOUT_RATE, setting_value
from pages.parts.train.runs import comparison_chart
from pages.parts.train.runs.comparison_chart import By, What
from pages.state import slots, state
from pages.text.changed_settings import setting_text
from pages.text.comparison import Compare
from pages.text.numbers import EMPTY
from pages.ui import run_titles, table_downloads, tables, widgets

MOST_SPELLED_OUT = 3  # settings with their values, in a sentence


def show(rows: Sequence[RunRow]) -> None:
    """Draw the curves of runs, at least one."""
    st.subheader(Compare.TITLE, anchor=False)
    configs = [row.config for row in rows]
    what, by, is_log = _choices(have_one_loss=have_one_loss(configs))
    outlines = lab.current().histories.outlines(row.run for row in rows)
    labels = run_titles.distinct(row.title for row in rows)  # somebody else's may be called the same
    lines = [comparison_chart.points(outlines[row.run], what=what, by=by) for row in rows]
    drawn = [(label, line) for label, line in zip(labels, lines, strict=True) if line]
    if not drawn:
        st.caption(Compare.NOTHING)
        return
    still = sum(row.is_active for row in rows)
    ends = [(label, line[-1][1]) for label, line in drawn]
    best_and_worst = Compare.so_far(what, len(drawn), still) if still else _best_and_worst(what, ends)
    st.echarts_chart(
        comparison_chart.overlay(
            drawn,
            title=Compare.with_unit(what),
            axis=Compare.AXES[by],
            is_log=is_log,
            is_loss=what not in Compare.IN_PERCENT,
            by=by,
        ),
        height=comparison_chart.HEIGHT,
        key="compare-curves",
        alt=best_and_worst,
        renderer="svg",
    )
    undrawn = [label for label, line in zip(labels, lines, strict=True) if not line]
    sentences = [best_and_worst, _difference(rows), Compare.undrawn(undrawn) if undrawn else ""]
    st.markdown(widgets.plain(" ".join(filter(None, sentences))))
    _table(what, labels, [comparison_chart.points(outlines[row.run], what=what, by="epoch") for row in rows])
    table_downloads.compared_button([row.run for row in rows], labels)
    st.caption(Compare.LINK)


def _best_and_worst(what: What, ends: Sequence[tuple[str, float]]) -> str:
    """Return which run is best at the end; `ends` are a run's label and last value, for each that has one."""
    if len(ends) == 1:
        return Compare.one_end(what, ends[0][1])
    sign = -1 if what in Compare.ACCURACIES else 1
    best, *_, worst = sorted(ends, key=lambda end: sign * end[1])
    return Compare.same_end(what, best[1], len(ends)) if best[1] == worst[1] else Compare.ends(what, best, worst)


def _difference(rows: Sequence[RunRow]) -> str:
    """Return in which settings runs differ, also by what was changed on the way, with the values where few differ."""
    if len(rows) < 2:
        return ""
    names = [*differing([row.config for row in rows]), *(name for row in rows for name, _ in row.changed)]
    if len({row.spec.dropout_rate for row in rows} - {None}) > 1:
        names.append(DROPOUT_RATE)
    values = {}
    for name in names:
        values[name] = dict.fromkeys(_value(row, name) for row in rows)
    values = {name: texts for name, texts in values.items() if len(texts) > 1 or name == "augmentation"}
    if len(values) > MOST_SPELLED_OUT or "augmentation" in values:
        values = dict.fromkeys(values, ())
    specs = {row.spec.with_dropout_rate(0.0) for row in rows}
    return Compare.differ(values, have_one_network=len(specs) == 1) if values or len(specs) > 1 else ""


def _value(row: RunRow, name: str) -> str:
    """Return a setting's value in words, as a run began with it and as it was changed to last."""
    begun, then = setting_value(row.spec, row.config, name), dict(row.changed)
    return Compare.value_then(setting_text(name, begun), setting_text(name, then[name]) if name in then else "")


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
        if what not in Compare.ACCURACIES:
            state.setdefault(slots.COMPARE_LOG, True)
            is_log = st.toggle(Compare.LOG, key=slots.COMPARE_LOG.key, persist_state="session")
    if is_other:
        st.info(Compare.OTHER_LOSSES)
    return what, by or "epoch", is_log


def _table(what: What, labels: Sequence[str], lines: Sequence[comparison_chart.Points]) -> None:
    values = [{int(x): y for x, y in line} for line in lines]
    epochs = sorted(set().union(*values))
    rows = [
        (epoch, *(Compare.value(what, line[epoch]) if epoch in line else EMPTY for line in values)) for epoch in epochs
    ]
    tables.show_in_expander(Compare.table(what), (Compare.EPOCH, *labels), rows)
