"""Doubtful labels of MNIST that nobody had to look for."""

from __future__ import annotations

import numpy as np

from core.data.doubt.label_doubts import Basis, LabelDoubt, LabelDoubts
from core.data.gallery import ImageName

BASIS = Basis(
    folds=5,
    repeats=2,
    epochs=3,
    learned_from=48_000,
    train_images=60_000,
    test_images=10_000,
    train_correct=59_508,
    test_correct=9_922,
    confident=36,
)


def doubts(*, count: int = 3) -> LabelDoubts:
    """Return the first so many of three."""
    three = (
        _doubt(ImageName("train", 59_915), 4, 7, 0.0001, 0.9999),
        _doubt(ImageName("train", 10_994), 3, 9, 0.02, 0.97),
        _doubt(ImageName("test", 2_654), 6, 1, 0.1, 0.8),
    )
    return LabelDoubts(doubts=three[:count], joint=np.zeros((10, 10), np.int64), basis=BASIS)


def _doubt(name: ImageName, given: int, suggested: int, of_given: float, of_suggested: float) -> LabelDoubt:
    return LabelDoubt(
        name=name,
        given=given,
        suggested=suggested,
        given_probability=of_given,
        suggested_probability=of_suggested,
    )
