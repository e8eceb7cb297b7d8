"""Inside with its network computed in NumPy in place of the engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core import lab
from core.inference.loaded_networks import StoredNetwork
from core.inference.pretrained import pretrained
from core.runs.log.models import Model, ModelRegistry
from core.serving import map_activity
from core.serving.inference_client import InferenceClient
from core.training.record import checkpoints
from models.spec import NetworkSpec
from tests.support import numpy_network
from tests.support.inside_page import Files, Inside
from tests.support.prepared_drawings import prepared_pixels, prepared_strokes


@pytest.fixture
def inside(visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """Return a function that opens Inside with a network selected, its weights random: `inside(spec, layer="1")`."""
    st.cache_resource.clear()  # what a test has asked is no answer to the next one
    asked: dict[str, Any] = {"questions": 0, "pieces": []}

    def layer_outputs(_: InferenceClient, network: StoredNetwork, image: np.ndarray):
        asked["questions"] += 1
        weights = checkpoints.read(Path(network.path), digest=network.digest)
        return numpy_network.layer_outputs(network.spec, weights, image)

    def call(_: InferenceClient, target: str, network: StoredNetwork, folder: str, *where: object):
        assert (target, folder) == (map_activity.TARGET, str(lab.current().dataset().folder))
        asked["pieces"].append(where)
        _, first, count = where
        images = lab.current().dataset().test_images[first : first + count]
        weights = checkpoints.read(Path(network.path), digest=network.digest)
        return numpy_network.map_activity(network.spec, weights, images)

    def opened(spec: NetworkSpec | None = None, *, seed: int = 0, **query: str) -> AppTest:
        if spec is None:
            network = pretrained().network
        else:
            file = checkpoints.write(tmp_path / "weights.npz", numpy_network.weights_of(spec, seed=seed))
            network = StoredNetwork(spec=spec, path=str(tmp_path / file.name), digest=file.digest)
        monkeypatch.setattr(ModelRegistry, "find", lambda _, name: Model(name=name, network=network, record=None))
        monkeypatch.setattr(InferenceClient, "layer_outputs", layer_outputs)
        monkeypatch.setattr(map_activity, "MOST_IMAGES", 12)
        monkeypatch.setattr(map_activity, "MAX_IMAGES_PER_CALL", 5)
        monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: True))
        monkeypatch.setattr(InferenceClient, "prepare_strokes", lambda _, strokes: prepared_strokes(strokes))
        monkeypatch.setattr(InferenceClient, "prepare_pixels", lambda _, ink: prepared_pixels(ink))
        return visit("inside.py", **query)

    monkeypatch.setattr(InferenceClient, "call", call)  # now, so that a tab's own fixture replaces it
    opened.asked = asked
    return opened


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """Return what the buttons that are drawn would write."""
    drawn, real = Files(), st.download_button

    def button(label: str, *, data: Callable[[], Any], file_name: str, **options: Any) -> bool:
        drawn.written[file_name] = data
        return real(label, data=data, file_name=file_name, **options)

    monkeypatch.setattr(st, "download_button", button)
    return drawn
