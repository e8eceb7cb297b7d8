"""Whether a network is as sure as it should be: the reliability diagram of a report, its error, a temperature."""

from __future__ import annotations

from core.evaluation.calibration import Bin, Reliability, ece_interval, reliability, surenesses
from core.evaluation.temperature import LOWEST, at_temperature, fit_temperature
from core.inference.evaluation import Evaluation, wilson_interval
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import figure, paragraphs
from pages.text.evaluate_report_figures import Trust
from pages.ui import tables
from pages.ui.charts import svg_lines
from pages.ui.charts.axes import WHOLE_AXIS
from pages.ui.charts.svg_lines import Line
from pages.ui.colours import SPLIT_COLOURS


def trust(facts: Facts) -> str:
    """Return the reliability diagram with its numbers, the calibration error, and what a temperature would do."""
    evaluation = facts.evaluation
    is_right = evaluation.predicted_digits == evaluation.labels
    sureness = surenesses(evaluation.probabilities, evaluation.predicted_digits)
    found = reliability(sureness, is_right)
    error = Trust.error(found.ece, ece_interval(sureness, is_right), len(found.bins))
    shown = [part for part in found.bins if part.count]
    rows = [Trust.row(part.low, part.high, part.count, part.sureness, part.correct) for part in shown]
    return (
        f"{paragraphs(Trust.lean(found.sureness, found.accuracy), error, _temperature(facts, found))}"
        f'<div class="charts">{figure(_diagram(shown), Trust.DIAGRAM, css_class="chart")}'
        f'<div class="plain">{tables.table_html(Trust.TABLE, Trust.HEADER, rows)}</div></div>'
        f"{paragraphs(Trust.LEAD, css_class='fine')}"
    )


def _diagram(bins: list[Bin]) -> str:
    colour = SPLIT_COLOURS["test"]
    points = [(100 * part.sureness, 100 * part.correct / part.count) for part in bins]
    intervals = [
        Line(points=[(x, 100 * end) for end in wilson_interval(part.correct, part.count)], colour=colour, opacity=0.5)
        for (x, _), part in zip(points, bins, strict=True)
    ]
    return svg_lines.chart(
        [
            Line(points=[(0, 0), (100, 100)], colour="currentColor", width=1, opacity=0.7, dashes="5 4"),
            *intervals,
            Line(points=points, colour=colour, marker="circle", width=0),
        ],
        across=WHOLE_AXIS,
        up=WHOLE_AXIS,
        across_title=Trust.SURE,
        up_title=Trust.RIGHT,
        alt=Trust.alt(points),
    )


def _temperature(facts: Facts, found: Reliability) -> str:
    """Return what dividing all logits by one number would do; nothing where no images were held out to fit it on."""
    if facts.validation is None:
        return ""
    function = facts.model.network.output_function
    fitted = fit_temperature(facts.validation.logits, facts.validation.labels, function=function)
    if fitted <= LOWEST * 1.001:  # no mistake among them: ever surer is ever better
        return ""
    after = _at(facts.evaluation, fitted, function)
    return Trust.temperature(fitted, found.ece, after.ece, facts.validation.count)


def _at(evaluation: Evaluation, temperature: float, function: str) -> Reliability:
    probabilities = at_temperature(evaluation.logits, temperature, function=function)
    answers = evaluation.predicted_digits
    return reliability(surenesses(probabilities, answers), answers == evaluation.labels)
