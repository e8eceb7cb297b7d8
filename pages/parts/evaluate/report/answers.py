"""A network's answers in a report: which class was read as which, how well each is read, the surest mistakes."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from core.evaluation.class_scores import class_scores
from core.inference.evaluation import mix_ups_in
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import escaped, paragraphs
from pages.text.evaluate import Digits, Mistakes
from pages.text.evaluate_report_figures import Answers
from pages.text.labels import all_said, of_classes, read_as
from pages.text.numbers import count
from pages.ui import plotly_figures, tables
from pages.ui.colours import cell_colours
from pages.ui.confusion_matrix import level


def matrix(facts: Facts) -> str:
    """Return the confusion matrix as a table whose mistakes are shaded, and the largest mix-ups in words."""
    labels, confusion = all_said(facts.names), facts.evaluation.confusion
    mix_ups = mix_ups_in(confusion)
    most = mix_ups[0].count if mix_ups else 1
    said = [Mistakes.cell(labels[one.label], labels[one.answer], one.count) for one in mix_ups[:3]]
    heads = "".join(f'<th scope="col"><span>{escaped(str(label))}</span></th>' for label in labels)
    rows = []
    for row, counts in enumerate(confusion.tolist()):
        cells = "".join(_cell(number, most, is_right=row == column) for column, number in enumerate(counts))
        rows.append(f'<tr><th scope="row">{escaped(str(labels[row]))}</th>{cells}</tr>')
    caption = of_classes(Mistakes.TABLE, facts.names)
    kind = "matrix named" if facts.names else "matrix"
    return (
        f"{paragraphs(Answers.matrix_lead(facts.names, labels))}"
        f'<div role="region" aria-label="{escaped(caption)}" tabindex="0" class="wide"><table class="{kind}">'
        f'<thead><tr><td></td><th scope="colgroup" colspan="{len(labels)}">{escaped(read_as(*labels))}</th></tr>'
        f'<tr><th scope="col">{Mistakes.IS}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        f"{paragraphs(Answers.largest(said), css_class='fine')}"
    )


def per_class(facts: Facts) -> str:
    """Return precision, recall and F1 of each class as a table, with the hardest and the easiest in words."""
    evaluation, names = facts.evaluation, facts.names
    labels, scores = all_said(names), class_scores(evaluation.confusion)
    rows = [Answers.row(score, labels[score.digit]) for score in scores]
    table = tables.table_html(of_classes(Answers.SCORES, names), Answers.header(names, labels), rows)
    said = of_classes(Digits.ALL_RIGHT, names)
    if evaluation.hardest is not None and evaluation.easiest is not None:
        extremes = (evaluation.hardest, evaluation.easiest)
        said = Digits.extremes(*(replace(score, digit=labels[score.digit]) for score in extremes))
    table = f'<div class="plain">{table}</div>'
    return f"{paragraphs(said)}{table}{paragraphs(Answers.explained(scores, names, labels), css_class='fine')}"


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
    return (
        f'{paragraphs(f"{shown} {Mistakes.about_worst(evaluation.accuracy)}")}<ul class="{kind}">{"".join(tiles)}</ul>'
    )


def _cell(number: int, most: int, *, is_right: bool) -> str:
    if is_right:
        return f'<td class="right">{count(number)}</td>'
    if not number:
        return '<td class="none">0</td>'
    ground, ink = cell_colours(level(number, most), signed=False)
    return f'<td style="background: {ground}; color: {ink}">{count(number)}</td>'
