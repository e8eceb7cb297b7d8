"""The Evaluate page's tabs: the score, the mistakes, how far to trust it, which is better, what to take away."""

from __future__ import annotations

from core.runs.log.models import Model
from pages.parts.evaluate.compare import view as compare
from pages.parts.evaluate.mistakes import view as mistakes
from pages.parts.evaluate.score import view as score
from pages.parts.evaluate.shared import held_epoch
from pages.parts.evaluate.take_away import view as take_away
from pages.parts.evaluate.trust import view as trust
from pages.parts.frame import history_tabs, other_classes
from pages.state import slots
from pages.text.evaluate import Tabs

ABOUT_IMAGES = {
    Tabs.SCORE: score.show,
    Tabs.MISTAKES: mistakes.show,
    Tabs.TRUST: trust.show,
    Tabs.COMPARE: compare.show,
}


def show(model: Model) -> None:
    """Draw the open tab; what compares answers with labels needs a network that knows these classes."""
    bodies = ABOUT_IMAGES | {Tabs.TAKE_AWAY: take_away.show}
    model = held_epoch.of(model)
    tabs = history_tabs.show(list(bodies), slots.EVALUATE_TAB)
    for name, tab in zip(bodies, tabs, strict=True):
        if tab.open:
            with tab:
                if name not in ABOUT_IMAGES or other_classes.tell(model):
                    bodies[name](model)
