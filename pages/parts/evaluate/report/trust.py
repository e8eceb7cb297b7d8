"""Whether a network is as sure as it should be: the reliability diagram of a report, its error, a temperature."""

from __future__ import annotations

from core.evaluation.calibration import Bin
from core.inference.evaluation import wilson_interval
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import figure, paragraphs
from pages.text.evaluate_report_figures import Trust
from pages.text.evaluate_trust import Calibrated
from pages.ui import tables
from pages.ui.charts import svg_lines
from pages.ui.charts.axes import WHOLE_AXIS
from pages.ui.charts.svg_lines import Line
from pages.ui.colours import SPLIT_COLOURS


def trust(facts: Facts) -> str:
    """Return the reliability diagram with its numbers, the calibration error, and what a temperature would do."""
    found = facts.calibration.reliability
    shown = [part for part in found.bins if part.count]
    table = tables.table_html(Calibrated.TABLE, Calibrated.HEADER, map(Calibrated.row, shown))
    diagram = figure(_diagram(shown, Calibrated.alt(found)), Trust.DIAGRAM, css_class="chart")
    return (
        f"{paragraphs(Calibrated.sentence(found, facts.calibration.interval), _temperature(facts))}"
        f'<div class="charts">{diagram}<div class="plain">{table}</div></div>'
        f"{paragraphs(Trust.LEAD, Calibrated.BECAUSE, css_class='fine')}"
    )


def _diagram(bins: list[Bin], alt: str) -> str:
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
        across_title=Calibrated.AXIS_X,
        up_title=Calibrated.AXIS_Y,
        alt=alt,
    )


def _temperature(facts: Facts) -> str:
    """Return what dividing all logits by one number would do; nothing where no images were held out to fit it on."""
    scaled = facts.scaled
    if facts.validation is None or scaled is None:
        return ""
    before, after = facts.calibration.reliability.ece, scaled.calibration.reliability.ece
    return Trust.temperature(scaled.temperature, before, after, facts.validation.count)
