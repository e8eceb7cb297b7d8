"""What reads along in the browser gives what the server gives: a network's values, a drawing's preparation, weights."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Error, Page

from benchmarks import harness
from core.data.input_scaling import Pixels
from core.drawing.fabric_path import read_path
from core.drawing.mnist_preprocess import to_mnist_image
from core.drawing.numbers.gaps import digits_in_ink, digits_in_strokes
from core.drawing.stroke_width import prepare_ink
from core.inference.loaded_networks import StoredNetwork, giving_logits, probabilities_of
from core.inference.pretrained import pretrained
from core.messages import drawing as messages
from core.messages import inference
from core.runs.log.models import PRETRAINED, Model
from core.serving.browser_weights import browser_weights
from core.training.record import checkpoints
from models.build import build
from models.layers import Dense
from models.spec import FLAT, NetworkSpec
from models.weights import variables_by_name
from pages.state.draw.along_network import browser_network
from pages.ui.along import scripts
from tests.support.along_cases import drawings, every_layer, pads, random_networks

pytestmark = pytest.mark.browser

WITHIN = 1e-4  # of Keras, or of a layer's largest value where that is more than 1
GREYS = 2
IMAGES = np.stack([255 * np.eye(28), np.random.default_rng(5).integers(0, 256, (28, 28))]).astype(np.uint8)
# playwright takes long for many numbers, and no time for one text
RUN = """(text) => JSON.stringify(JSON.parse(text).map(({ network, weights, images }) => {
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    const { run } = loadNetwork(JSON.parse(network.spec), bytes(weights).buffer, JSON.parse(network.inputs))
    const plain = (values) => Array.from(values)
    return images.map((image) => {
        const { logits, probabilities, outputs } = run(bytes(image))
        return {
            logits: plain(logits), probabilities: plain(probabilities),
            outputs: outputs.map((output) => ({ ...output, values: plain(output.values) })),
        }
    })
}))"""
FETCH = """async (url) => {
    const answer = await fetch(new URL(url, document.baseURI))
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
    return [answer.status, ...["content-type", "cache-control"].map((name) => answer.headers.get(name)), btoa(text)]
}"""
PREPARE = """(text) => {
    const { drawings, pads } = JSON.parse(text)
    return JSON.stringify({
        drawings: drawings.map((paths) => ({ image: Array.from(prepareStrokes(paths)), digits: groupStrokes(paths) })),
        pads: pads.map((pad) => {
            const cells = Uint8Array.from(pad, Number)
            return { image: Array.from(prepareCells(cells)), digits: groupCells(cells).map((part) => part.join("")) }
        }),
    })
}"""


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[Page]:
    """Give a page with the scripts as one text, as a component or a worker has them."""
    page = chromium.new_page()
    page.add_script_tag(content="\n".join(file.read_text("utf-8") for file in scripts.FILES))
    yield page
    page.close()


def stored(spec: NetworkSpec, folder: Path, number: int, **how: object) -> tuple[StoredNetwork, object]:
    """Return a network whose every weight is some number, as a file and as Keras's model that gives logits."""
    model = build(giving_logits(spec), seed=number)
    random = np.random.default_rng(number)
    for name, variable in variables_by_name(model).items():
        if name.endswith("moving_variance"):
            variable.assign(random.uniform(0.5, 2.0, variable.shape))
        elif not name.endswith("kernel"):
            variable.assign(np.asarray(variable) + random.normal(0, 0.2, variable.shape))
    arrays = {name: np.asarray(variable) for name, variable in variables_by_name(model).items()}
    checkpoint = checkpoints.write(folder / f"{number}.npz", arrays)
    path = str(folder / checkpoint.name)
    return StoredNetwork(spec=spec, path=path, digest=checkpoint.digest, **how), model  # type: ignore[arg-type]


def text_of(data: bytes | np.ndarray) -> str:
    return base64.b64encode(data if isinstance(data, bytes) else data.tobytes()).decode()


