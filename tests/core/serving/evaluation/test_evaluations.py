"""What networks say of whole splits: read in pieces, once, remembered in memory and on disk."""

from __future__ import annotations

import contextlib
import dataclasses

import numpy as np
import pytest

from core.data.splits import ImageRange
from core.errors import CheckpointError
from core.inference.loaded_networks import StoredNetwork
from core.results import result_files
from core.results.result_files import ResultFiles
from core.serving.evaluation import evaluations
from core.serving.evaluation.evaluation_queue import EvaluationQueue
from core.serving.inference_client import InferenceClient
from tests.support.fake_engine import NETWORK, FakeEngine
from tests.support.waiting import at_once, until

LAST = ImageRange(collection="train", first=100, end=160)


def test_evaluation_is_asked_in_pieces_and_says_how_far_it_is(small_dataset, monkeypatch):
    monkeypatch.setattr(evaluations, "MAX_IMAGES_PER_CALL", 100)
    engine, seen = FakeEngine(), []
    found = InferenceClient(engine).evaluate(NETWORK, small_dataset, on_progress=lambda *place: seen.append(place))
    assert [call[-2:] for call in engine.calls] == [(0, 100), (100, 100), (200, 97)]
    assert seen == [(0, 297), (100, 297), (200, 297)]
    assert found.predicted_digits.tolist() == [place % 10 for place in range(297)]
    assert found.labels.tolist() == small_dataset.test_labels.tolist()


def test_evaluation_is_remembered_by_its_weights(small_dataset):
    engine = FakeEngine()
    inference = InferenceClient(engine)
    assert inference.known_evaluation(NETWORK, small_dataset) is None
    first = inference.evaluate(NETWORK, small_dataset)
    asked = len(engine.calls)
    assert inference.evaluate(NETWORK, small_dataset) is first
    assert inference.known_evaluation(NETWORK, small_dataset) is first
    assert len(engine.calls) == asked
    other = StoredNetwork(spec=NETWORK.spec, path=NETWORK.path, digest="e" * 64)
    assert inference.known_evaluation(other, small_dataset) is None


def test_two_who_ask_for_the_same_evaluation_are_given_one(small_dataset):
    engine = FakeEngine()
    inference = InferenceClient(engine)
    first, second = at_once(2, lambda: inference.evaluate(NETWORK, small_dataset))
    assert first is second
    assert len(engine.calls) == 1


def test_failed_evaluation_leaves_nothing_behind_and_is_tried_anew(small_dataset):
    engine = FakeEngine(CheckpointError("damaged"))
    inference = InferenceClient(engine)
    with pytest.raises(CheckpointError):
        inference.evaluate(NETWORK, small_dataset)
    assert inference.evaluate(NETWORK, small_dataset).count == 297


def test_who_waits_for_an_evaluation_that_fails_tries_it_and_the_others_get_the_answer(small_dataset):
    engine = FakeEngine(CheckpointError("damaged"))
    inference = InferenceClient(engine)

    def ask():
        with contextlib.suppress(CheckpointError):
            return inference.evaluate(NETWORK, small_dataset)

    found = at_once(4, ask)
    assert found.count(None) == 1
    assert len({id(one) for one in found if one is not None}) == 1
    assert len(engine.calls) == 2


def test_evaluation_that_was_asked_for_again_is_kept_longest(small_dataset, monkeypatch):
    monkeypatch.setattr(evaluations, "KEPT_EVALUATIONS", 2)
    inference = InferenceClient(FakeEngine())
    networks = [StoredNetwork(spec=NETWORK.spec, path="", digest=digest * 64) for digest in "abc"]
    for network in (*networks[:2], networks[0], networks[2]):
        inference.evaluate(network, small_dataset)
    known = [inference.known_evaluation(network, small_dataset) is not None for network in networks]
    assert known == [True, False, True]


def test_other_images_are_another_evaluation(small_dataset):
    engine = FakeEngine()
    inference = InferenceClient(engine)
    found = inference.evaluate(NETWORK, small_dataset, LAST)
    assert engine.calls[0][-3:] == ("train", 100, 60)
    assert found.labels.tolist() == small_dataset.train_labels[100:160].tolist()
    assert inference.known_evaluation(NETWORK, small_dataset) is None
    assert inference.known_evaluation(NETWORK, small_dataset, LAST) is found


def test_next_start_of_the_server_finds_it_on_disk(small_dataset, tmp_path):
    logits = InferenceClient(FakeEngine(), evaluations=ResultFiles(tmp_path)).evaluate(NETWORK, small_dataset).logits
    engine = FakeEngine()
    inference = InferenceClient(engine, evaluations=ResultFiles(tmp_path))
    found = inference.known_evaluation(NETWORK, small_dataset)
    assert found is not None
    assert np.array_equal(found.logits, logits)
    np.testing.assert_allclose(found.probabilities[0, :2], [np.e / (np.e + 9), 1 / (np.e + 9)], rtol=1e-6)
    assert found.labels.tolist() == small_dataset.test_labels.tolist()
    assert engine.calls == []
    other = dataclasses.replace(NETWORK, judges_each=True)
    assert inference.known_evaluation(other, small_dataset) is None


