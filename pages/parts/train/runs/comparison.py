"""Several runs' curves over one another, with the best_and_worst in words and the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import streamlit as st

from core import lab
from core.runs.run_table import RunRow, differing, have_one_loss
from core.training.settings.config import TrainingConfig
from pages.parts.train.runs import comparison_chart
from pages.parts.train.runs.comparison_chart import By, What
from pages.state import slots, state, visitor
from pages.text.changed_settings import setting_text
from pages.text.comparison import Compare
from pages.text.numbers import EMPTY
from pages.text.runs import when
from pages.ui import table_downloads, tables, widgets

MOST_SPELLED_OUT = 3  # settings with their values, in a sentence


def show(rows: Sequence[RunRow]) -> None:
    """Draw the curves of runs, at least one."""
    st.subheader(Compare.TITLE, anchor=False)
    configs = [row.config for row in rows]
    what, by, is_log = _choices(have_one_loss=have_one_loss(configs))
    outlines = lab.current().histories.outlines(row.run for row in rows)
    labels = distinct_labels(rows, visitor.time_zone())
    lines = [comparison_chart.points(outlines[row.run], what=what, by=by) for row in rows]
    drawn = [(label, line) for label, line in zip(labels, lines, strict=True) if line]
    if not drawn:
        st.caption(Compare.NOTHING)
        return
    best_and_worst = _best_and_worst(what, [(label, line[-1][1]) for label, line in drawn])
    st.echarts_chart(
        comparison_chart.overlay(
            drawn,
            title=Compare.with_unit(what),
            axis=Compare.AXES[by],
            is_log=is_log,
            is_loss=what not in ("accuracy", "errors"),
            by=by,
        ),
        height=comparison_chart.HEIGHT,
        key="compare-curves",
        alt=best_and_worst,
        renderer="svg",
    )
    undrawn = [label for label, line in zip(labels, lines, strict=True) if not line]
    sentences = [best_and_worst, _difference(configs), Compare.undrawn(undrawn) if undrawn else ""]
    st.markdown(widgets.plain(" ".join(filter(None, sentences))))
    _table(what, labels, [comparison_chart.points(outlines[row.run], what=what, by="epoch") for row in rows])
    table_downloads.compared_button([row.run for row in rows], labels)
    st.caption(Compare.LINK)


def distinct_labels(rows: Sequence[RunRow], zone: tzinfo | None) -> list[str]:
    """Return a different name for each of several runs: its own or its recipe, and what sets it apart from others.

    Two that nothing sets apart are numbered. `zone` as in `when`.
    """
    labels = [Compare.label(row) for row in rows]
    names = differing([row.config for row in rows])[:2] if rows else ()
    for add in (lambda row: Compare.settings(row.config, names), lambda row: when(row.created, zone)):
        shared = {label for label in labels if labels.count(label) > 1}
        labels = [
            f"{label}, {add(row)}" if label in shared and add(row) else label
            for label, row in zip(labels, rows, strict=True)
        ]
    return [
        f"{label} ({labels[: index + 1].count(label)})" if labels.count(label) > 1 else label
        for index, label in enumerate(labels)
    ]


def _best_and_worst(what: What, ends: Sequence[tuple[str, float]]) -> str:
    """Return which run is best at the end; `ends` are a run's label and last value, for each that has one."""
    if len(ends) == 1:
        return Compare.one_end(what, ends[0][1])
    sign = -1 if what == "accuracy" else 1
    best, *_, worst = sorted(ends, key=lambda end: sign * end[1])
    return Compare.same_end(what, best[1], len(ends)) if best[1] == worst[1] else Compare.ends(what, best, worst)


def _difference(configs: Sequence[TrainingConfig]) -> str:
    """Return in which settings runs differ, with their values where they are few."""
    names = differing(configs) if len(configs) > 1 else ()
    if not names:
        return ""
    if len(names) > MOST_SPELLED_OUT or "augmentation" in names:
        return Compare.differ(dict.fromkeys(names, ()))
    return Compare.differ(
        {name: dict.fromkeys(setting_text(name, getattr(config, name)) for config in configs) for name in names}
    )


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
        (epoch, *(Compare.value(what, line[epoch]) if epoch in line else EMPTY for line in values)) for epoch in epochs
    ]
    tables.show_in_expander(Compare.table(what), (Compare.EPOCH, *labels), rows)
