"""The images of a data set whose labels are doubted most, and what that is based on; as arrays, to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from core.data.doubt.confident_learning import (
    class_thresholds,
    confident_answers,
    confident_joint,
    margins,
    most_doubtful,
)
from core.data.formats.validate import DIGIT_COUNT
from core.data.gallery import ImageName

MOST_DOUBTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelDoubt:
    """An image whose label is doubted.

    Attributes:
        name: which image.
        given: its label.
        suggested: what the networks say instead.
        given_probability: what they give its label, 0 to 1.
        suggested_probability: what they give the other.
    """

    name: ImageName
    given: int
    suggested: int
    given_probability: float
    suggested_probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What doubts are based on.

    Attributes:
        folds: parts of the images; each is judged by a network that learned from the training images of the others.
        repeats: how often the images were parted anew; each is judged by so many of `folds * repeats` networks.
        epochs: that each network was trained.
        learned_from: training images that each learned from, the smallest number.
        train_images: that were judged.
        test_images: that were judged.
        train_correct: training images of which the networks said what the label says.
        test_correct: the same of the test images.
        confident: images that confidently belong to another class than their label's; they come first.
    """

    folds: int
    repeats: int
    epochs: int
    learned_from: int
    train_images: int
    test_images: int
    train_correct: int
    test_correct: int
    confident: int

    @property
    def networks(self) -> int:
        """How many networks judged."""
        return self.folds * self.repeats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelDoubts:
    """The doubted images, the most doubtful first.

    Attributes:
        doubts: at most `MOST_DOUBTS`.
        joint: (10, 10) int64: how many images of each label confidently belong to each class, labels down.
        basis: what this is based on.
    """

    doubts: tuple[LabelDoubt, ...]
    joint: np.ndarray
    basis: Basis

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return plain arrays, of which `from_arrays` makes the same again."""
        doubts = self.doubts
        return {
            "is_test": np.array([doubt.name.collection == "test" for doubt in doubts], bool),
            "index": np.array([doubt.name.index for doubt in doubts], np.int32),
            "given": np.array([doubt.given for doubt in doubts], np.uint8),
            "suggested": np.array([doubt.suggested for doubt in doubts], np.uint8),
            "given_probability": np.array([doubt.given_probability for doubt in doubts], np.float64),
            "suggested_probability": np.array([doubt.suggested_probability for doubt in doubts], np.float64),
            "joint": self.joint,
            "basis": np.array([getattr(self.basis, name) for name in Basis.__slots__], np.int64),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Self:
        """Return what `to_arrays` made plain."""
        columns = ("is_test", "index", "given", "suggested", "given_probability", "suggested_probability")
        rows = zip(*(arrays[name].tolist() for name in columns), strict=True)
        return cls(
            doubts=tuple(
                LabelDoubt(
                    name=ImageName("test" if is_test else "train", index),
                    given=given,
                    suggested=suggested,
                    given_probability=given_probability,
                    suggested_probability=suggested_probability,
                )
                for is_test, index, given, suggested, given_probability, suggested_probability in rows
            ),
            joint=arrays["joint"],
            basis=Basis(**dict(zip(Basis.__slots__, arrays["basis"].tolist(), strict=True))),
        )


def find_doubts(
    train: np.ndarray,
    test: np.ndarray,
    *,
    train_labels: np.ndarray,
    test_labels: np.ndarray,
    folds: int,
    repeats: int,
    epochs: int,
    learned_from: int,
) -> LabelDoubts:
    """Return the doubted images of both collections, judged together.

    Args:
        train: (N, 10) float, what networks that have not seen a training image say of it.
        test: (M, 10) float, the same of test images.
        train_labels: (N,) uint8.
        test_labels: (M,) uint8.
        folds: as in `Basis`, as those that follow.
        repeats: how often the images were parted.
        epochs: of each network.
        learned_from: images that each learned from.
    """
    probabilities = np.concatenate([train, test])
    labels = np.concatenate([train_labels, test_labels]).astype(np.int64)
    answers = confident_answers(probabilities, class_thresholds(probabilities, labels))
    joint = confident_joint(labels, answers, classes=DIGIT_COUNT)
    kept = most_doubtful(labels, answers, margins(probabilities, labels), most=MOST_DOUBTS)
    read_as = probabilities.argmax(axis=1)
    suggested = np.where((answers >= 0) & (answers != labels), answers, read_as)
    is_read_right = read_as == labels
    return LabelDoubts(
        doubts=tuple(
            LabelDoubt(
                name=ImageName("train", index) if index < len(train) else ImageName("test", index - len(train)),
                given=int(labels[index]),
                suggested=int(suggested[index]),
                given_probability=float(probabilities[index, labels[index]]),
                suggested_probability=float(probabilities[index, suggested[index]]),
            )
            for index in kept.tolist()
        ),
        joint=joint,
        basis=Basis(
            folds=folds,
            repeats=repeats,
            epochs=epochs,
            learned_from=learned_from,
            train_images=len(train),
            test_images=len(test),
            train_correct=int(is_read_right[: len(train)].sum()),
            test_correct=int(is_read_right[len(train) :].sum()),
            confident=int(joint.sum() - joint.trace()),
        ),
    )
