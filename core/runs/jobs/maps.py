"""Maps that take a training engine some time, t-SNE and UMAP, as jobs."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from typing import Literal

import numpy as np

from core.data.dataset import Dataset
from core.inference.embedding import tsne, umap_layout
from core.inference.embedding.mapped_images import MappedImages, mapped_indices
from core.inference.embedding.neighbours import COMPONENTS, agreeing, main_components
from core.runs.jobs.job import JobProgress, JobRequest, JobResult

JobMethod = Literal["tsne", "umap"]
METHODS: tuple[JobMethod, ...] = ("tsne", "umap")
LEAST_IMAGES = 10  # that can be untangled
_PACKAGES: dict[JobMethod, str] = {"tsne": "openTSNE", "umap": "umap"}
_SETTINGS: dict[JobMethod, dict[str, object]] = {
    "tsne": {"version": 1, "perplexity": tsne.PERPLEXITY, "steps": [tsne.FIRST_STEPS, tsne.STEPS], "theta": tsne.THETA},
    "umap": {
        "version": 1,
        "neighbours": umap_layout.NEIGHBOURS,
        "distance": umap_layout.LEAST_DISTANCE,
        "epochs": umap_layout.EPOCHS,
        "seed": umap_layout.SEED,
    },
}
_FIRST_SHARE = 0.1  # of a job, until the main components are known


def is_installed(method: JobMethod) -> bool:
    """Return whether a method's package is there; it is not imported. Some machines have no wheel of it."""
    return importlib.util.find_spec(_PACKAGES[method]) is not None


def map_request(method: JobMethod, dataset: Dataset, mapped: MappedImages) -> JobRequest:
    """Return what asks for a map. Its result holds "points", (n, 2) float32, and "agreeing", for how many of them most
    of the nearest points have the same label."""
    first, last = mapped_indices(dataset, mapped.split, mapped.count)[[0, -1]].tolist()
    settings: dict[str, object] = {
        **_SETTINGS[method],
        "components": COMPONENTS,
        "data": dataset.digest,
        "images": [mapped.split, first, last, mapped.count],
    }
    if mapped.network is not None:
        spec = json.dumps(mapped.network.spec.to_json(), sort_keys=True)
        settings |= {
            "network": mapped.network.identity,
            "spec": hashlib.sha256(spec.encode()).hexdigest(),
            "layer": mapped.layer,
        }
    labels = np.array(_labels(dataset, mapped))
    return JobRequest(kind=method, settings=settings, target=f"{__name__}:untangle", arguments=(method, mapped, labels))


def untangle(method: JobMethod, mapped: MappedImages, labels: np.ndarray) -> Iterator[JobProgress | JobResult]:
    """Yield how far a map is, and its points so far; a training engine's target.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    components: np.ndarray = np.zeros((0, 0), np.float32)
    for told in main_components(mapped, len(labels)):
        if isinstance(told, np.ndarray):
            components = told
        else:
            yield JobProgress(share=_FIRST_SHARE * told)
    points = np.zeros((0, 2), np.float32)
    steps = tsne.tsne(components, threads=tsne.threads_here()) if method == "tsne" else umap_layout.umap(components)
    for share, points in steps:
        yield JobProgress(share=_FIRST_SHARE + (1 - _FIRST_SHARE) * share, arrays={"points": points})
    yield JobResult(arrays={"points": points, "agreeing": np.array(agreeing(points, labels, 0, len(labels)))})


def _labels(dataset: Dataset, mapped: MappedImages) -> np.ndarray:
    _, labels = dataset.arrays_of(mapped.split)
    return labels[mapped_indices(dataset, mapped.split, mapped.count)]
