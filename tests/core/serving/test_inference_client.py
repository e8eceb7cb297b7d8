"""Questions to the inference engine: asked in pieces, remembered, and asked again where the engine died."""

from __future__ import annotations

import numpy as np
import psutil
import pytest

from core.engine.engine import Engine
from core.errors import CheckpointError, EngineDiedError
from core.inference.cost import MAX_REQUEST_COST, image_cost
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.inference.reader.answers import Answers
from core.serving import inference_client as predictor_module
from core.serving.inference_client import InferenceClient
from models.layers import Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec
from tests.support.fake_engine import NETWORK, FakeEngine
from tests.support.waiting import until

pytestmark = pytest.mark.process


def died() -> EngineDiedError:
    return EngineDiedError("The predictor was killed.", reason="was killed", exit_code=-9)


def test_question_that_the_engine_died_of_is_asked_once_more():
    engine = FakeEngine(died(), "answer")
    assert InferenceClient(engine).predict(NETWORK, np.zeros((1, 28, 28), np.uint8)) == "answer"
    assert len(engine.calls) == 2


def test_question_that_kills_every_engine_is_given_up():
    engine = FakeEngine(died(), died(), "never asked")
    with pytest.raises(EngineDiedError):
        InferenceClient(engine).layer_outputs(NETWORK, np.zeros((28, 28), np.uint8))
    assert len(engine.calls) == 2


def test_who_asks_at_once_neither_waits_for_a_start_nor_asks_again(small_dataset):
    engine = FakeEngine(died())
    client = InferenceClient(engine)
    with pytest.raises(EngineDiedError):
        client.at_once.predict(NETWORK, np.zeros((1, 28, 28), np.uint8))
    assert engine.patience == [False]
    client.predict(NETWORK, np.zeros((1, 28, 28), np.uint8))
    assert engine.patience == [False, True]
    evaluation = client.evaluate(NETWORK, small_dataset)
    assert client.at_once.known_evaluation(NETWORK, small_dataset) is evaluation


def test_refusal_is_not_asked_again():
    engine = FakeEngine(CheckpointError("damaged"))
    with pytest.raises(CheckpointError):
        InferenceClient(engine).predict(NETWORK, np.zeros((1, 28, 28), np.uint8))
    assert len(engine.calls) == 1


HEAVY = StoredNetwork(
    spec=NetworkSpec(
        input_shape=IMAGE,
        layers=(*(Conv2D(filters=64, kernel_size=3, padding="same"),) * 4, Flatten(), Dense(units=10)),
    ),
    path="weights.npz",
    digest="f" * 64,
)


def test_heavy_network_is_asked_about_fewer_pictures_at_once_and_gives_the_same(small_dataset):
    engine = FakeEngine()
    size = MAX_REQUEST_COST // image_cost(HEAVY.spec)
    assert 1 < size < 50
    found = InferenceClient(engine).evaluate(HEAVY, small_dataset)
    assert {call[-1] for call in engine.calls} <= {size, 297 % size}
    assert found.predicted_digits.tolist() == [place % 10 for place in range(297)]


def test_many_pictures_of_a_heavy_network_are_asked_in_pieces_and_answered_in_their_order():
    class Echo(FakeEngine):
        def call(self, target, network, images, *, timeout_seconds):
            self.calls.append(len(images))
            scores = images[:, 0, :10].astype(np.float32)
            return Predictions(logits=scores, probabilities=scores + 1)

    images = np.random.default_rng(0).integers(0, 256, (120, 28, 28), np.uint8)
    engine = Echo()
    found = InferenceClient(engine).predict(HEAVY, images)
    assert max(engine.calls) == MAX_REQUEST_COST // image_cost(HEAVY.spec)
    assert np.array_equal(found.logits, images[:, 0, :10])
    assert np.array_equal(found.probabilities, found.logits + 1)
    engine.calls = []
    InferenceClient(engine).predict(NETWORK, images)
    assert engine.calls == [120]


def test_killed_engine_answers_the_next_question(tmp_path):
    """P21, with a child that has no Keras."""
    engine = Engine("predictor", log_folder=tmp_path)
    inference = InferenceClient(engine)
    try:
        inference.wake()
        until(lambda: inference.is_awake)
        first = engine.pid
        psutil.Process(first).kill()
        assert inference.call("tests.support.targets:add", 2, 3) == 5
        assert engine.pid != first
    finally:
        engine.close()


def test_many_pictures_are_answered_and_judged_in_pieces_and_in_their_order(monkeypatch):
    class Echo(FakeEngine):
        def call(self, target, *args, timeout_seconds):
            images = args[-1]
            self.calls.append((target.partition(":")[2], len(images)))
            judged = images[:, 0, 0] / np.float32(255)
            if target.endswith("digit_probabilities"):
                return judged
            scores = images[:, 0, :10].astype(np.float32)
            return Answers(predictions=Predictions(logits=scores, probabilities=scores), digit_probabilities=judged)

    for bound in ("MAX_IMAGES_PER_CALL", "MAX_JUDGED_PER_CALL"):
        monkeypatch.setattr(predictor_module, bound, 50)
    images = np.random.default_rng(0).integers(0, 256, (120, 28, 28), np.uint8)
    engine = Echo()
    found = InferenceClient(engine).answer(NETWORK, images)
    assert np.array_equal(found.predictions.logits, images[:, 0, :10])
    assert np.array_equal(found.digit_probabilities, images[:, 0, 0] / np.float32(255))
    assert np.array_equal(InferenceClient(engine).digit_probabilities(images), found.digit_probabilities)
    assert engine.calls == [(name, count) for name in ("answer", "digit_probabilities") for count in (50, 50, 20)]
