"""The maps of the data: asked once per server and then shared by all visitors, and their jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import streamlit as st

from core import lab
from core.data.dataset import Dataset
from core.data.gallery import ImageName, SplitName, split_bounds
from core.errors import CheckpointError
from core.inference.embedding.mapped_images import MAPPED_IMAGES, MappedImages, mapped_indices
from core.inference.loaded_networks import StoredNetwork, start_of
from core.inference.pretrained import pretrained
from core.runs.jobs.job import JobState
from core.runs.jobs.maps import JobMethod, map_request
from core.runs.log.models import Model, ModelName
from core.serving.data_map import DataMap, DataMapClient
from core.serving.inference_client import InferenceClient
from pages.state import cached, visitor
from pages.state.asking import ask
from pages.state.draw.asker import asker

StartKind = Literal["own", "branch", "untrained"]
UNTRAINED_SEED = 0  # of a network whose own start is not known
PLACE = "browse-map"  # on the page, of whoever asks


def client() -> DataMapClient:
    """Return what asks the engine and keeps its answers."""
    return _client(lab.current().inference)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _client(inference: InferenceClient) -> DataMapClient:
    return DataMapClient(inference)


def mapped_images(split: SplitName, network: StoredNetwork | None = None, layer: int | None = None) -> MappedImages:
    """Return the images of a map: of their pixels, or of what a network's layer gives for them."""
    images = cached.dataset()
    first, end = split_bounds(images, split)
    return MappedImages(
        data_folder=str(images.folder),
        split=split,
        count=min(MAPPED_IMAGES, end - first),
        network=None if layer is None else network,
        layer=layer or 0,
    )


def names_of(mapped: MappedImages) -> np.ndarray:
    """Return where the images stand in their collection, (n,) int64."""
    return _indices(cached.dataset(), mapped.split, mapped.count)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=cached.KEYS)
def _indices(images: Dataset, split: SplitName, count: int) -> np.ndarray:
    found = mapped_indices(images, split, count)
    found.setflags(write=False)
    return found


def place_of(mapped: MappedImages, name: ImageName | None) -> int:
    """Return which of a map's images this is, from 0; -1 where it is none of them."""
    if name is None or (name.collection == "test") != (mapped.split == "test"):
        return -1
    found = np.flatnonzero(names_of(mapped) == name.index)
    return int(found[0]) if len(found) else -1


def name_at(mapped: MappedImages, place: int) -> ImageName:
    """Return the name of the image at a place of a map."""
    return ImageName("test" if mapped.split == "test" else "train", int(names_of(mapped)[place]))


def nearest_place(mapped: MappedImages, image: np.ndarray) -> int:
    """Return which of a map's images is nearest to a picture, (28, 28) uint8, by their pixels.

    Raises:
        LabError: the engine does not answer.
    """
    return _nearest_place(cached.dataset(), mapped.split, mapped.count, image)


@st.cache_resource(max_entries=300, show_spinner=False, hash_funcs=cached.KEYS)
def _nearest_place(images: Dataset, split: SplitName, count: int, image: np.ndarray) -> int:
    mapped = MappedImages(data_folder=str(images.folder), split=split, count=count)
    target = "core.inference.embedding.mapped_images:nearest_place"
    return ask(lambda inference: inference.call(target, mapped, image))


def known(mapped: tuple[MappedImages, ...], network: StoredNetwork) -> DataMap:
    """Return what is known by now of maps and of what the network reads their images as; ask again.

    Raises:
        LabError: the engine does not answer.
    """
    return client().of(cached.dataset(), mapped, network, asker=asker(PLACE))


def start_network(model: Model) -> tuple[StoredNetwork, StartKind, str]:
    """Return a model before training, how that is known, and of what seed, or after which epoch, it is.

    A run that branched began with an epoch of another one. Of a model from a file, or one that was taught, no start is
    known: an untrained network of the same layers stands in its place.
    """
    network = replace(model.network, on_trial=False)
    if model.record is None and model.imported is None:
        seed = pretrained().config.seed
        return start_of(network, seed), "own", str(seed)
    if model.record is not None:
        outline = lab.current().histories.outline(model.record.id)
        if outline.taught is None and outline.branched is None:
            return start_of(network, model.record.config.seed), "own", str(model.record.config.seed)
        branched = outline.branched
        if branched is not None and branched.checkpoint is not None:
            try:
                begun = lab.current().models.find(ModelName(model.record.id, branched.epoch)).network
                return begun, "branch", str(branched.epoch)
            except CheckpointError:
                pass  # its file is gone
    return start_of(network, UNTRAINED_SEED), "untrained", str(UNTRAINED_SEED)


def job_state(method: JobMethod, mapped: MappedImages) -> JobState:
    """Return how far a map's job is."""
    return lab.current().jobs.state(map_request(method, cached.dataset(), mapped), owner=visitor.owner())


def begin(method: JobMethod, mapped: tuple[MappedImages, ...]) -> None:
    """Have maps made that are not there yet.

    Raises:
        QueueFullError: too much waits already.
    """
    for one in mapped:
        lab.current().jobs.submit(map_request(method, cached.dataset(), one), owner=visitor.owner())


def stop(method: JobMethod, mapped: tuple[MappedImages, ...]) -> None:
    """End this visitor's jobs of these maps."""
    for one in mapped:
        if job_state(method, one).may_stop:
            lab.current().jobs.stop(map_request(method, cached.dataset(), one), owner=visitor.owner())
