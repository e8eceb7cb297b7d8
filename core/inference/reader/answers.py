"""What a network says of pictures, and whether each is a digit at all, in one question. Runs in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions, join_predictions, predict
from core.inference.reader.doubt import digit_probabilities


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What two networks say of N pictures."""

    predictions: Predictions  # of the one that is asked which digit each is
    digit_probabilities: np.ndarray  # (N,) float32, 0 to 1: of the judge, that it is a digit, whichever


def answer(stored: StoredNetwork, images: np.ndarray) -> Answers:
    """Return what a network says of pictures, and the judge.

    Args:
        stored: the network.
        images: (N, 28, 28) uint8, 0 paper to 255 ink; N from 1 to `core.inference.predict.MOST_IMAGES`.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's; or the judge's are.
        DataError: these are no pictures of that kind.
    """
    return Answers(predictions=predict(stored, images), digit_probabilities=digit_probabilities(images))


def join_answers(parts: Sequence[Answers]) -> Answers:
    """Return the answers to all pictures of which these are those to a part each, in their order."""
    return Answers(
        predictions=join_predictions([part.predictions for part in parts]),
        digit_probabilities=np.concatenate([part.digit_probabilities for part in parts]),
    )
