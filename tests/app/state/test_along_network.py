"""The address of a network's weights: what it sends, to whom it says there is nothing, and what stands in neither."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import numpy as np
import pytest
from starlette.applications import Starlette

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

pytestmark = pytest.mark.app

SPEC = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),))
RUN = "0123456789abcdef" * 2


def fetched(path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of what the app's routes answer to a path with a query."""
    sent: list[dict] = []
    route, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": route, "query_string": query.encode(), "headers": []}

    async def ask() -> None:
        async def receive() -> dict:
            return {"type": "http.request"}

        async def send(message: dict) -> None:
            sent.append(message)

        await Starlette(routes=weights_routes())(scope, receive, send)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop of its own: that of browser tests
        thread.submit(asyncio.run, ask()).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


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
    status, headers, body = fetched(base + told["url"])
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
    status, headers, body = fetched(f"/along/weights?{urlencode(asked)}")
    assert (status, body.decode()) == (404, "There is no such network here.")
    assert headers["cache-control"] == "no-store"


def test_damaged_weights_are_said_without_a_path(model: Model) -> None:
    told = browser_network(model)
    assert told is not None
    Path(model.network.path).write_bytes(b"PK")
    status, _, body = fetched(f"/{told['url']}")
    assert (status, body.decode()) == (404, "This network's weights cannot be read any more.")


def test_large_network_is_neither_told_nor_sent(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    told = browser_network(model)
    assert told is not None
    large = dataclasses.replace(model, network=dataclasses.replace(model.network, spec=mlp(hidden=(1300,))))
    put(large, monkeypatch)
    assert browser_network(large) is None
    status, _, body = fetched(f"/{told['url']}")
    assert status == 404
    assert body.decode().startswith("A network in the browser has at most 1,000,000 parameters")


def test_server_that_cannot_open_says_so(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> None:
        raise HomeError(messages.server_not_ready())

    monkeypatch.setattr(lab, "current", closed)
    status, _, body = fetched(f"/along/weights?model={RUN}")
    assert (status, body.decode()) == (503, "The server is not ready. Try again in a moment.")
