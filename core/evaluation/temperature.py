"""One number that makes a network less sure, or surer, of everything it says, and changes none of its answers.

C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 4.2: all
logits are divided by a temperature, which is chosen where the loss on images that were not trained on is lowest.
"""

from __future__ import annotations

import math

import numpy as np

LOWEST, HIGHEST = 0.05, 20.0  # temperatures that are looked at
_HALVINGS = 50


def fit_temperature(logits: np.ndarray, labels: np.ndarray, *, function: str) -> float | None:
    """Return the temperature of the lowest loss, LOWEST to HIGHEST; above 1 it makes the network less sure.

    Where every answer is right, ever surer is ever better: it is LOWEST then. None where a logit is no number.

    Args:
        logits: (N, 10), of images that the network was not trained on.
        labels: (N,), 0 to 9.
        function: the network's last: "sigmoid", which judges each digit for itself, or "softmax".
    """
    if not np.isfinite(logits).all():
        return None
    scores, truth = logits.astype(np.float64), np.eye(logits.shape[1])[labels]
    low, high = math.log(1 / HIGHEST), math.log(1 / LOWEST)
    for _ in range(_HALVINGS):  # the loss is convex in 1 / temperature: its slope has one zero
        middle = (low + high) / 2
        slope = ((_probabilities(scores * math.exp(middle), function) - truth) * scores).sum()
        low, high = (low, middle) if slope > 0 else (middle, high)
    return math.exp(-(low + high) / 2)


def is_bound(temperature: float) -> bool:
    """Return whether a fitted temperature is a bound: the lowest loss may lie beyond it."""
    return not LOWEST * 1.001 < temperature < HIGHEST / 1.001


def at_temperature(logits: np.ndarray, temperature: float, *, function: str) -> np.ndarray:
    """Return the probabilities at a temperature, (N, 10) float64, 0 to 1; arguments as `fit_temperature`."""
    return _probabilities(logits.astype(np.float64) / temperature, function)


def changed_answers(logits: np.ndarray, temperature: float) -> int:
    """Return for how many rows of logits, (N, 10), another digit is the largest at a temperature."""
    return int(np.count_nonzero(logits.argmax(axis=1) != (logits.astype(np.float64) / temperature).argmax(axis=1)))


def mean_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean of -ln of the probability that the label got, in nats; (N, 10) and (N,)."""
    of_labels = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return abs(float(np.log(np.maximum(of_labels, np.finfo(np.float32).tiny)).mean()))  # never -0


def _probabilities(scores: np.ndarray, function: str) -> np.ndarray:
    if function == "sigmoid":
        return 0.5 * (1 + np.tanh(0.5 * scores))
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
