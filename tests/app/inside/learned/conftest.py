"""What a network learned, computed in NumPy from a few images in place of the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.inference.learned.layer_statistics import histogram, spread_of
from core.inference.learned.maximise import STEPS, Ascent, Reached
from core.inference.learned.strongest_images import strongest_of
from core.inference.loaded_networks import StoredNetwork
from core.serving.inference_client import InferenceClient
from core.serving.learned_results import LayerStatistics, Maximised, map_of
from core.training.record import checkpoints
from models.spec import NetworkSpec
from pages.state.inside import learned
from tests.support import numpy_network
from tests.support.kept_runs import Weights, kept_run

IMAGES = 30
TAB = "What it learned"


class NumpyLearned:
    """Answers as `core.serving.learned.LearnedClient` does, of the first IMAGES images."""

    def __init__(self) -> None:
        self.made: set[Ascent] = set()

    def strongest_images(self, network, dataset, layer, *, on_progress):
        on_progress(0, 1)
        cells = np.stack([one.reshape(-1, one.shape[-1]) for one in _values(network, dataset.train_images, layer)])
        return strongest_of(cells, np.array(dataset.train_labels[:IMAGES]), first=0)

    def statistics(self, network, dataset, *, on_progress):
        layers = [np.stack(_values(network, dataset.test_images, layer)) for layer in range(len(network.spec.layers))]
        found = spread_of(layers)
        ends = zip(layers, found.lowest.tolist(), found.highest.tolist(), strict=True)
        return LayerStatistics(
            spread=found, counts=np.stack([histogram(one[one != 0], *between) for one, *between in ends]), images=IMAGES
        )

    def layer_map(self, network, dataset, layer, *, on_progress):
        rows = np.stack([one.reshape(-1) for one in _values(network, dataset.test_images, layer)]).astype(np.float64)
        _, _, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
        along = directions[:2].T
        return map_of(rows @ along, along, float(rows.var(axis=0).sum()), np.array(dataset.test_labels))

    def has_maximised(self, network, ascent):
        return ascent in self.made

    def maximised(self, network, ascent, *, on_progress):
        on_progress(0, 1)
        self.made.add(ascent)
        pixels = np.full((28, 28), 40 * (ascent.seed + 1), np.uint8)
        return Maximised(pixels=pixels, reached=Reached(value=7.5 + ascent.seed, cell=0), totals=(1.0,) * STEPS)

    def start_kernels(self, spec, seed, layer):
        name = spec.rows()[layer].name
        return {key: 10 * array for key, array in numpy_network.weights_of(spec).items() if key.startswith(f"{name}/")}

    def distances_from_seed(self, network, seed):
        kernels = checkpoints.read(Path(network.path), digest=network.digest)
        return {name: 0.5 + seed for name in kernels if name.endswith("kernel")}


def _values(network: StoredNetwork, images: np.ndarray, layer: int) -> list[np.ndarray]:
    weights = checkpoints.read(Path(network.path), digest=network.digest)
    answers = [numpy_network.layer_outputs(network.spec, weights, image) for image in images[:IMAGES]]
    return [one.logits if layer >= network.spec.last_index else one.outputs[layer] for one in answers]


@pytest.fixture
def numpy_learned(monkeypatch: pytest.MonkeyPatch) -> NumpyLearned:
    """Put NumPy in the place of what asks the engine."""
    client = NumpyLearned()
    monkeypatch.setattr(learned, "client", lambda: client)
    return client


@pytest.fixture
def opened(inside, numpy_learned) -> Callable[..., AppTest]:
    """Return a function that opens the tab with a network selected: `opened(spec, learned="kernels")`."""
    return lambda spec=None, **query: inside(spec, view=TAB, **query)


@pytest.fixture
def opened_run(visit, numpy_learned, monkeypatch: pytest.MonkeyPatch):
    """Return a function that opens the tab with a run selected which keeps these weights."""
    made = []

    def layer_outputs(_: InferenceClient, network: StoredNetwork, image: np.ndarray):
        weights = checkpoints.read(Path(network.path), digest=network.digest)
        return numpy_network.layer_outputs(network.spec, weights, image)

    monkeypatch.setattr(InferenceClient, "layer_outputs", layer_outputs)
    monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: True))

    def open_run(
        spec: NetworkSpec, epochs: Sequence[Weights], *, branched: Weights | None = None, **query: str
    ) -> tuple[AppTest, Path]:
        now = lab.current()
        run = kept_run(now.store, now.runs_folder, epochs, spec=spec, data="0", branched=branched)
        made.append(run)
        return visit("inside.py", view=TAB, model=run, **query), now.runs_folder / run

    yield open_run
    for run in made:
        lab.current().store.delete(run)
