"""Evaluate's tab "Mistakes": name ten hard digits yourself, then all that a network misreads, and why perhaps."""

from __future__ import annotations

from core.runs.log.models import Model
from pages.parts.evaluate.mistakes import doubted, gallery, naming, shared_mistakes
from pages.parts.evaluate.shared import reading
from pages.state.evaluate import evaluations


def show(model: Model) -> None:
    """Draw the tab; while digits are being named, nothing else, which would tell what they are."""
    found = reading.read([model])
    if found is None:
        return
    (evaluation,), images = found, evaluations.images_read(model)
    is_alone = naming.is_going_on(model)
    naming.show(model, evaluation, images, is_alone=is_alone)
    if is_alone:
        return
    gallery.show(evaluation, images)
    shared_mistakes.show(images)
    shared_mistakes.read_others()
    doubted.show(evaluation, images)
