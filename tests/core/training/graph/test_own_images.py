"""Own digits among replayed images: so many in each batch, each as often as the others, and all from the generator."""

import numpy as np

from core.training.graph.own_images import mixed_order


def order(seed=0, **other):
    usual = {"kept": 100, "own": 5, "own_from": 120, "count": 44, "batch_size": 8, "share": 0.25}
    return mixed_order(np.random.default_rng(seed), **(usual | other))


def test_every_batch_ends_with_its_share_of_own_digits():
    is_own = order() >= 120
    assert [batch.sum() for batch in np.split(is_own, range(8, 44, 8))] == [2, 2, 2, 2, 2, 1]
    assert all(batch[-1] for batch in np.split(is_own, range(8, 44, 8)))


def test_own_digits_come_equally_often_and_replayed_images_once_while_they_last():
    drawn = order()
    own, counts = np.unique(drawn[drawn >= 120], return_counts=True)
    assert own.tolist() == [120, 121, 122, 123, 124]
    assert counts.max() - counts.min() <= 1
    replayed = drawn[drawn < 120]
    assert replayed.max() < 100
    assert len(set(replayed.tolist())) == len(replayed)


def test_a_share_of_nothing_and_of_all():
    assert (order(share=0.0) < 100).all()
    assert (order(share=1.0) >= 120).all()


def test_the_same_generator_gives_the_same_order_and_another_another():
    assert order(3).tolist() == order(3).tolist()
    assert order(3).tolist() != order(4).tolist()
