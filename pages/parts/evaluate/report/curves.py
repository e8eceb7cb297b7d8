"""Loss and accuracy over the epochs as two drawings, with what was changed on the way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.training.record.history import History
from core.training.settings.commands import setting_value
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import bullets, figure, paragraphs
from pages.text.evaluate_report_figures import CurvesPart
from pages.text.numbers import percent
from pages.text.run import Run
from pages.text.steer import Steer
from pages.ui import tables
from pages.ui.charts import svg_lines
from pages.ui.charts.axes import WHOLE_AXIS, Axis, accuracy_axis, log_axis
from pages.ui.charts.echarts import HIGHEST_LOSS
from pages.ui.charts.svg_lines import Line
from pages.ui.colours import SPLIT_COLOURS

MOST_STEPS = 250  # step values that are drawn
MOST_ROWS = 12  # epochs in the table
_CROSS_ENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy")


def curves(facts: Facts) -> str:
    """Return both drawings, what was changed on the way, and the numbers; or why there are none."""
    history, config = facts.history, facts.config
    if history is None or config is None:
        return paragraphs(CurvesPart.NONE_OF_FILE)
    if history.started is None or not history.epochs:
        return paragraphs(CurvesPart.NONE_YET)
    steps = history.started.steps_per_epoch
    changes = list(changes_in(history, facts.model.network.spec, config))
    marks = [(at, str(number)) for number, (at, _) in enumerate(changes, 1)]
    at = facts.at
    if at is not None and at < _end(history, steps):
        marks.append((at, CurvesPart.HERE))
    accuracy = figure(_accuracy(facts, history, marks), CurvesPart.ACCURACY_TITLE, css_class="chart")
    loss = figure(_loss(facts, history, config, marks), CurvesPart.loss(Run.loss_kind(config)), css_class="chart")
    told = [CurvesPart.LEAD, CurvesPart.DIAMOND if facts.is_same_data else "", CurvesPart.branched(history)]
    said = f"{paragraphs(CurvesPart.CHANGES)}{bullets([text for _, text in changes], numbered=True)}"
    return (
        f'<div class="charts">{accuracy}{loss}</div>{paragraphs(" ".join(filter(None, told)), css_class="fine")}'
        f"{said if changes else paragraphs(CurvesPart.NO_CHANGES)}{_table(history)}"
    )


def changes_in(history: History, spec: NetworkSpec, config: TrainingConfig) -> Iterator[tuple[float, str]]:
    """Yield what a person changed while it trained: when, in epochs, and the change in words."""
    assert history.started is not None
    steps, now = history.started.steps_per_epoch, dict[str, float]()
    for steered in history.steered:
        if steered.value is not None:
            before = now.get(steered.action, setting_value(spec, config, steered.action))
            now[steered.action] = steered.value
            yield steered.step / steps, Steer.change(steered, before, config, steps)


def _accuracy(facts: Facts, history: History, marks: Sequence[tuple[float, str]]) -> str:
    axis = accuracy_axis(history)
    lines = _lines(
        history,
        [(step.last_step, 100 * step.accuracy) for step in history.steps],
        [(e.epoch, 100 * e.accuracy) for e in history.epochs],
        [(e.epoch, 100 * e.validation_accuracy) for e in history.epochs if e.validation_accuracy is not None],
        _percent,
    )
    if facts.is_same_data and facts.at is not None:
        evaluation = facts.evaluation
        said = f"{CurvesPart.TEST} {percent(evaluation.correct, evaluation.count)}"
        lines.append(_diamond(facts.at, 100 * evaluation.accuracy, said))
    title = CurvesPart.axis(axis.low) if axis != WHOLE_AXIS else CurvesPart.ACCURACY
    return _chart(history, lines, axis, title, Run.alt("Accuracy", history), marks)


def _loss(facts: Facts, history: History, config: TrainingConfig, marks: Sequence[tuple[float, str]]) -> str:
    lines = _lines(
        history,
        [(step.last_step, step.mean_loss) for step in history.steps],
        [(e.epoch, e.loss) for e in history.epochs],
        [(e.epoch, e.validation_loss) for e in history.epochs if e.validation_loss is not None],
        _three,
    )
    # What is trained with another loss, or smoothed labels, has numbers of another kind than the score.
    is_alike = config.loss in _CROSS_ENTROPIES and not config.loss_choice.smoothing
    if facts.is_same_data and facts.at is not None and is_alike and facts.evaluation.loss > 0:
        said = f"{CurvesPart.TEST} {_three(facts.evaluation.loss)}"
        lines.append(_diamond(facts.at, facts.evaluation.loss, said))
    axis = log_axis((y for line in lines for _, y in line.points), highest=HIGHEST_LOSS)
    return _chart(history, lines, axis, CurvesPart.LOSS_AXIS, Run.alt("Loss", history), marks)


def _lines(
    history: History,
    steps: Sequence[tuple[float, float]],
    train: Sequence[tuple[float, float]],
    validation: Sequence[tuple[float, float]],
    say: Callable[[float], str],
) -> list[Line]:
    """Return the lines of train steps, of train epochs and of validation, without what is no number.

    Args:
        history: of the run.
        steps: the last step of each value, over the whole run, and the value.
        train: each epoch and its value.
        validation: the same.
        say: a value in words.
    """
    assert history.started is not None
    stride = -(-len(steps) // MOST_STEPS) or 1
    per_epoch = history.started.steps_per_epoch
    thin = [(step / per_epoch, y) for step, y in steps[::stride]]
    blue, orange = SPLIT_COLOURS["train"], SPLIT_COLOURS["validation"]
    drawn = [
        Line(points=_numbers(thin), colour=blue, width=0.8, opacity=0.55),
        Line(points=_numbers(train), colour=blue, marker="square", width=2.2),
        Line(points=_numbers(validation), colour=orange, marker="circle", width=2.2),
    ]
    names = ("", CurvesPart.TRAIN, CurvesPart.VALIDATION)
    return [
        replace(line, name=f"{name} {say(line.points[-1][1])}") if name else line
        for line, name in zip(drawn, names, strict=True)
        if line.points
    ]


def _chart(
    history: History, lines: list[Line], axis: Axis, title: str, alt: str, marks: Sequence[tuple[float, str]]
) -> str:
    assert history.started is not None
    across = Axis(low=float(history.first_epoch), high=_end(history, history.started.steps_per_epoch), is_log=False)
    return svg_lines.chart(
        lines,
        across=across,
        up=axis,
        across_title=CurvesPart.EPOCHS,
        up_title=title,
        alt=alt,
        marks=marks,
        whole_across=True,
    )


def _end(history: History, steps_per_epoch: int) -> float:
    """Return where the axis of epochs ends: where the run has come to."""
    last = history.steps[-1].last_step / steps_per_epoch if history.steps else 0.0
    return max(last, float(history.last_epoch), history.first_epoch + 1.0)


def _diamond(x: float, y: float, name: str) -> Line:
    return Line(points=[(x, y)], colour=SPLIT_COLOURS["test"], marker="diamond", name=name)


def _numbers(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x, y) for x, y in points if math.isfinite(y) and y > 0]


def _table(history: History) -> str:
    every = -(-len(history.epochs) // MOST_ROWS)
    shown = [epoch for epoch in history.epochs if epoch.epoch % every == 0 or epoch is history.epochs[-1]]
    rows = [CurvesPart.row(epoch) for epoch in shown]
    table = tables.table_html(CurvesPart.TABLE, Run.HEADER, rows)
    left_out = CurvesPart.rows_left_out(len(shown), len(history.epochs))
    return f'<div class="plain">{table}</div>{paragraphs(left_out, css_class="fine")}'


def _percent(value: float) -> str:
    return f"{value:.2f} %"


def _three(value: float) -> str:
    return f"{value:.3f}"
