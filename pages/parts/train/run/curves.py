"""A run's two charts, accuracy and loss, with what was changed on the way and thin lines for what is easy.

Step values are thin, epoch values thick, nothing is smoothed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.events import EpochEnded
from core.training.record.history import History
from pages.parts.train.run import branch_form
from pages.parts.train.run.watch import live_html
from pages.state import cached, slots, state, visitor
from pages.state.classes import known
from pages.text.curves import Curves
from pages.text.labels import of_classes
from pages.text.run import Run
from pages.text.setup import Easy
from pages.text.steer import Rewind, Steer
from pages.ui import table_downloads, widgets
from pages.ui.charts import echarts, line_chart
from pages.ui.charts.axes import WHOLE_AXIS, accuracy_axis, level_lines, log_axis
from pages.ui.colours import SPLIT_COLOURS

Scale = Literal["loss", "accuracy", "whole", "errors"]
Line = tuple[float, str, str]  # a loss or an accuracy from 0 to 1, its name, and what it is

HEIGHT = 270  # pixels on screen
SAID = "run-curves-said"  # key of what is said below them
MOST_STEP_POINTS = 400  # of a run; more cost a phone more than they show
BLIND_LOSS = math.log(10)  # of ten equal probabilities, in nats
_CROSS_ENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy")


def show(record: RunRecord, history: History) -> str:
    """Draw the charts of a run that has taken steps; return what is to be said of how they are drawn, as HTML."""
    widgets.switch(
        Run.SCALE,
        Run.SCALES,
        slots.CURVE_SCALE.key,
        default="accuracy",
        label_visibility="collapsed",
        persist_state="session",
    )
    scale, is_owner = state.get(slots.CURVE_SCALE), record.owner == visitor.owner()
    drawn = charts(record, history, scale=scale, is_owner=is_owner)
    for column, (key, (options, alt)) in zip(st.columns(2), drawn.items(), strict=True):
        with column:
            line_chart.show(options, height=HEIGHT, key=key, alt=alt, part=live_html.part_of(record.id, key))
    return said(record, history, drawn, scale=scale, is_owner=is_owner)


def explain(record: RunRecord, history: History, text: str) -> None:
    """Say how the curves are drawn, which `show` returned, and offer their numbers."""
    live_html.show(text, SAID, run=record.id)
    if not history.is_active:
        table_downloads.history_buttons(record)


def charts(
    record: RunRecord, history: History, *, scale: Scale, is_owner: bool
) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the options of the charts of a run that has taken steps, and what each shows as a sentence, by their keys.

    Args:
        record: of the run.
        history: of the run.
        scale: of the accuracies.
        is_owner: whether they are drawn for the run's owner, who guessed.
    """
    assert history.started is not None
    steps = history.started.steps_per_epoch
    marks = [(steered.step / steps, Steer.mark(steered)) for steered in history.steered if steered.value is not None]
    kinds: tuple[tuple[str, Scale], ...] = (("Accuracy", scale), ("Loss", "loss"))
    return {
        f"run-{what.lower()}": (
            chart(
                history,
                epochs=record.config.epochs,
                steps_per_epoch=steps,
                scale=kind,
                marks=marks,
                parent=branch_form.parents_epochs(history),
                parent_names=(Rewind.PARENT_TRAIN, Rewind.PARENT_VALIDATION),
                lines=[(height, name) for height, name, _ in _baselines(record, kind, is_owner=is_owner)],
                loss=Run.loss_kind(record.config),
            ),
            Run.alt(what, history),
        )
        for what, kind in kinds
    }


def said(
    record: RunRecord, history: History, drawn: dict[str, tuple[dict[str, Any], str]], *, scale: Scale, is_owner: bool
) -> str:
    """Return how `charts` are drawn and what their dotted lines are, as HTML."""
    shown = {line.get("name") for options, _ in drawn.values() for line in _level_data(options)}
    kinds: tuple[Scale, ...] = (scale, "loss")
    lines = [line for kind in kinds for line in _baselines(record, kind, is_owner=is_owner)]
    dotted = dict.fromkeys(meaning for _, name, meaning in lines if name in shown)
    most = max((step.count for step in history.steps), default=0)
    return live_html.caption(f"{Run.stride(step_stride(history), most)} {Curves.dotted(dotted)}")


def _baselines(record: RunRecord, scale: Scale, *, is_owner: bool) -> list[Line]:
    """Return the level lines of a chart."""
    if scale != "loss":
        return _easy(record, is_of_errors=scale == "errors", is_owner=is_owner)
    if record.config.loss not in _CROSS_ENTROPIES:
        return []
    return [(BLIND_LOSS, Easy.blind(BLIND_LOSS), of_classes(Curves.BLIND, known.of_data(record.data).class_names))]


def _easy(record: RunRecord, *, is_of_errors: bool, is_owner: bool) -> list[Line]:
    """Return what is easy, and what the run's owner guessed, each with a name that says what is drawn."""

    def drawn(accuracy: float) -> float:
        return 1 - accuracy if is_of_errors else accuracy

    baselines, names = cached.baselines(), cached.class_names()
    lines = []
    if baselines is not None:
        always, nearest = baselines.always_accuracy, baselines.nearest_mean_accuracy
        lines = [
            (always, Easy.always(cached.say(baselines.digit), drawn(always)), Curves.ALWAYS),
            (nearest, Easy.nearest(drawn(nearest)), of_classes(Curves.NEAREST, names)),
        ]
    if record.guess is not None and is_owner:
        lines.append((record.guess, Easy.guess(drawn(record.guess)), Curves.GUESS))
    return lines


