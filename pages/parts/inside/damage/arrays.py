"""What the tab's NPZ files hold: plain arrays by name, for NumPy. No Streamlit.

Answers and labels are those of the first N test images, (N,) uint8.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.serving.damage import Answers, Ranking

Arrays = dict[str, np.ndarray]


def left_arrays(
    image: np.ndarray,
    label: int | None,
    logits: tuple[np.ndarray, np.ndarray],
    probabilities: tuple[np.ndarray, np.ndarray],
    answers: tuple[Answers, Answers],
    changes: Sequence[str],
) -> Arrays:
    """Return what is left of a broken network.

    "picture" is (28, 28) uint8, 0 paper to 255 ink; "label" the right answer, or -1; "logits_before", "logits_after",
    "probabilities_before" and "probabilities_after" are (10,) float32; "labels", "answers_before" and "answers_after"
    are of the test images; "changes" is text, a line for each thing that is changed.

    Args:
        image: the picture.
        label: its right answer, where it has one.
        logits: before and after.
        probabilities: before and after.
        answers: before and after.
        changes: as the page lists them.
    """
    before, after = answers
    return {
        "picture": image,
        "label": np.array(-1 if label is None else label),
        "logits_before": logits[0],
        "logits_after": logits[1],
        "probabilities_before": probabilities[0],
        "probabilities_after": probabilities[1],
        "labels": before.labels,
        "answers_before": before.answers,
        "answers_after": after.answers,
        "changes": np.array(list(changes), str),
    }


def ranking_arrays(ranking: Ranking, whole: Answers, *, layer: str) -> Arrays:
    """Return the ranking of a layer's filters, or units, each off alone.

    "layer" is text; "correct_without", (filters,) int64, how many images are read right without each, and
    "correct_with" with all of them; "images" how many there are; "order", (filters,) int64, the filters from 0, the one
    that is missed most first. "labels" and "answers" are those with all of them.
    """
    return {
        "layer": np.array(layer),
        "correct_without": ranking.right,
        "correct_with": np.array(whole.correct),
        "images": np.array(ranking.count),
        "order": np.array(ranking.order, np.int64),
        "labels": whole.labels,
        "answers": whole.answers,
    }


def curve_arrays(percents: Sequence[int], read: Sequence[Answers], *, layer: str) -> Arrays:
    """Return the pruning curve.

    "layer" is text, empty for all layers; "pruned_percent", (P,) int64, the share of the weights that is 0; "correct",
    (P,) int64, how many images are read right then; "images" how many there are; "answers" (P, N) uint8; "labels".
    """
    return {
        "layer": np.array(layer),
        "pruned_percent": np.array(percents),
        "correct": np.array([one.correct for one in read]),
        "images": np.array(read[0].count),
        "answers": np.stack([one.answers for one in read]),
        "labels": read[0].labels,
    }
