"""Buttons that download numbers as files: a run's history, several runs', a network's answers, its mix-ups.

Each file is written when its button is clicked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from core import lab
from core.export.history_document import history_json
from core.export.tables import confusion_csv, histories_csv, history_csv, predictions_csv
from core.inference.evaluation import Evaluation
from core.inference.pretrained import pretrained, pretrained_history
from core.runs.log.models import Model
from core.runs.log.run_record import RunRecord
from pages.state import visitor
from pages.text.figure_downloads import Tables
from pages.text.labels import Names
from pages.text.model import ModelText

CSV, JSON = "text/csv", "application/json"


def show(model: Model, evaluation: Evaluation | None, names: Names = None) -> None:
    """Draw the buttons of all that is known of a network in numbers.

    Args:
        model: the network.
        evaluation: its answers to the test images; None where it has not read them.
        names: of the classes, where they are no digits.
    """
    with st.container(horizontal=True, gap="small", key="tables-of-model"):
        if evaluation is not None:
            _button(
                Tables.PREDICTIONS_CSV,
                lambda: predictions_csv(evaluation, names),
                "predictions.csv",
                help_=Tables.PREDICTIONS_CSV_HELP,
            )
            confusion_button(evaluation, names, key="taken")
        if model.record is not None:
            _history_of(model.record)
        elif model.imported is None:
            _history(lambda: history_csv(pretrained_history(), pretrained().config), _pretrained_document)


def history_buttons(record: RunRecord) -> None:
    """Draw the two buttons of a run's history."""
    with st.container(horizontal=True, gap="small", key="tables-of-run"):
        _history_of(record)


def confusion_button(evaluation: Evaluation, names: Names, *, key: str) -> None:
    """Draw the button of which digit was read as which; `key` tells it from another one on the same page."""
    _button(Tables.CONFUSION_CSV, lambda: confusion_csv(evaluation, names), "confusion.csv", key=f"-{key}")


def compared_button(runs: Sequence[str], labels: Sequence[str]) -> None:
    """Draw the button of several runs' histories, each under its label."""

    def written() -> str:
        store, outlines = lab.current().store, lab.current().histories.outlines(runs)
        return histories_csv(
            (label, outlines[run], store.record(run).config) for run, label in zip(runs, labels, strict=True)
        )

    _button(Tables.COMPARED_CSV, written, "runs.csv", help_=Tables.HISTORY_CSV_HELP)


def _history_of(record: RunRecord) -> None:
    is_owner = record.owner == visitor.owner()  # now: the file is written outside the visit
    _history(
        lambda: history_csv(lab.current().histories.of(record.id), record.config),
        lambda: _document(record, with_hand=is_owner),
    )


def _history(table: Callable[[], str], document: Callable[[], str]) -> None:
    _button(Tables.HISTORY_CSV, table, "history.csv", help_=Tables.HISTORY_CSV_HELP)
    _button(Tables.HISTORY_JSON, document, "history.json", mime=JSON, help_=Tables.HISTORY_JSON_HELP)


def _document(record: RunRecord, *, with_hand: bool) -> str:
    """Return a run's document; how a person's own hand is read is for that person alone."""
    history = lab.current().histories.of(record.id)
    return history_json(
        history if with_hand else replace(history, hand=None),
        spec=record.spec,
        config=record.config,
        recipe=record.recipe,
        name=record.name,
        note=record.note,
        created=datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
        data=record.data,
    )


def _pretrained_document() -> str:
    model = pretrained()
    return history_json(
        pretrained_history(),
        spec=model.network.spec,
        config=model.config,
        name=ModelText.PRETRAINED,
        created=model.score["date"],
        data=model.score["data"],
    )


def _button(
    label: str, data: Callable[[], str], file_name: str, *, mime: str = CSV, help_: str | None = None, key: str = ""
) -> None:
    button(label, data, file_name, key=f"take-{file_name.replace('.', '-')}{key}", mime=mime, help_=help_)


def button(
    label: str,
    data: Callable[[], str | bytes],
    file_name: str,
    *,
    key: str,
    mime: str = CSV,
    help_: str | None = None,
) -> None:
    """Draw a button that downloads numbers, written when it is clicked.

    Args:
        label: of the button.
        data: gives what the file holds.
        file_name: with its ending.
        key: of the button.
        mime: kind of the file.
        help_: what the pointer tells.
    """
    st.download_button(
        label,
        data=data,
        file_name=file_name,
        mime=mime,
        on_click="ignore",
        key=key,
        type="tertiary",
        icon=":material/download:",
        help=help_,
    )
