"""What is asked about damaged networks: in pieces, once, and on from where it was left."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from core.inference.cost import images_per_request
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.serving.damage import Answers, DamageClient, Ranking, counted_images
from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from tests.support.waiting import at_once

LABELS = (np.arange(700) % 10).astype(np.uint8)
DATASET = SimpleNamespace(test_count=700, test_labels=LABELS, digest="d", folder="f")


class Engine:
    """Answers in the inference engine's place."""

    def __init__(self, *, nan: bool = False) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.nan = nan

    def call(self, target: str, network: StoredNetwork, *args):
        self.asked.append((target.partition(":")[2], *args))
        if target.endswith("predict_stored"):
            _, _, first, count = args
            logits = np.eye(10, dtype=np.float32)[LABELS[first : first + count]]
            logits[LABELS[first : first + count] == 3] = np.eye(10)[8]  # a 3 is read as an 8
            logits[0, 0] += np.nan if self.nan else 0
            return Predictions(logits=logits, probabilities=logits)
        _, filters, _, _, count = args
        return np.array([count - (number == 4) for number in filters])


def network(spec=None) -> StoredNetwork:
    return StoredNetwork(spec=spec or mlp(hidden=(9,), dropout=0.0), path="p", digest="w")


def test_test_images_are_read_in_pieces_and_once():
    engine, client = Engine(), DamageClient()
    assert client.known_answers(network(), DATASET, most=2000) is None
    told = []
    answers = client.read(engine, network(), DATASET, most=2000, on_progress=told.append)
    assert told == [0.0, 0.5]
    assert (answers.count, answers.correct, answers.is_finite) == (700, 630, True)
    assert [score.correct for score in answers.by_digit] == [70, 70, 70, 0, 70, 70, 70, 70, 70, 70]
    assert client.known_answers(network(), DATASET, most=2000).answers.tobytes() == answers.answers.tobytes()
    client.read(engine, network(), DATASET, most=2000)
    assert [call[3:] for call in engine.asked] == [(0, 500), (500, 200)]


def test_reading_that_was_left_goes_on_where_it_stopped():
    engine, client = Engine(), DamageClient()

    def leave(done: float) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        client.read(engine, network(), DATASET, most=2000, on_progress=leave)
    assert client.known_answers(network(), DATASET, most=2000) is None
    assert client.known_answers(network(), DATASET, most=500).correct == 450
    client.read(engine, network(), DATASET, most=2000)
    assert [call[3:] for call in engine.asked] == [(0, 500), (500, 200)]


def test_network_that_is_asked_about_one_image_at_a_time_is_kept_whole():
    slow = NetworkSpec(
        input_shape=IMAGE,
        layers=(*(Conv2D(filters=256, kernel_size=3, padding="same") for _ in range(6)), Flatten(), Dense(units=10)),
    )
    assert images_per_request(slow, most=500) == 1
    engine, client = Engine(), DamageClient()
    several = [dataclasses.replace(network(slow), digest=digest) for digest in "abc"]
    for one in several:
        client.read(engine, one, DATASET, most=700)
    assert len(engine.asked) == 3 * 700
    assert [client.known_answers(one, DATASET, most=700).correct for one in several] == [630] * 3


def test_images_that_somebody_else_reads_meanwhile_are_not_read_twice_over():
    engine, client = Engine(), DamageClient()
    read = at_once(4, lambda: client.read(engine, network(), DATASET, most=600))
    assert [(answers.count, answers.correct) for answers in read] == [(600, 540)] * 4
    assert [call[3:] for call in engine.asked] == [(0, 500), (500, 200)]
    assert client.known_answers(network(), DATASET, most=2000).count == 700


def test_scores_that_are_no_numbers_are_noticed():
    client = DamageClient()
    assert not client.read(Engine(nan=True), network(), DATASET, most=2000).is_finite


def test_digit_that_lost_the_largest_share_is_named():
    before = Answers(answers=LABELS, labels=LABELS, is_finite=True)
    worse = Answers(answers=np.where(LABELS == 3, 8, LABELS).astype(np.uint8), labels=LABELS, is_finite=True)
    assert worse.hurt_most(before) == (3,)
    assert before.hurt_most(before) == ()
    assert before.hurt_most(worse) == ()


def test_filters_are_tried_in_pieces_and_what_was_left_is_not_tried_again():
    engine, client, spec = Engine(), DamageClient(), cnn(filters=(40, 512), dense=(200,))
    told = []

    def leave(done: float) -> None:
        told.append(done)
        if client.ranking(network(spec), DATASET, 0, 500).known:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        client.rank(engine, network(spec), DATASET, 0, 500, on_progress=leave)
    assert told == sorted(told)
    known = client.ranking(network(spec), DATASET, 0, 500)
    assert known.known < 40
    assert not known.is_whole
    tried = {number for call in engine.asked for number in call[2]}
    engine.asked.clear()
    ranking = client.rank(engine, network(spec), DATASET, 0, 500)
    done = set(np.flatnonzero(known.right >= 0).tolist())
    assert done <= tried
    assert done.isdisjoint(number for call in engine.asked for number in call[2])
    assert ranking.is_whole
    assert ranking.order[0] == 4
    assert {right for number, right in enumerate(ranking.right.tolist()) if number != 4} == {500}
    engine.asked.clear()
    assert client.rank(engine, network(spec), DATASET, 0, 500).right.tolist() == ranking.right.tolist()
    assert engine.asked == []


def test_filter_that_only_some_images_judged_is_not_known():
    engine, client, spec = Engine(), DamageClient(), cnn(filters=(40, 512), dense=(200,))

    def leave(done: float) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        client.rank(engine, network(spec), DATASET, 0, 500, on_progress=leave)
    assert len(engine.asked) == 1
    assert client.ranking(network(spec), DATASET, 0, 500).known == 0


def test_ranking_names_only_filters_that_were_tried():
    ranking = Ranking(right=np.array([5, -1, 3, 5]), count=6)
    assert ranking.order == [2, 0, 3]
    assert (ranking.known, ranking.is_whole) == (3, False)


def test_network_that_computes_long_reads_fewer_images():
    heavy = cnn(filters=(256, 512, 512), dense=(64,))
    wide = Conv2D(filters=256, kernel_size=5, padding="same")
    heaviest = NetworkSpec(input_shape=IMAGE, layers=(wide, wide, Flatten(), Dense(units=10)))
    many = SimpleNamespace(test_count=10_000)
    assert counted_images(mlp(), many) == 2000
    assert counted_images(mlp(), SimpleNamespace(test_count=297)) == 297
    assert counted_images(heavy, many) == 592  # of 1.69e8 multiply-adds each, 1e11 in all
    assert counted_images(heaviest, many) == 100