def test_disk_without_room_costs_only_the_memory_of_the_next_start(small_dataset, tmp_path, monkeypatch):
    """P9."""

    def no_room(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(result_files, "replace_file", no_room)
    inference = InferenceClient(FakeEngine(), evaluations=ResultFiles(tmp_path))
    found = inference.evaluate(NETWORK, small_dataset)
    assert inference.known_evaluation(NETWORK, small_dataset) is found


def test_reading_that_was_left_goes_on_where_it_stopped(small_dataset, monkeypatch):
    monkeypatch.setattr(evaluations, "MAX_IMAGES_PER_CALL", 100)
    engine = FakeEngine()
    inference = InferenceClient(engine)
    images = evaluations.all_test_images(small_dataset)
    assert inference.evaluate_further(NETWORK, small_dataset, images) == 100
    assert inference.evaluated_count(NETWORK, small_dataset, images) == 100
    assert inference.known_evaluation(NETWORK, small_dataset) is None
    assert inference.evaluate(NETWORK, small_dataset).count == 297
    assert [call[-2:] for call in engine.calls] == [(0, 100), (100, 100), (200, 97)]
    assert inference.evaluate_further(NETWORK, small_dataset, images) == 297
    assert len(engine.calls) == 3


def test_background_reads_one_network_after_the_other_while_somebody_asks(small_dataset, monkeypatch):
    monkeypatch.setattr(evaluations, "MAX_IMAGES_PER_CALL", 100)
    engine = FakeEngine()
    queue = EvaluationQueue(InferenceClient(engine))
    other = dataclasses.replace(NETWORK, digest="e" * 64)
    wanted = [(network, evaluations.all_test_images(small_dataset)) for network in (NETWORK, other)]
    looked = queue.ask(wanted, small_dataset, asker=None)
    assert (looked.done, looked.images, looked.whole, engine.calls) == (0, 594, None, [])
    until(lambda: queue.ask(wanted, small_dataset, asker="somebody").whole is not None)
    found = queue.ask(wanted, small_dataset, asker="somebody")
    assert (found.done, [one.count for one in found.whole]) == (594, [297, 297])
    assert [call[1].digest[0] for call in engine.calls] == ["d"] * 3 + ["e"] * 3


def test_class_of_thirty_ends_each_on_a_network_of_their_own(small_dataset, tmp_path, monkeypatch):
    """Each asks for a piece in turn: none may push out what another's has come to."""
    monkeypatch.setattr(evaluations, "MAX_IMAGES_PER_CALL", 100)
    monkeypatch.setattr(evaluations, "KEPT_EVALUATIONS", 2)
    engine = FakeEngine()
    inference = InferenceClient(engine, evaluations=ResultFiles(tmp_path))
    networks = [dataclasses.replace(NETWORK, digest=f"{number:064}") for number in range(30)]
    images = evaluations.all_test_images(small_dataset)
    for _ in range(3):
        for network in networks:
            inference.evaluate_further(network, small_dataset, images)
    assert all(inference.known_evaluation(network, small_dataset) is not None for network in networks)
    assert len(engine.calls) == 90


def test_network_that_cannot_be_read_keeps_none_of_the_others_from_it(small_dataset):
    class Damaged(FakeEngine):
        def call(self, target, network, *args, **named):
            if network.digest[0] == "b":
                raise CheckpointError("damaged")
            return super().call(target, network, *args, **named)

    queue = EvaluationQueue(InferenceClient(Damaged()))
    images = evaluations.all_test_images(small_dataset)
    wanted = [(dataclasses.replace(NETWORK, digest=digest * 64), images) for digest in "abc"]

    def is_told() -> bool:
        try:
            queue.ask(wanted, small_dataset, asker="somebody")
        except CheckpointError:
            return True
        return False

    until(is_told)
    found = queue.ask(wanted, small_dataset, asker=None).evaluations
    assert [evaluation is not None for evaluation in found] == [True, False, True]


def test_background_tells_its_asker_what_went_wrong_and_tries_anew(small_dataset):
    queue = EvaluationQueue(InferenceClient(FakeEngine(CheckpointError("damaged"))))
    wanted = [(NETWORK, evaluations.all_test_images(small_dataset))]

    def is_told() -> bool:
        try:
            queue.ask(wanted, small_dataset, asker="somebody")
        except CheckpointError:
            return True
        return False

    until(is_told)
    until(lambda: queue.ask(wanted, small_dataset, asker="somebody").whole is not None)
