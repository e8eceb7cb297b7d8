"""*Why this answer* of networks whose scores leave the range of float32: sentences in place of maps and curves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.serving.inference_client import InferenceClient
from models.layers import Dense
from models.spec import FLAT, NetworkSpec
from pages.text.inside_why import Why
from tests.support import numpy_network
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

LINEAR = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="softmax"),))


@pytest.mark.parametrize(
    ("method", "lost", "seed"),
    [("occlusion", "logits", 101), ("gradient", "input_gradients", 102), ("integrated-gradients", "logits", 103)],
)
def test_what_has_no_numbers_on_the_way_is_a_sentence_in_place_of_a_map(why, monkeypatch, method, lost, seed):
    call = InferenceClient.call

    def no_numbers(client: InferenceClient, target: str, *args, **named):
        found = call(client, target, *args, **named)
        return np.full_like(found, np.nan) if target.endswith(f":{lost}") else found

    monkeypatch.setattr(InferenceClient, "call", no_numbers)
    app = why(LINEAR, seed=seed, method=method)
    app.session_state["why-check"] = True
    app.session_state["why-compare"] = True
    app.run()
    assert not app.exception
    assert Why.NO_MAP in text_of(app)
    assert "nan" not in text_of(app).lower()
    assert "No curve for" in text_of(app)
    assert bool(app.get("echarts_chart")) == (lost == "input_gradients")  # chance is drawn where pictures can be read


def test_picture_that_gets_no_scores_has_no_answer_to_explain(why, monkeypatch):
    outputs = numpy_network.layer_outputs

    def no_numbers(*args):
        return dataclasses.replace(outputs(*args), **dict.fromkeys(("logits", "probabilities"), np.full(10, np.nan)))

    monkeypatch.setattr(numpy_network, "layer_outputs", no_numbers)
    app = why(LINEAR, seed=104)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [Why.NO_NUMBERS]
