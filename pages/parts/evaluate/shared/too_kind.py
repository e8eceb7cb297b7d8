"""What makes a network's test score too kind, where anything does."""

from __future__ import annotations

from typing import Literal

from core.data.download.mirrors import MNIST_DIGEST
from core.runs.log.models import Model
from pages.state import cached
from pages.text.evaluate import Score
from pages.text.labels import of_pictures

Reason = Literal["seen", "may have seen", "from a file", "changed here", "other digits", "chosen by it"]
_SAID: dict[Reason, str] = {
    "seen": Score.SEEN,
    "may have seen": Score.MAY_HAVE_SEEN,
    "from a file": Score.TRAINED_ELSEWHERE,
    "changed here": Score.CHANGED_HERE,
    "other digits": Score.OTHER_DIGITS,
    "chosen by it": Score.TOO_KIND,
}


def said_of(model: Model) -> str:
    """Return in a sentence or two why a model's score on the test images at hand is too kind, or may be; or nothing.

    Raises:
        LabError: there are no images.
    """
    reason = reason_of(model)
    return "" if reason is None else of_pictures(_SAID[reason], cached.class_names())


def reason_of(model: Model) -> Reason | None:
    """Return why a model's score on the test images at hand is too kind, or may be, or is of other digits.

    Raises:
        LabError: there are no images.
    """
    dataset, record = cached.dataset(), model.record
    if model.imported is not None:
        return "changed here" if model.imported.is_changed_here else "from a file"
    if dataset.is_fallback and (record is None or record.data == MNIST_DIGEST):
        is_known = record is None or not (record.config.train_images or record.config.wrong_label_fraction)
        return "seen" if is_known else "may have seen"
    if record is None:
        return None
    if record.data != dataset.digest:
        return "other digits"
    return "chosen by it" if record.config.validation_source == "test" else None
