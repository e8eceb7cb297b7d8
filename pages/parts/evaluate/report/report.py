"""A report as one HTML page that asks no server for anything and runs no script."""

from __future__ import annotations

from core.export.keras_script.script import FILE_NAME, script
from pages.parts.evaluate.report import answers, curves, markup, result, set_up, tough, trust
from pages.parts.evaluate.report.facts import Facts
from pages.text.evaluate_report import Rebuild, Report
from pages.ui import component_files

# Around a person's text where no element can be: what its marks of writing direction do ends with it.
_FIRST_STRONG, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def report(facts: Facts) -> str:
    """Return the page."""
    parts = {
        Report.RESULT: result.result(facts),
        Report.SET_UP: set_up.set_up(facts),
        Report.CURVES: curves.curves(facts),
        Report.MATRIX: answers.matrix(facts),
        Report.CLASSES: answers.per_class(facts),
        Report.MISTAKES: answers.mistakes(facts),
        Report.TRUST: trust.trust(facts),
        Report.TOUGH: tough.tough(facts),
        Report.REBUILD: _rebuild(facts),
        Report.LIMITS: markup.bullets(Rebuild.limits(facts.evaluation, facts.names, facts.looks)),
    }
    if facts.program.config is not None:
        parts[Report.PROGRAM] = markup.code(script(facts.model.network.spec, facts.program.config))
    titles = [Report.titled(title, facts.names) for title in parts]
    numbered = (
        markup.part(number, title, content)
        for number, (title, content) in enumerate(zip(titles, parts.values(), strict=True), 1)
    )
    return component_files.page_html(
        __file__,
        TITLE=markup.escaped(Report.document_title(f"{_FIRST_STRONG}{facts.title}{_POP}")),
        HEAD=result.head(facts),
        CONTENTS=markup.contents(Report.CONTENTS, titles),
        PARTS="\n".join(numbered),
        FOOT=markup.paragraphs(Report.foot(facts.made)),
    )


def _rebuild(facts: Facts) -> str:
    parts = [markup.worded(facts.program.said)]
    if facts.program.config is not None:
        parts += [markup.worded(Rebuild.below(FILE_NAME)), markup.paragraphs(Rebuild.REQUIREMENTS)]
        parts += [markup.code(facts.requirements)]
    return "".join([*parts, markup.paragraphs(Rebuild.LINK), markup.code(facts.link)])
