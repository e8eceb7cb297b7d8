"""One temperature for all logits: SciPy's minimum as the oracle, and no answer changes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import expit, softmax
from sklearn.metrics import log_loss

from core.evaluation.temperature import (
    HIGHEST,
    LOWEST,
    at_temperature,
    changed_answers,
    fit_temperature,
    is_bound,
    mean_loss,
)

FUNCTIONS = ["softmax", "sigmoid"]


def answers(seed: int, *, sharpness: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return logits, (600, 10) float32, and labels; the sharper, the surer without a reason."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1.5, (600, 10))
    labels = np.array([rng.choice(10, p=row) for row in softmax(logits, axis=1)])
    return (sharpness * logits).astype(np.float32), labels


def loss(logits: np.ndarray, labels: np.ndarray, temperature: float, function: str) -> float:
    if function == "softmax":
        return log_loss(labels, softmax(logits / temperature, axis=1), labels=range(10))
    said, truth = expit(logits / temperature), np.eye(10)[labels]
    return float(-np.log(np.where(truth == 1, said, 1 - said)).sum(axis=1).mean())


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("sharpness", [0.3, 1.0, 4.0], ids=lambda sharpness: f"{sharpness} times as sharp")
def test_temperature_is_where_the_loss_is_lowest(function, sharpness):
    logits, labels = answers(0, sharpness=sharpness)
    logits = logits.astype(np.float64)
    best = minimize_scalar(
        lambda temperature: loss(logits, labels, temperature, function), bounds=(LOWEST, HIGHEST), method="bounded"
    )
    assert fit_temperature(logits, labels, function=function) == pytest.approx(best.x, rel=1e-4)


def test_network_that_is_three_times_too_sure_is_cooled_by_about_three():
    assert fit_temperature(*answers(3, sharpness=3.0), function="softmax") == pytest.approx(3.0, rel=0.1)


def test_where_every_answer_is_right_the_bound_is_given():
    logits = np.eye(10, dtype=np.float32)
    assert fit_temperature(logits, np.arange(10), function="softmax") == pytest.approx(LOWEST)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_scores_that_are_no_numbers_have_no_temperature(wrong):
    logits, labels = answers(0)
    logits[3, 4] = wrong
    assert fit_temperature(logits, labels, function="softmax") is None


@pytest.mark.parametrize(
    ("temperature", "expected"), [(LOWEST, True), (0.06, False), (1.0, False), (19.0, False), (HIGHEST, True)]
)
def test_bound_is_told_from_an_optimum(temperature, expected):
    assert is_bound(temperature) == expected


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("temperature", [LOWEST, 0.7, 1.3, HIGHEST])
def test_no_answer_changes(function, temperature):
    logits, _ = answers(1)
    said = at_temperature(logits, temperature, function=function)
    assert changed_answers(logits, temperature) == 0
    of_answers = said[np.arange(len(said)), logits.argmax(axis=1)]
    assert np.array_equal(of_answers, said.max(axis=1))
    assert ((said >= 0) & (said <= 1)).all()


def test_probabilities_by_hand():
    assert at_temperature(np.array([[0.0, np.log(4)]]), 2.0, function="softmax").tolist()[0] == pytest.approx(
        [1 / 3, 2 / 3]
    )
    assert at_temperature(np.array([[0.0, np.log(9)]]), 2.0, function="sigmoid").tolist()[0] == pytest.approx(
        [0.5, 0.75]
    )


def test_loss_is_that_of_scikit_learn_and_never_minus_0():
    logits, labels = answers(2)
    said = softmax(logits.astype(np.float64), axis=1)
    assert mean_loss(said, labels) == pytest.approx(log_loss(labels, said, labels=range(10)))
    assert str(mean_loss(np.array([[1.0, 0.0]]), np.array([0]))) == "0.0"
