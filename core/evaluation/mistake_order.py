"""The mistakes of a network in the orders in which a gallery shows them, and how well each picture is read."""

from __future__ import annotations

import numpy as np

from core.inference.evaluation import Evaluation


def label_losses(evaluation: Evaluation) -> np.ndarray:
    """Return -ln of the probability that each picture's label got, (N,) float64, in nats, 0 or more."""
    of_labels = evaluation.probabilities[np.arange(evaluation.count), evaluation.labels].astype(np.float64)
    return np.abs(np.log(np.maximum(of_labels, np.finfo(np.float32).tiny)))  # never -0


def label_margins(evaluation: Evaluation) -> np.ndarray:
    """Return each label's logit less the largest other one, (N,) float64: below 0 where the picture is misread."""
    logits = evaluation.logits.astype(np.float64)
    rows = np.arange(evaluation.count)
    own = logits[rows, evaluation.labels]
    logits[rows, evaluation.labels] = -np.inf
    return own - logits.max(axis=1)


def by_loss(evaluation: Evaluation) -> np.ndarray:
    """Return the indices of the mistakes, (M,) int64, the largest loss first; of equal ones the surest."""
    losses = label_losses(evaluation)[evaluation.mistakes]
    return evaluation.mistakes[np.argsort(-losses, kind="stable")]


def by_pair(evaluation: Evaluation) -> np.ndarray:
    """Return the indices of the mistakes, (M,) int64, mix-up by mix-up, the most frequent first, in each the surest."""
    parts = [evaluation.mixed_up(mix_up.label, mix_up.answer) for mix_up in evaluation.mix_ups]
    return np.concatenate(parts) if parts else evaluation.mistakes
