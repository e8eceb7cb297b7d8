"""A run's two charts, accuracy and loss, with what was changed on the way and thin lines for what is easy."""

from __future__ import annotations

import math

import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from pages.parts.train.run import branch_form
from pages.state import cached, slots, state, visitor
from pages.text.run import Run
from pages.text.setup import Easy
from pages.text.steer import Rewind, Steer
from pages.ui import echarts, table_downloads, widgets

BLIND_LOSS = math.log(10)  # of ten equal probabilities, in nats
_CROSS_ENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy")


def show(record: RunRecord, history: History) -> None:
    """Draw the charts of a run that has taken steps."""
    assert history.started is not None
    steps = history.started.steps_per_epoch
    widgets.switch(
        Run.SCALE,
        Run.SCALES,
        slots.CURVE_SCALE.key,
        default="accuracy",
        label_visibility="collapsed",
        persist_state="session",
    )
    scale = state.get(slots.CURVE_SCALE)
    marks = [(steered.step / steps, Steer.mark(steered)) for steered in history.steered if steered.value is not None]
    easy = _easy(record, is_of_errors=scale == "errors")
    blind = [(BLIND_LOSS, Easy.blind(BLIND_LOSS))] if record.config.loss in _CROSS_ENTROPIES else []
    charts: tuple[tuple[str, echarts.Scale, list[tuple[float, str]]], ...] = (
        ("Accuracy", scale, easy),
        ("Loss", "loss", blind),
    )
    for column, (what, drawn, lines) in zip(st.columns(2), charts, strict=True):
        column.echarts_chart(
            echarts.curves(
                history,
                epochs=record.config.epochs,
                steps_per_epoch=steps,
                scale=drawn,
                marks=marks,
                parent=branch_form.parents_epochs(history),
                parent_names=(Rewind.PARENT_TRAIN, Rewind.PARENT_VALIDATION),
                lines=lines,
                loss=Run.loss_kind(record.config),
            ),
            height=echarts.HEIGHT,
            key=f"run-{what.lower()}",
            alt=Run.alt(what, history),
            renderer="svg",
        )
    most = max((step.count for step in history.steps), default=0)
    st.caption(f"{Run.stride(echarts.step_stride(history), most)} {Easy.EXPLAINED if easy else ''}")
    if not history.is_active:
        table_downloads.history_buttons(record)


def _easy(record: RunRecord, *, is_of_errors: bool) -> list[tuple[float, str]]:
    """Return what is easy, and what the run's owner guessed: accuracies, each with a name that says what is drawn."""

    def drawn(accuracy: float) -> float:
        return 1 - accuracy if is_of_errors else accuracy

    baselines = cached.baselines()
    lines = []
    if baselines is not None:
        always, nearest = baselines.always_accuracy, baselines.nearest_mean_accuracy
        lines = [(always, Easy.always(baselines.digit, drawn(always))), (nearest, Easy.nearest(drawn(nearest)))]
    if record.guess is not None and record.owner == visitor.owner():
        lines.append((record.guess, Easy.guess(drawn(record.guess))))
    return lines
