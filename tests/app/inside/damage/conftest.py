"""The tab where a network is broken, with networks of dense layers computed in NumPy in place of the engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.dataset import open_dataset
from core.errors import EngineSilentError
from core.inference.loaded_networks import StoredNetwork, probabilities_of
from core.inference.predict import Predictions
from core.serving.inference_client import InferenceClient
from models.mlp import mlp
from models.spec import NetworkSpec
from tests.support.dense_network import logits_of

SMALL = mlp(hidden=(6,), dropout=0.0)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What answers about damaged networks: `asked` has all targets, `nan` makes logits none, `fails` names one."""
    said: dict[str, object] = {"asked": [], "nan": False, "fails": ""}

    def predict(_: InferenceClient, network: StoredNetwork, images: np.ndarray) -> Predictions:
        logits = logits_of(network, images)
        if said["nan"] and (network.damage or said["nan"] == "whole"):
            logits = np.full_like(logits, np.nan)
        return Predictions(logits=logits, probabilities=probabilities_of(logits, network.output_function))

    def call(client: InferenceClient, target: str, network: StoredNetwork, *args):
        said["asked"].append(target.partition(":")[2])
        if target.endswith(f":{said['fails']}"):
            raise EngineSilentError("It does not answer.")
        if target.endswith(":predict_stored"):
            folder, collection, first, count = args
            images, _ = open_dataset(Path(folder)).arrays_of(collection)
            return predict(client, network, images[first : first + count])
        assert target.endswith(":count_right_without")
        _, filters, folder, first, count = args
        images, labels = (array[first : first + count] for array in open_dataset(Path(folder)).arrays_of("test"))
        right = np.count_nonzero(predict(client, network, images).predicted_digits == labels)
        return np.maximum([right - number for number in filters], 0)  # the last one is missed most

    monkeypatch.setattr(InferenceClient, "predict", predict)
    monkeypatch.setattr(InferenceClient, "call", call)
    return said


@pytest.fixture
def broken(inside, engine):
    """Return a function that opens the tab with a network selected: `broken(spec)`."""

    def opened(spec: NetworkSpec | None = SMALL, **options) -> AppTest:
        return inside(spec, view="Break it", **options)

    return opened
