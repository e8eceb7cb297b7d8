"""Ten pictures that are hard for a network: some that it misreads, some that it only just reads right."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from core.evaluation.mistake_order import label_margins
from core.inference.evaluation import Evaluation

COUNT = 10
HARDEST = 30  # of each kind, of which some are drawn


def hard_digits(evaluation: Evaluation, *, seed: int, without: Collection[int] = ()) -> tuple[int, ...]:
    """Return the indices of ten of the hardest pictures, in a random order.

    About half of them are misread and the others barely read right, as far as there are so many of each.

    Args:
        evaluation: the network's answers.
        seed: which of the hardest, and in which order.
        without: indices that come in only where there are not enough others.

    Returns:
        COUNT different indices; fewer where there are fewer pictures.
    """
    generator = np.random.default_rng(seed)
    hardest = np.argsort(label_margins(evaluation), kind="stable")  # the surest mistake first
    is_wrong = evaluation.predicted_digits[hardest] != evaluation.labels[hardest]
    fresh = [
        [index for index in kind[:HARDEST].tolist() if index not in without]
        for kind in (hardest[is_wrong], hardest[~is_wrong])
    ]
    drawn = [generator.permutation(np.array(kind, np.int64)).tolist() for kind in fresh]
    halves = [index for kind in drawn for index in kind[: COUNT // 2]]
    rest = [index for kind in drawn for index in kind[COUNT // 2 :]]
    # where the hardest are too few: pictures further on, and those left out only once nothing else is there
    further = [index for index in hardest.tolist() if index not in without]
    chosen = list(dict.fromkeys([*halves, *rest, *further, *hardest.tolist()]))[:COUNT]
    return tuple(generator.permutation(np.array(chosen, np.int64)).tolist())
