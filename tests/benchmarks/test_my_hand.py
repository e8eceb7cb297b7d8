"""How a hand is parted, and that all other writers of a file are read, not the first alone."""

import numpy as np

from benchmarks.my_hand import TAUGHT, Hand, parted, together


def hand(writer: str, count: int, shade: int) -> Hand:
    return Hand(
        writer=writer, images=np.full((count, 28, 28), shade, np.uint8), labels=np.arange(count, dtype=np.uint8) % 10
    )


def test_other_writers_are_read_together():
    both = together([hand("ann", 3, 1), hand("bob", 2, 2)])
    assert both is not None
    assert both.images[:, 0, 0].tolist() == [1, 1, 1, 2, 2]
    assert both.labels.tolist() == [0, 1, 2, 0, 1]
    assert together([]) is None


def test_three_of_each_are_taught():
    labels = hand("ann", 50, 1).labels
    for number in (0, 1):
        is_taught = parted(labels, number=number)
        assert is_taught.sum() == TAUGHT
        assert np.bincount(labels[is_taught]).tolist() == [3] * 10
