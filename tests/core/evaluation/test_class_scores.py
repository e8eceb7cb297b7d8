"""Precision, recall and F1: literals, and scikit-learn as the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score

from core.evaluation.class_scores import class_scores, macro_f1


def test_scores_of_two_classes_by_hand():
    confusion = np.zeros((10, 10), int)
    confusion[0, :2] = 8, 2  # ten zeros, of which two are read as 1
    confusion[1, :2] = 4, 6
    zero, one, two = class_scores(confusion)[:3]
    assert (zero.count, zero.answers, zero.correct) == (10, 12, 8)
    assert (zero.precision, zero.recall, zero.f1) == (8 / 12, 0.8, 16 / 22)
    assert (one.precision, one.recall, one.f1) == (0.75, 0.6, 12 / 18)
    assert (two.precision, two.recall, two.f1) == (None, None, None)
    assert macro_f1((zero, one, two)) == pytest.approx((16 / 22 + 12 / 18) / 2)


def test_class_that_is_never_answered_has_a_recall_of_0_and_no_precision():
    confusion = np.zeros((10, 10), int)
    confusion[3, 5] = 7
    three = class_scores(confusion)[3]
    assert (three.precision, three.recall, three.f1) == (None, 0.0, 0.0)


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_those_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, 400)
    answers = np.where(rng.random(400) < 0.7, labels, rng.integers(0, 10, 400))
    scores = class_scores(confusion_matrix(labels, answers, labels=range(10)))
    for name, oracle in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        expected = oracle(labels, answers, average=None, labels=range(10))
        np.testing.assert_allclose([getattr(score, name) for score in scores], expected)
    assert macro_f1(scores) == pytest.approx(f1_score(labels, answers, average="macro"))
