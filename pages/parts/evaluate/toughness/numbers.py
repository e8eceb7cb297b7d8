"""A sweep in numbers: one for each model to compare by, the mean of each condition, and all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.export.tables import csv_text
from core.inference.robustness.conditions import CONDITIONS, STRENGTHS
from core.inference.robustness.sweep import Sweep
from pages.parts.evaluate.toughness.models import Tested
from pages.text.evaluate_toughness import Tough
from pages.text.numbers import EMPTY, count, portion
from pages.ui import table_downloads, tables

_Swept = tuple[Tested, Sweep]


def show(swept: Sequence[_Swept]) -> None:
    """Draw the table of means, and behind it every number."""
    st.markdown(f"**{Tough.NUMBERS}**")
    tables.show(
        Tough.NUMBERS,
        (
            Tough.MODEL,
            Tough.ALL,
            Tough.CLEAN,
            *(Tough.NAMES[condition.key] for condition in CONDITIONS),
            Tough.IMAGES,
        ),
        [_means(*one) for one in swept],
    )
    tables.show_once_open(
        Tough.TABLE, "tough-table", (*Tough.HEADER, *(one.name for one, _ in swept)), lambda: _all(swept)
    )
    with st.container(horizontal=True, gap="small"):
        table_downloads.button(
            Tough.CSV, lambda: csv_text(Tough.CSV_HEADER, _lines(swept)), Tough.CSV_NAME, key="tough-csv"
        )
    st.expander(Tough.WHY).markdown(Tough.BECAUSE)


def _means(model: Tested, sweep: Sweep) -> list[str]:
    each = [sweep.condition_mean(place) for place in range(len(CONDITIONS))]
    shares = map(Tough.share, (sweep.mean_accuracy, sweep.clean_accuracy, *each))
    return [model.name, *shares, count(sweep.count)]


def _all(swept: Sequence[_Swept]) -> list[list[str]]:
    rows = [[Tough.CLEAN, EMPTY, *(_share(sweep.clean, sweep.count) for _, sweep in swept)]]
    for place, condition in enumerate(CONDITIONS):
        for strength in range(1, STRENGTHS + 1):
            right = [_share(int(sweep.right[place, strength - 1]), sweep.count) for _, sweep in swept]
            rows.append([Tough.NAMES[condition.key], Tough.value(condition, strength), *right])
    return rows


def _lines(swept: Sequence[_Swept]) -> list[tuple[object, ...]]:
    """Return the rows of the file: of what is known of each model."""
    lines: list[tuple[object, ...]] = []
    for model, sweep in swept:
        if sweep.clean >= 0:
            lines.append(("untouched", 0, "", model.name, sweep.clean, sweep.count))
        for place, condition in enumerate(CONDITIONS):
            for strength in range(1, STRENGTHS + 1):
                right = int(sweep.right[place, strength - 1])
                if right >= 0:
                    value = condition.value(strength)
                    lines.append((condition.key, value, condition.unit, model.name, right, sweep.count))
    return lines


def _share(right: int, images: int) -> str:
    return EMPTY if right < 0 else portion(right, images)
