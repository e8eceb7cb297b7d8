"""Whether two trainings agree: the figures of an epoch side by side, and how far two trainings may differ by chance.

Elsewhere the same training rounds otherwise, and small differences grow. `max_chance_difference` bounds what becomes of
them by more than was measured: first weights that were changed in their last bit spread accuracy by 0 to 0.24 of a
standard error (four trainings of 61 to 92 %, 4 to 8 times each), other seeds by 0.33 to 0.65 (four, 10 times each).
"""

from __future__ import annotations

import math
from typing import Literal

from core.export.capsule.document import CapsuleHistory, EpochFigures
from core.training.record.events import FIGURES, TestEnded

SPREAD = 1.0  # allowed standard deviation over trainings, in standard errors of one accuracy
_SURE = 3.0  # standard deviations: of differences by chance, 3 in 1,000 are larger
_ROUNDING = 1e-9  # the last digits of a mean over an epoch depend on where its sum was interrupted


def max_chance_difference(accuracy: float, count: int) -> float:
    """Return by how much the accuracies of two trainings on the same images may differ by chance, as a fraction.

    Each is one draw of a binomial proportion of `count` images (standard error s, with one image right and one wrong
    added, so that it is not 0 at 100 %) and of a training whose own accuracy varies by `SPREAD` times s. Three
    standard deviations of the difference of two such draws are given.

    Args:
        accuracy: of one of them, a fraction.
        count: of images.
    """
    share = (accuracy * count + 1) / (count + 2)
    error = math.sqrt(share * (1 - share) / count)
    return _SURE * math.sqrt(2 * (1 + SPREAD**2)) * error


def has_same_figures(recorded: EpochFigures, now: EpochFigures, *, decimals: int | None) -> bool:
    """Return whether an epoch's figures are the same; those that are recorded with so many decimals count as such."""
    return all(_is_same(getattr(recorded, name), getattr(now, name), decimals=decimals) for name in FIGURES)


def is_same_test(recorded: TestEnded, now: TestEnded | None) -> bool:
    """Return whether the test images were read the same."""
    if now is None or (recorded.correct, recorded.count) != (now.correct, now.count):
        return False
    return _is_same(recorded.loss, now.loss, decimals=None)


def accuracies(
    recorded: CapsuleHistory, now: CapsuleHistory, *, train_count: int, validation_count: int
) -> tuple[Literal["test", "validation", "training"], float, float, int] | None:
    """Return the accuracies that say most of both: of the test images, else of the last epoch that both have.

    Returns:
        The split, the accuracy that is recorded and the one now, and how many images these are of; None for no such.
    """
    test, test_now = recorded.test, now.test
    if test is not None and test_now is not None:
        return "test", test.accuracy, test_now.accuracy, test.count
    both = min(len(recorded.epochs), len(now.epochs))
    if test is not None or not both:
        return None
    then, here = recorded.epochs[both - 1], now.epochs[both - 1]
    before, after = then.validation_accuracy, here.validation_accuracy
    if before is None or after is None:
        return "training", then.accuracy, here.accuracy, train_count
    return "validation", before, after, validation_count


def _is_same(recorded: float | None, now: float | None, *, decimals: int | None) -> bool:
    if recorded is None or now is None:
        return recorded is now
    if decimals is not None:
        return abs(recorded - now) <= 0.5000001 * 10**-decimals
    return math.isclose(recorded, now, rel_tol=_ROUNDING)
