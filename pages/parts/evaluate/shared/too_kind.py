"""What makes a network's test score too kind, where anything does."""

from __future__ import annotations

from core.data.download.mirrors import MNIST_DIGEST
from core.runs.log.models import Model
from pages.state import cached
from pages.text.evaluate import Score
from pages.text.labels import of_pictures


def said_of(model: Model) -> str:
    """Return in a sentence or two why a model's score on the test images at hand is too kind, or may be; or nothing.

    Raises:
        LabError: there are no images.
    """
    return of_pictures(_said_of(model), cached.class_names())


def _said_of(model: Model) -> str:
    dataset, record = cached.dataset(), model.record
    if model.imported is not None:
        return Score.CHANGED_HERE if model.imported.is_changed_here else Score.TRAINED_ELSEWHERE
    if dataset.is_fallback and (record is None or record.data == MNIST_DIGEST):
        is_known = record is None or not (record.config.train_images or record.config.wrong_label_fraction)
        return Score.SEEN if is_known else Score.MAY_HAVE_SEEN
    if record is None:
        return ""
    if record.data != dataset.digest:
        return Score.OTHER_DIGITS
    return Score.TOO_KIND if record.config.validation_source == "test" else ""
