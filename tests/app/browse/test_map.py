"""The tab Map without a browser: what it asks for, what it says, and what stands in the address."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.errors import CheckpointError, QueueFullError
from core.inference.embedding import mapped_images
from core.inference.embedding.mapped_images import MappedImages
from core.messages import inference as messages
from core.messages.runs import scheduling
from core.runs.jobs.job import JobProgress, JobRequest, JobState
from core.serving.inference_client import InferenceClient
from pages.state.browse import data_map
from tests.support.page_text import text_of
from tests.support.waiting import until

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist", "answering", "engine")]

Visit = Callable[..., AppTest]
IMAGES = 200


class FakeJobs:
    """Jobs that go as far as a test lets them."""

    def __init__(self) -> None:
        self.asked: dict[str, JobRequest] = {}
        self.states: dict[str, JobState] = {}
        self.is_full = False

    def submit(self, request: JobRequest, *, owner: str) -> None:
        if self.is_full:
            raise QueueFullError(scheduling.line_is_full(waiting=3))
        self.asked[request.identity] = request
        self.states[request.identity] = JobState(status="waiting", ahead=2, may_stop=True)

    def state(self, request: JobRequest, *, owner: str) -> JobState:
        return self.states.get(request.identity, JobState(status="none"))

    def stop(self, request: JobRequest, *, owner: str) -> None:
        self.states.pop(request.identity, None)

    def all_are(self, state: JobState) -> None:
        self.states = dict.fromkeys(self.states, state)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> FakeJobs:
    fake = FakeJobs()
    monkeypatch.setattr(lab.current(), "jobs", fake)
    return fake


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute in this process what needs no network; a network reads every image as a 3, and its layers see pixels."""

    def seen(mapped: MappedImages, images: np.ndarray) -> np.ndarray:
        pixels = images.reshape(len(images), 784).astype(np.float32) / 255
        if mapped.network is None:
            return pixels
        return pixels[:, 300 : 300 + math.prod(mapped.network.spec.rows()[mapped.layer].output_shape)]

    monkeypatch.setattr(mapped_images, "values_of", seen)

    def call(_, target: str, *args):
        module, function = target.split(":")
        if function == "answers_to":
            return np.full(args[2], 3, np.uint8), np.full(args[2], 0.75, np.float32)
        if function == "layer_outputs":
            raise CheckpointError(messages.pretrained_damaged())
        return getattr(importlib.import_module(module), function)(*args)

    monkeypatch.setattr(InferenceClient, "call", call)
    monkeypatch.setattr(data_map, "MAPPED_IMAGES", IMAGES)


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """Return a function that opens the tab as a new visitor, once the map is drawn."""

    def opened(**query: str) -> AppTest:
        app = visit("browse.py", browse="Map", **query)
        until(lambda: "Most of the ten nearest" in text_of(app.run()))
        return app

    return opened


def buttons(app: AppTest) -> dict[str, object]:
    return {button.label: button for button in app.button}


def test_first_view_is_pca_of_the_pixels_of_test_images(visit: Visit) -> None:
    app = visit()
    assert not app.exception
    assert f"{IMAGES} test images by their 784 pixels" in text_of(app)
    assert "of the variance" in text_of(app)
    assert {"Untangle it (t-SNE, about a minute)", "UMAP (about half a minute)"} <= set(buttons(app))
    assert "map-method" not in app.query_params


@pytest.mark.parametrize(
    "query",
    [
        {"map-layer": "99"},
        {"map-layer": "x"},
        {"map-layer": "-1"},
        {"map-split": "all"},
        {"map-method": "isomap"},
        {"map-colour": "<b>"},
        {"map-method": "tsne"},
        {"digit": "train-3"},
    ],
    ids=str,
)
def test_whatever_the_address_says_there_is_a_map(visit: Visit, jobs: FakeJobs, query: dict[str, str]) -> None:
    app = visit(**query)
    assert not app.exception
    assert "test images by their 784 pixels" in text_of(app)
    assert not jobs.asked  # a link begins nothing


