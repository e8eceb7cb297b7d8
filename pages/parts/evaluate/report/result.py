"""The head of a report, and its first part: the question and the result."""

from __future__ import annotations

from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import escaped, pairs, paragraphs, typed
from pages.text.evaluate import Score
from pages.text.evaluate_report import Report, Result
from pages.text.labels import of_pictures
from pages.text.numbers import count, percent
from pages.text.train import duration


def head(facts: Facts) -> str:
    """Return the title, whose it is and from when, and the result in a few figures."""
    moment = f" <small>{escaped(facts.moment)}</small>" if facts.moment else ""
    note = f'<p class="note"><b>{escaped(Report.NOTE)}:</b> {typed(facts.note)}</p>' if facts.note.strip() else ""
    return (
        f'<header><p class="kind">{escaped(Report.KIND)}</p><h1>{typed(facts.title)}{moment}</h1>'
        f'<p class="about">{escaped(facts.about)} {escaped(Report.made(facts.made))}</p>{note}'
        f"{_figures(facts)}</header>"
    )


def _figures(facts: Facts) -> str:
    test, validation = facts.evaluation, facts.validation
    rows = [
        (Report.RIGHT, percent(test.correct, test.count)),
        (Report.INTERVAL, Report.interval(test)),
        (Report.LOSS, f"{test.loss:.3f}"),
    ]
    if validation is not None:
        rows.append((Report.VALIDATION, percent(validation.correct, validation.count)))
    rows.append((Report.PARAMETERS, count(facts.model.network.spec.parameters)))
    if facts.epochs:
        rows.append((Report.TRAINING, duration(sum(epoch.duration_seconds for epoch in facts.epochs))))
    return pairs(rows, css_class="figures")


def result(facts: Facts) -> str:
    """Return the question, the score with its interval, what it is to be compared with, what makes it too kind."""
    said = [] if facts.validation is None else [Result.validation(facts.validation)]
    if facts.baselines is not None:
        said.append(Result.easy(facts.baselines, facts.names))
    if facts.looks is not None:
        said.append(Result.looks(facts.looks))
    return (
        paragraphs(of_pictures(Result.QUESTION, facts.names), css_class="question")
        + paragraphs(Score.sentence(facts.evaluation), css_class="answer")
        + paragraphs(*said)
        + paragraphs(facts.too_kind, css_class="warning")
    )