def step_stride(history: History) -> int:
    """Return which of the step values are drawn: every one (1), every second (2) and so on."""
    return -(-len(history.steps) // MOST_STEP_POINTS) or 1


def chart(
    history: History,
    *,
    epochs: int,
    steps_per_epoch: int,
    scale: Scale,
    marks: Sequence[tuple[float, str]] = (),
    parent: Sequence[EpochEnded] = (),
    parent_names: tuple[str, str] = ("", ""),
    lines: Sequence[tuple[float, str]] = (),
    loss: str = "",
) -> dict[str, Any]:
    """Return a chart of one measure over the epochs.

    Args:
        history: the run so far.
        epochs: that it will take: the axis ends there from the beginning.
        steps_per_epoch: of the run.
        scale: what is drawn; "accuracy" begins at 90 % or more once the run is above, "whole" at 0, "errors" are 100 %
            minus accuracy on a logarithmic axis, as is loss.
        marks: when something was changed, in epochs, and what: a thin line across the curves.
        parent: the epochs of the run that this one branched from, in grey.
        parent_names: what its curves of train and validation are called.
        lines: what is easy, each as a loss in nats or an accuracy from 0 to 1 and its name: thin, from left to right.
        loss: which loss it is, within a title.
    """
    steps = history.steps[:: step_stride(history)]
    is_accuracy = scale in ("accuracy", "whole")

    def value(loss: float, accuracy: float) -> float:
        return loss if scale == "loss" else 100 * (accuracy if is_accuracy else 1 - accuracy)

    def points(rows: Sequence[tuple[float, float | None, float | None]]) -> list[list[float]]:
        drawn = [(x, value(loss, accuracy)) for x, loss, accuracy in rows if loss is not None and accuracy is not None]
        return [[round(x, 4), round(y, 5)] for x, y in drawn if math.isfinite(y) and (is_accuracy or y > 0)]

    def train_and_validation(ended: Sequence[EpochEnded]) -> tuple[list, list]:
        return (
            points([(epoch.epoch, epoch.loss, epoch.accuracy) for epoch in ended]),
            points([(epoch.epoch, epoch.validation_loss, epoch.validation_accuracy) for epoch in ended]),
        )

    train_steps = points([(step.last_step / steps_per_epoch, step.mean_loss, step.accuracy) for step in steps])
    train, validation = train_and_validation(history.epochs)
    before = train_and_validation([ended for ended in parent if ended.epoch <= epochs])
    end = history.steps[-1].last_step / steps_per_epoch if history.steps else float(epochs)
    test = points([(end, history.test.loss, history.test.accuracy)]) if history.test else []
    has_validation = history.started is not None and history.started.validation_images > 0
    validated = ["Validation"] if has_validation else []
    drawn = [train_steps, train, validation, *before, test]
    highest = max((y for curve in drawn for _, y in curve), default=0.0)
    note = ""
    if is_accuracy:
        vertical = accuracy_axis(history) if scale == "accuracy" else WHOLE_AXIS
        note = Curves.axis_from(vertical.low) if vertical.low else ""
    else:
        vertical = log_axis((y for curve in drawn for _, y in curve), highest=echarts.HIGHEST_LOSS)
        note = Curves.off_the_top(highest) if highest > vertical.high else ""
    levels = [(round(value(height, height), 4), name) for height, name in lines]
    upright = [[[x, vertical.low], [x, vertical.high]] for x, _ in marks]
    others = echarts.beside(before, parent_names)
    series = [
        *others,
        # a single value is no line yet: only then a dot
        echarts.split_line("Train steps", train_steps, "train", 1.2, symbolSize=5, showSymbol=len(train_steps) == 1)
        | echarts.mark_line([x for x, _ in marks], level_lines(levels, [*drawn, *upright], axis=vertical, end=epochs)),
        echarts.split_line("Train epochs", train, "train", 3, symbol="rect", symbolSize=5),
        echarts.split_line("Validation", validation, "validation", 3, symbolSize=9),
        {
            "name": "Test",
            "type": "scatter",
            "data": test,
            "symbol": "diamond",
            "symbolSize": 15,
            "itemStyle": {"color": "transparent", "borderColor": SPLIT_COLOURS["test"], "borderWidth": 3},
            "z": 5,
        },
    ]
    own = [{"name": "Train steps", "icon": echarts.DASH}, "Train epochs", *validated, "Test"]
    return echarts.over_epochs(
        f"{echarts.NAMES[scale]} ({loss})" if scale == "loss" and loss else echarts.NAMES[scale],
        series,
        end=epochs,
        decimals=4 if scale == "loss" else 2,
        vertical=vertical.options(),
        names=[own, echarts.names_of(others)] if others else [own],
        note=note,
        marks=Curves.dashed([name for _, name in marks]),
    )


def _level_data(options: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the level lines of a chart."""
    marked = [series["markLine"]["data"] for series in options["series"] if "markLine" in series]
    return [line for data in marked for line in data if "yAxis" in line]
