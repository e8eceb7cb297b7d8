"""What damage leaves of a network's accuracy: one number to compare by, and every condition in every strength."""

from __future__ import annotations

from core.inference.robustness.conditions import CONDITIONS, STRENGTHS, Condition
from core.inference.robustness.sweep import Sweep
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import escaped, paragraphs
from pages.text.evaluate_report_figures import Toughness
from pages.text.evaluate_toughness import Tough
from pages.ui.colours import cell_colours
from pages.ui.matrix.cells import LEVELS


def tough(facts: Facts) -> str:
    """Return the mean over all conditions, the table of all, and what the mean means; or that nobody measured it."""
    sweep = facts.sweep
    if sweep is None:
        return paragraphs(Toughness.NOT_MEASURED)
    return (
        f"{paragraphs(Toughness.answer(sweep))}{paragraphs(_extremes(sweep))}{_table(sweep)}"
        f"{paragraphs(Toughness.LEAD, Tough.BECAUSE, css_class='fine')}"
    )


def _extremes(sweep: Sweep) -> str:
    """Return what hurts it most and least; "" where there is no difference to be seen."""
    means = [sweep.condition_mean(place) or 0.0 for place in range(len(CONDITIONS))]
    low, high = min(means), max(means)
    if Tough.share(low) == Tough.share(high):
        return ""
    worst, best = (CONDITIONS[means.index(each)].key for each in (low, high))
    return Toughness.extremes(worst, low, best, high)


def _table(sweep: Sweep) -> str:
    rows = "".join(_row(sweep, place, condition) for place, condition in enumerate(CONDITIONS))
    return (
        f'<div role="region" aria-label="{escaped(Toughness.TABLE)}" tabindex="0" class="wide"><table class="tough">'
        f'<thead><tr><th scope="col">{Toughness.CONDITION}</th><th scope="col" class="mean">{Toughness.MEAN}</th>'
        f'<th scope="colgroup" colspan="{STRENGTHS}">{Toughness.STRENGTHS}</th></tr></thead><tbody>{rows}'
        f'<tr><th scope="row">{Tough.ALL}</th>{_mean(sweep.mean_accuracy)}<td colspan="{STRENGTHS}"></td></tr>'
        "</tbody></table></div>"
    )


def _row(sweep: Sweep, place: int, condition: Condition) -> str:
    cells = "".join(
        _cell(f"{value:g}", right, sweep.count)
        for value, right in zip(condition.values, sweep.right[place].tolist(), strict=True)
    )
    name = f"{escaped(Tough.NAMES[condition.key])} <small>{escaped(Tough.AXES[condition.key])}</small>"
    return f'<tr><th scope="row">{name}</th>{_mean(sweep.condition_mean(place))}{cells}</tr>'


def _mean(accuracy: float | None) -> str:
    return f'<td class="mean">{escaped(Tough.share(accuracy))}</td>'


def _cell(strength: str, right: int, images: int) -> str:
    ninths = 9 * (1 - right / images)
    ground, ink = cell_colours(min(LEVELS, key=lambda level: abs(level - ninths)) / 9, signed=False)
    look = f"background: {ground}; color: {ink}"
    return f'<td style="{look}"><small>{strength}</small> {escaped(Toughness.cell(right, images))}</td>'
