"""The address of a network's weights: what it sends, to whom it says there is nothing, and what stands in neither."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import numpy as np
import pytest

from core import lab
from core.data.input_scaling import Pixels, shuffled_order
from core.errors import HomeError, RunNotFoundError
from core.inference.loaded_networks import StoredNetwork
from core.messages import inference as messages
from core.runs.log.models import Model, ModelName
from core.serving.browser_weights import browser_weights
from core.training.record import checkpoints
from models.layers import Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec
from pages.state.draw.along_network import browser_network, weights_routes
from tests.support.routes import fetched

pytestmark = pytest.mark.app

SPEC = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),))
RUN = "0123456789abcdef" * 2


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """Give the one network that the server has."""
    random = np.random.default_rng(0)
    shapes = {"dense/kernel": (784, 10), "dense/bias": (10,)}
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    checkpoint = checkpoints.write(tmp_path / "epoch-003.npz", arrays)
    network = StoredNetwork(spec=SPEC, path=str(tmp_path / checkpoint.name), digest=checkpoint.digest)
    only = Model(name=ModelName(RUN, 3), network=network, record=None)
    put(only, monkeypatch)
    return only


def put(only: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: ModelName) -> Model:
        if name != only.name:
            raise RunNotFoundError(messages.no_such_network())
        return only

    monkeypatch.setattr(lab, "current", lambda: SimpleNamespace(models=SimpleNamespace(find=find)))


@pytest.mark.parametrize("base", ["/", "/base/path/"], ids=["at the root", "below a path"])
def test_address_sends_the_weights_to_be_kept(model: Model, base: str) -> None:
    told = browser_network(model)
    assert told is not None
    status, headers, body = fetched(weights_routes(), base + told["url"])
    assert (status, body) == (200, browser_weights(model.network))
    assert headers["content-type"] == "application/octet-stream"
    assert headers["cache-control"] == "private, max-age=31536000, immutable"
    assert json.loads(told["spec"]) == SPEC.to_json()
    assert json.loads(told["inputs"]) == {"offset": 0, "divisor": 255, "order": None, "outputFunction": "softmax"}


def test_inputs_say_scale_order_and_function(model: Model) -> None:
    pixels = Pixels(offset=33.5, divisor=78.5, shuffled=True)
    network = dataclasses.replace(model.network, pixels=pixels, judges_each=True)
    told = browser_network(dataclasses.replace(model, network=network))
    assert told is not None
    order = shuffled_order().tolist()
    expected = {"offset": 33.5, "divisor": 78.5, "order": order, "outputFunction": "sigmoid"}
    assert json.loads(told["inputs"]) == expected


def test_another_epoch_is_another_address(model: Model) -> None:
    later = dataclasses.replace(model, network=dataclasses.replace(model.network, digest="f" * 64))
    assert browser_network(later) != browser_network(model)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"model": f"{RUN}.3"},
        {"model": f"{RUN}.3", "digest": "0" * 16},
        {"model": f"{RUN}.4", "digest": "0" * 16},
        {"model": "../../epoch-003.npz", "digest": "0" * 16},
        {"model": "\0" * 5000},
    ],
    ids=["nothing", "no digest", "another digest", "another epoch", "path", "long"],
)
def test_what_is_not_there_is_a_short_text(model: Model, asked: dict[str, str]) -> None:
    status, headers, body = fetched(weights_routes(), f"/along/weights?{urlencode(asked)}")
    assert (status, body.decode()) == (404, "There is no such network here.")
    assert headers["cache-control"] == "no-store"


def test_damaged_weights_are_said_without_a_path(model: Model) -> None:
    told = browser_network(model)
    assert told is not None
    Path(model.network.path).write_bytes(b"PK")
    status, _, body = fetched(weights_routes(), f"/{told['url']}")
    assert (status, body.decode()) == (404, "This network's weights cannot be read any more.")


def test_large_network_is_neither_told_nor_sent(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    told = browser_network(model)
    assert told is not None
    large = dataclasses.replace(model, network=dataclasses.replace(model.network, spec=mlp(hidden=(1300,))))
    put(large, monkeypatch)
    assert browser_network(large) is None
    status, _, body = fetched(weights_routes(), f"/{told['url']}")
    assert status == 404
    assert body.decode().startswith("A network in the browser has at most 1,000,000 parameters")


def test_server_that_cannot_open_says_so(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> None:
        raise HomeError(messages.server_not_ready())

    monkeypatch.setattr(lab, "current", closed)
    status, _, body = fetched(weights_routes(), f"/along/weights?model={RUN}")
    assert (status, body.decode()) == (503, "The server is not ready. Try again in a moment.")