@pytest.mark.parametrize(
    "query",
    [
        {"map-layer": "99", "map-split": "test"},  # a link that was made with a larger network
        {"map-layer": "x", "map-method": "foo", "map-colour": "bar", "map-split": "x", "map-start": "y"},
        {"map-start": "on"},
        {"map-method": ""},
    ],
    ids=["layer", "all", "start", "empty"],
)
def test_what_the_address_cannot_mean_is_said_with_a_way_back(visit: Visit, query: dict[str, str]) -> None:
    app = visit(**query)
    assert "The address asks for something that is not there" in text_of(app)
    app.button(key="map-put-right").click().run()
    assert not app.exception
    assert "The address asks" not in text_of(app)
    assert {name for name in app.query_params if name.startswith("map-")} <= {"map-split"}


@pytest.mark.parametrize("query", [{"map-layer": "0"}, {"map-layer": "13", "map-start": "off", "map-method": "tsne"}])
def test_address_that_is_known_is_no_fault(visit: Visit, jobs: FakeJobs, query: dict[str, str]) -> None:
    assert "The address asks" not in text_of(visit(**query))


def test_split_and_colour_stand_in_the_address(visit: Visit) -> None:
    app = visit()
    app.button_group(key="map-split-shown").set_value("validation").run()
    app.button_group(key="map-colour-shown").set_value("answer").run()
    assert app.query_params["map-split"] == "validation"
    assert app.query_params["map-colour"] == "answer"
    until(lambda: f"{IMAGES} validation images" in text_of(app.run()))


def test_click_begins_a_job_which_is_followed_to_its_end(visit: Visit, jobs: FakeJobs) -> None:
    app = visit()
    buttons(app)["Untangle it (t-SNE, about a minute)"].click().run()
    assert [request.kind for request in jobs.asked.values()] == ["tsne"]
    assert app.query_params["map-method"] == "tsne"
    assert {"Back to PCA", "Stop"} <= set(buttons(app))
    jobs.all_are(JobState(status="working", progress=JobProgress(share=0.1)))
    app.run()
    assert "looking for each image's neighbours" in app.get("progress")[0].proto.text
    points = np.random.default_rng(0).normal(size=(IMAGES, 2)).astype(np.float32)
    jobs.all_are(JobState(status="working", progress=JobProgress(share=0.5, arrays={"points": points})))
    app.run()
    assert "on their way" in text_of(app)
    assert app.get("progress")[0].proto.text == "Untangling, t-SNE: 50 %"
    assert "Stop" not in buttons(app)  # somebody else's
    jobs.all_are(JobState(status="done", result={"points": points, "agreeing": np.array(150)}))
    app.run()
    assert "75 %" in text_of(app)
    buttons(app)["Back to PCA"].click().run()
    assert "map-method" not in app.query_params
    assert "Show t-SNE" in buttons(app)


def test_stop_goes_back_to_pca(visit: Visit, jobs: FakeJobs) -> None:
    app = visit()
    buttons(app)["UMAP (about half a minute)"].click().run()
    buttons(app)["Stop"].click().run()
    assert not jobs.states
    assert "map-method" not in app.query_params


def test_full_queue_is_said_once(visit: Visit, jobs: FakeJobs) -> None:
    app = visit()
    jobs.is_full = True
    buttons(app)["Untangle it (t-SNE, about a minute)"].click().run()
    assert len(app.error) == 1
    assert "map-method" not in app.query_params
    assert not app.run().error


def test_packages_that_are_missing_are_named_and_their_buttons_are_not_there(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.runs.jobs import maps

    monkeypatch.setattr(maps, "is_installed", lambda method: method == "umap")
    app = visit()
    assert "openTSNE, is not installed" in text_of(app)
    assert "Untangle it (t-SNE, about a minute)" not in buttons(app)
    assert "UMAP (about half a minute)" in buttons(app)


def test_layer_stands_beside_itself_before_training(visit: Visit, jobs: FakeJobs) -> None:
    app = visit(**{"map-layer": "13"})
    assert "64 values of layer 13" in text_of(app)
    until(lambda: "before training for" in text_of(app.run()))  # it is counted after that of the trained layer
    assert "its seed" in text_of(app)
    buttons(app)["Untangle it (t-SNE, about a minute)"].click().run()
    assert len(jobs.asked) == 2
    app.toggle(key="map-start-shown").set_value(False).run()
    assert app.query_params["map-start"] == "off"
    assert "before training for" not in text_of(app)
