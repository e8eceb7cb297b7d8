"""Doubted images of both collections, and the arrays that are kept of them."""

from __future__ import annotations

import numpy as np

from core.data.doubt.label_doubts import Basis, LabelDoubt, LabelDoubts, find_doubts
from core.data.gallery import ImageName


def sure_of(*digits: int, probability: float = 0.91) -> np.ndarray:
    """Return what a network says that is so sure of each of these digits, and of no other."""
    rows = np.full((len(digits), 10), (1 - probability) / 9)
    rows[np.arange(len(digits)), digits] = probability
    return rows


def found() -> LabelDoubts:
    train = sure_of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 7)  # the last is labelled 1
    test = np.concatenate([sure_of(4, 4), sure_of(9, probability=0.991)])  # the last is labelled 4
    return find_doubts(
        train,
        test,
        train_labels=np.array([*range(10), 1], np.uint8),
        test_labels=np.array([4, 4, 4], np.uint8),
        folds=5,
        repeats=2,
        epochs=3,
        learned_from=8,
    )


def test_images_of_both_collections_are_judged_together():
    doubts = found()
    assert [(doubt.name, doubt.given, doubt.suggested) for doubt in doubts.doubts] == [
        (ImageName("test", 2), 4, 9),
        (ImageName("train", 10), 1, 7),
    ]
    np.testing.assert_allclose(doubts.doubts[0].suggested_probability, 0.991)
    np.testing.assert_allclose(doubts.doubts[0].given_probability, 0.001)
    assert doubts.joint[4].tolist() == [0, 0, 0, 0, 3, 0, 0, 0, 0, 1]
    assert doubts.joint[1, 7] == 1
    assert doubts.basis == Basis(
        folds=5,
        repeats=2,
        epochs=3,
        learned_from=8,
        train_images=11,
        test_images=3,
        train_correct=10,
        test_correct=2,
        confident=2,
    )
    assert doubts.basis.networks == 10


def test_arrays_give_the_same_again_and_hold_no_objects():
    doubts = found()
    arrays = doubts.to_arrays()
    assert all(array.dtype != object for array in arrays.values())
    again = LabelDoubts.from_arrays(arrays)
    assert again.doubts == doubts.doubts
    assert again.basis == doubts.basis
    np.testing.assert_array_equal(again.joint, doubts.joint)


def test_no_doubt_at_all_is_kept_too():
    nothing = LabelDoubts(doubts=(), joint=np.zeros((10, 10), np.int64), basis=found().basis)
    assert LabelDoubts.from_arrays(nothing.to_arrays()).doubts == ()


def test_doubt_says_what_is_doubted():
    doubt = found().doubts[1]
    assert doubt == LabelDoubt(
        name=ImageName("train", 10),
        given=1,
        suggested=7,
        given_probability=doubt.given_probability,
        suggested_probability=0.91,
    )
