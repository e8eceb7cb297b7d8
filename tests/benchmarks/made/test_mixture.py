"""What the pretrained network is trained with."""

import numpy as np

from benchmarks.made.digits.pen_digits import pen_digits
from benchmarks.made.mixture import NO_DIGIT, Made, Source, batches, made_sources

FEW = Made(pen=(6, 3), photographed=(4, 2), on_paper=(4, 1), printed=(4, 1), non_digits=(6, 2), distracted=(4, 1))


def source(count, label, in_batch):
    return Source(
        images=np.full((count, 28, 28), label, np.uint8), labels=np.full(count, label, np.int64), in_batch=in_batch
    )


def test_batch_holds_so_many_of_each_and_mnist_once():
    first = Source(images=np.zeros((7, 28, 28), np.uint8), labels=np.arange(7), in_batch=3)
    found = list(batches(first, (source(5, 20, 2), source(9, 30, 1)), np.random.default_rng(0)))
    assert [images.shape for images, _ in found] == [(6, 28, 28)] * 2
    assert all(labels[3:].tolist() == [20, 20, 30] for _, labels in found)
    taken = np.concatenate([labels[:3] for _, labels in found]).tolist()
    assert len(set(taken)) == 6
    assert set(taken) <= set(range(7))


def test_what_is_made_is_the_same_from_a_seed_and_labelled():
    images, labels = pen_digits(60, np.random.default_rng(0))
    one, other = (made_sources(images, labels, made=FEW, seed=1, processes=1) for _ in range(2))
    assert [len(made.images) for made in one] == [6, 4, 4, 4, 6, 4]
    assert [made.in_batch for made in one] == [3, 2, 1, 1, 2, 1]
    assert all(np.array_equal(a.images, b.images) for a, b in zip(one, other, strict=True))
    assert set(one[4].labels) == {NO_DIGIT}
    assert set(np.concatenate([made.labels for made in one if made is not one[4]])) <= set(range(10))
