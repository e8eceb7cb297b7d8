"""Epochs are read in pieces in the background, each once, and no longer than somebody asks."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.errors import LabError
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.serving import in_turn
from core.serving.epoch_answers import MOST_PER_PIECE, EpochAnswers, pieces_of
from models.mlp import mlp
from tests.support.waiting import until

IMAGE = np.zeros((28, 28), np.uint8)
SPEC = mlp(hidden=(2,), dropout=0.0)


def network(epoch: int) -> StoredNetwork:
    return StoredNetwork(spec=SPEC, path=f"epoch-{epoch}", digest=f"{epoch}")


class Engine:
    """Answers with the epoch's number; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.error: LabError | None = None

    def call(self, target: str, networks: list[StoredNetwork], image: np.ndarray) -> Predictions:
        assert target == "core.inference.epoch_answers:predict_each"
        self.asked.append([one.digest for one in networks])
        if self.error is not None:
            raise self.error
        logits = np.array([np.eye(10)[int(one.digest) % 10] for one in networks], np.float32)
        return Predictions(logits=logits, probabilities=logits)


@pytest.fixture
def engine() -> Engine:
    return Engine()


def whole(answers: EpochAnswers, networks: list[StoredNetwork], image: np.ndarray = IMAGE) -> list[int | None]:
    found: list = []
    until(lambda: found.clear() or found.extend(answers.of(networks, image, asker="me")) or None not in found)
    return [one.digit for one in found]


def test_every_epoch_is_read_once_in_pieces(engine) -> None:
    answers = EpochAnswers(engine)  # type: ignore[arg-type]
    networks = [network(epoch) for epoch in range(25)]
    assert answers.of(networks, IMAGE, asker="me") == [None] * 25  # nobody waits for it
    assert whole(answers, networks) == [epoch % 10 for epoch in range(25)]
    assert [len(piece) for piece in engine.asked] == [MOST_PER_PIECE, MOST_PER_PIECE, 5]
    assert whole(answers, [*networks, network(25)])[-1] == 5  # while it trains
    assert engine.asked[3:] == [["25"]]


def test_another_picture_is_read_anew(engine) -> None:
    answers = EpochAnswers(engine)  # type: ignore[arg-type]
    whole(answers, [network(1)])
    whole(answers, [network(1)], IMAGE + 1)
    assert engine.asked == [["1"], ["1"]]


def test_failure_is_told_once_and_then_it_is_read_anew(engine) -> None:
    answers, told = EpochAnswers(engine), []  # type: ignore[arg-type]
    engine.error = LabError("The network does not answer.")

    def fails() -> bool:
        try:
            answers.of([network(1)], IMAGE, asker="me")
        except LabError as error:
            told.append(str(error))
        return bool(told)

    until(fails)
    engine.error = None
    assert whole(answers, [network(1)]) == [1]
    assert told == ["The network does not answer."]


def test_what_nobody_asks_for_any_more_is_not_read_to_the_end(engine, monkeypatch) -> None:
    monkeypatch.setattr(in_turn, "FORGOTTEN_SECONDS", -1.0)
    answers = EpochAnswers(engine)  # type: ignore[arg-type]
    answers.of([network(1)], IMAGE, asker="me")
    until(lambda: answers._reading.is_idle)
    assert engine.asked == []


def test_large_networks_are_read_one_by_one() -> None:
    assert pieces_of(network(1)) == MOST_PER_PIECE
    large = StoredNetwork(spec=mlp(hidden=(4096, 1024), dropout=0.0), path="", digest="")
    assert pieces_of(large) == 1


def test_error_of_one_visitor_is_not_told_to_another(engine) -> None:
    answers = EpochAnswers(engine)  # type: ignore[arg-type]
    engine.error = LabError("The network does not answer.")
    answers.of([network(1)], IMAGE, asker="another")
    until(lambda: answers._reading.is_idle)
    engine.error = None
    assert whole(answers, [network(1)]) == [1]
    assert answers.of([network(1)], IMAGE, asker="another")[0] is not None


def test_new_picture_is_answered_before_the_old_one_is_read_to_the_end(engine, monkeypatch) -> None:
    begun, gate, pictures, call = threading.Event(), threading.Event(), [], engine.call

    def late(target: str, networks: list[StoredNetwork], image: np.ndarray) -> Predictions:
        begun.set()
        assert gate.wait(60)
        pictures.append(int(image[0, 0]))
        return call(target, networks, image)

    monkeypatch.setattr(engine, "call", late)
    answers, networks = EpochAnswers(engine), [network(epoch) for epoch in range(100)]  # type: ignore[arg-type]
    answers.of(networks, IMAGE, asker="me")
    assert begun.wait(60)
    answers.of(networks, IMAGE + 1, asker="me")
    gate.set()
    whole(answers, networks, IMAGE + 1)
    assert pictures == [0] + [1] * 10