def test_every_layer_gives_what_keras_gives(scripted: Page, tmp_path: Path) -> None:
    ways = [{"pixels": Pixels(offset=33.3, divisor=78.6, shuffled=True)}, {"judges_each": True}]
    specs = [*every_layer(), *random_networks()]
    plain = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),))
    pairs = [stored(spec, tmp_path, number) for number, spec in enumerate(specs)]
    pairs += [stored(plain, tmp_path, len(specs) + number, **way) for number, way in enumerate(ways)]
    cases = [
        {
            "network": browser_network(Model(name=PRETRAINED, network=network, record=None)),
            "weights": text_of(browser_weights(network)),
            "images": [text_of(image) for image in IMAGES],
        }
        for network, _ in pairs
    ]
    for (network, model), answers in zip(pairs, json.loads(scripted.evaluate(RUN, json.dumps(cases))), strict=True):
        values = network.pixels.inputs(IMAGES).reshape(-1, *network.spec.input_shape)
        for index, row in enumerate(network.spec.rows()):
            values = np.asarray(model.layers[index](values, training=False))  # type: ignore[attr-defined]
            for keras_gives, answer in zip(values, answers, strict=True):
                found = answer["outputs"][index]
                assert (found["name"], found["kind"]) == (row.name, row.kind)
                assert tuple(found["shape"]) == row.output_shape
                difference = np.abs(np.array(found["values"]) - keras_gives.ravel()).max()
                assert difference <= WITHIN * max(1.0, np.abs(keras_gives).max()), (network.spec, row)
        expected = probabilities_of(values, network.output_function)
        np.testing.assert_array_equal(
            [answer["logits"] for answer in answers], [a["outputs"][-1]["values"] for a in answers]
        )
        np.testing.assert_allclose([answer["probabilities"] for answer in answers], expected, atol=WITHIN)
    for count in (7849, 7851):  # numbers; the network has 7,850
        with pytest.raises(Error, match="weights than the network has"):
            scripted.evaluate(
                "([spec, count]) => loadNetwork(spec, new ArrayBuffer(4 * count), {})", [plain.to_json(), count]
            )


def test_drawings_and_pads_are_prepared_as_on_the_server(scripted: Page) -> None:
    drawn = drawings()
    painted = pads(drawn)
    sent = {
        "drawings": [[path.tolist() for path in strokes] for strokes in drawn],
        "pads": ["".join(map(str, (ink.ravel() // 255).tolist())) for ink in painted],
    }
    found = json.loads(scripted.evaluate(PREPARE, json.dumps(sent)))
    for strokes, answer in zip(drawn, found["drawings"], strict=True):
        digits = digits_in_strokes(strokes)
        assert np.abs(np.array(answer["image"]) - to_mnist_image(strokes).ravel()).max() <= GREYS
        assert [[strokes[index] for index in digit] for digit in answer["digits"]] == [list(digit) for digit in digits]
    for ink, answer in zip(painted, found["pads"], strict=True):
        assert np.abs(np.array(answer["image"]) - prepare_ink(ink).ravel()).max() <= GREYS
        parts = ["".join(map(str, (part.ravel() // 255).tolist())) for part in digits_in_ink(ink)]
        assert answer["digits"] == parts
    assert {len(answer["digits"]) for answer in found["drawings"]} >= {1, 2}
    assert {len(answer["digits"]) for answer in found["pads"]} >= {1, 2}
    assert scripted.evaluate("[prepareStrokes([]), prepareStrokes([[[9, 9], [9, 9.04]]])]") == [None, None]
    assert scripted.evaluate("[0, 3].map((side) => prepareCells(new Uint8Array(784).fill(1, 0, side)))") == [None, None]
    curves = [["M", 20, 30], ["Q", 60.5, 20, 90, 80], ["C", 90, 120, 30, 110, 20, 200], ["L", 25, 210], ["Z"]]
    (path,) = read_path({"type": "path", "path": curves}, messages.nothing_to_read(what="canvas"), most=9, limit=1000)
    np.testing.assert_allclose(scripted.evaluate("pathPoints", curves), path, atol=1e-9)


def test_server_sends_a_networks_weights_to_be_kept_and_nothing_else(
    open_page: Callable[..., Page], server: harness.Server
) -> None:
    network = pretrained().network
    sent = browser_network(Model(name=PRETRAINED, network=network, record=None))
    assert sent is not None
    status, kind, kept, weights = open_page("/draw").evaluate(FETCH, sent["url"])
    assert (status, kind) == (200, "application/octet-stream")
    assert "immutable" in kept
    assert base64.b64decode(weights) == browser_weights(network)
    nowhere = ("", "model=pretrained", "model=../../etc/passwd", f"model={'0' * 32}.3", f"model=file-{'0' * 32}")
    for query in nowhere:
        with pytest.raises(urllib.error.HTTPError, match="404") as refused:
            urllib.request.urlopen(f"{server.url}/along/weights?{query}")
        assert refused.value.read().decode() == str(inference.no_such_network())
