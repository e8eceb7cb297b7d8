"""A network's answers in a report: which class was read as which, how well each is read, the surest mistakes."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from core.evaluation.class_scores import class_scores, macro_f1
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import escaped, paragraphs
from pages.text.confusion_cells import Cells
from pages.text.evaluate import Digits, Mistakes
from pages.text.evaluate_mistakes import Gallery
from pages.text.evaluate_report_figures import Answers
from pages.text.evaluate_score import ClassTable
from pages.text.labels import all_said, of_classes, read_as
from pages.ui import plotly_figures, tables
from pages.ui.matrix import cells
from pages.ui.matrix.cells import Cell


def matrix(facts: Facts) -> str:
    """Return the confusion matrix as a table whose mistakes are shaded, and the largest mix-ups in words."""
    labels, confusion = all_said(facts.names), facts.evaluation.confusion
    said = [Cells.cell(labels[one.label], labels[one.answer], one.count) for one in facts.evaluation.mix_ups[:3]]
    heads = "".join(f'<th scope="col"><span>{escaped(str(label))}</span></th>' for label in labels)
    rows = "".join(
        f'<tr><th scope="row">{escaped(str(label))}</th>{"".join(map(_cell, drawn))}</tr>'
        for label, drawn in zip(labels, cells.counts(confusion, labels), strict=True)
    )
    caption = of_classes(Mistakes.TABLE, facts.names)
    kind = "matrix named" if facts.names else "matrix"
    return (
        f"{paragraphs(Answers.matrix_lead(facts.names, labels))}"
        f'<div role="region" aria-label="{escaped(caption)}" tabindex="0" class="wide"><table class="{kind}">'
        f'<thead><tr><td></td><th scope="colgroup" colspan="{len(labels)}">{escaped(read_as(*labels))}</th></tr>'
        f'<tr><th scope="col">{Mistakes.IS}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{paragraphs(Answers.largest(said), css_class='fine')}"
    )


def per_class(facts: Facts) -> str:
    """Return precision, recall and F1 of each class as a table, with the hardest and the easiest in words."""
    evaluation, names = facts.evaluation, facts.names
    labels, scores = all_said(names), class_scores(evaluation.confusion)
    named = [replace(score, digit=labels[score.digit]) for score in scores]
    header = [of_classes(name, names) for name in ClassTable.HEADER]
    rows = [*map(ClassTable.row, named), ClassTable.mean(macro_f1(scores))]
    table = tables.table_html(of_classes(ClassTable.CAPTION, names), header, rows, bold=len(labels))
    said = of_classes(Digits.ALL_RIGHT, names)
    if evaluation.hardest is not None and evaluation.easiest is not None:
        extremes = (evaluation.hardest, evaluation.easiest)
        said = Digits.extremes(*(replace(score, digit=labels[score.digit]) for score in extremes))
    worst = min(named, key=lambda score: 1.0 if score.f1 is None else score.f1)
    explained = paragraphs(ClassTable.because(worst), css_class="fine")
    return f'{paragraphs(said)}<div class="plain">{table}</div>{explained}'


def mistakes(facts: Facts) -> str:
    """Return the mistakes that the network was surest of as pictures, each with label, answer and sureness."""
    evaluation, labels = facts.evaluation, all_said(facts.names)
    if not evaluation.wrong:
        return paragraphs(Mistakes.none(evaluation.count))
    tiles = []
    for index, pixels in zip(evaluation.mistakes.tolist(), facts.mistakes, strict=False):
        label, answer = labels[evaluation.labels[index]], labels[evaluation.predicted_digits[index]]
        sureness = evaluation.sureness(index)
        address = plotly_figures.png_url(Image.fromarray(plotly_figures.FULL_INK - pixels))
        lines = "".join(f"<span>{escaped(line)}</span>" for line in Answers.tile(label, answer, sureness))
        alt = escaped(Answers.mistake(index, label, answer, sureness))
        tiles.append(f'<li><img src="{address}" alt="{alt}" width="84" height="84">{lines}</li>')
    shown = Answers.shown(len(facts.mistakes), evaluation.wrong)
    kind = "tiles named" if facts.names else "tiles"
    order = Gallery.about("surest", evaluation.accuracy)
    return f'{paragraphs(f"{shown} {order}")}<ul class="{kind}">{"".join(tiles)}</ul>'


def _cell(cell: Cell) -> str:
    ground = f' style="background: {cell["ground"]}; color: {cell["ink"]}"' if "ground" in cell else ' class="right"'
    return f"<td{ground}>{cell['text']}</td>" if cell["text"] else "<td></td>"
