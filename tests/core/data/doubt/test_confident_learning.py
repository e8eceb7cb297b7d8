"""Confident learning, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.doubt.confident_learning import (
    class_thresholds,
    confident_answers,
    confident_joint,
    margins,
    most_doubtful,
)

# Three classes; images 0 to 2 are labelled 0, 3 and 4 are labelled 1, none is labelled 2.
PROBABILITIES = np.array(
    [
        [0.9, 0.1, 0.0],
        [0.7, 0.3, 0.0],
        [0.2, 0.8, 0.0],  # labelled 0, and a 1
        [0.1, 0.9, 0.0],
        [0.0, 0.5, 0.5],
    ]
)
LABELS = np.array([0, 0, 0, 1, 1])


def test_threshold_of_a_class_is_how_sure_the_networks_are_of_its_own_images():
    np.testing.assert_allclose(class_thresholds(PROBABILITIES, LABELS), [0.6, 0.7, np.inf])


def test_answer_counts_where_it_reaches_its_class_s_threshold():
    assert confident_answers(PROBABILITIES, np.array([0.6, 0.7, np.inf])).tolist() == [0, 0, 1, 1, -1]


@pytest.mark.parametrize(
    ("thresholds", "answer"),
    [([0.3, 0.4, 0.9], 1), ([0.3, 0.6, 0.9], 0), ([0.5, 0.6, 0.9], -1), ([0.4, 0.6, 0.9], 0), ([0.0, 0.6, 0.0], 0)],
)
def test_most_probable_of_the_classes_that_reach_their_thresholds_is_meant(thresholds, answer):
    assert confident_answers(np.array([[0.4, 0.5, 0.1]]), np.array(thresholds)).tolist() == [answer]


def test_joint_counts_labels_down_and_what_the_images_confidently_are_across():
    joint = confident_joint(LABELS, np.array([0, 0, 1, 1, -1]), classes=3)
    assert joint.tolist() == [[2, 1, 0], [0, 1, 0], [0, 0, 0]]


def test_margin_is_the_label_s_probability_less_the_largest_other_one():
    np.testing.assert_allclose(margins(PROBABILITIES, LABELS), [0.8, 0.4, -0.6, 0.8, 0.0], atol=1e-12)


def test_margin_leaves_the_probabilities_as_they_are():
    before = PROBABILITIES.copy()
    margins(PROBABILITIES, LABELS)
    np.testing.assert_array_equal(PROBABILITIES, before)


def test_most_doubtful_come_first_and_those_that_are_confidently_something_else_before_the_others():
    labels = np.array([0, 0, 0, 0, 0, 0, 0])
    answers = np.array([1, 0, 2, -1, 1, 1, -1])
    margin = np.array([-0.5, 0.9, -0.7, -0.8, -0.6, -0.5, 0.1])
    assert most_doubtful(labels, answers, margin, most=10).tolist() == [2, 4, 0, 5, 3]
    assert most_doubtful(labels, answers, margin, most=2).tolist() == [2, 4]
    assert most_doubtful(labels, labels, np.ones(7), most=2).tolist() == []
