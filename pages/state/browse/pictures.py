"""The pictures that a query asks for, as far as they are known: shared by all visitors and read-only."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import streamlit as st

from core import lab
from core.data.dataset import Dataset
from core.data.gallery import Collection, Gallery, ImageName, split_bounds
from core.data.selection.image_order import PixelMeasures, Readings, emptying, places
from core.data.selection.image_query import DEFAULT_SIZE, ImageQuery
from core.errors import LabError
from core.inference.loaded_networks import StoredNetwork
from core.runs.log.models import Model
from core.serving.inference_client import InferenceClient
from core.serving.pictures.pictures_client import Known, PicturesClient
from core.serving.shared_arrays import frozen
from pages.state import cached, selected
from pages.state.classes import known as known_classes
from pages.state.draw.asker import asker

WaitsFor = Literal["network", "pixels"]
KEPT_GALLERIES = 32  # 9 bytes an image, 0.5 MB for 54,000
PLACE = "browse-pictures"  # on the page, of whoever asks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pictures:
    """What a query comes to.

    Attributes:
        query: what is asked for.
        gallery: the images; while something is waited for, as if what depends on it was not asked for.
        count: of the split's images.
        first: index of the first of them in their collection.
        waits_for: what is worked out before all of the query counts; None where nothing is.
        known: how far that is.
        readings: what the network says of the split, where that is asked for and known.
    """

    query: ImageQuery
    gallery: Gallery
    count: int
    first: int
    waits_for: WaitsFor | None = None
    known: Known[Any] | None = None
    readings: Readings | None = None

    def reading_of(self, name: ImageName) -> tuple[int, float] | None:
        """Return what the network reads an image as, and how surely, 0 to 1; None where that is not known."""
        place = name.index - self.first
        is_here = (name.collection == "test") == (self.query.split == "test") and 0 <= place < self.count
        if self.readings is None or not is_here:
            return None
        return int(self.readings.answers[place]), float(self.readings.sureness[place])


def of(query: ImageQuery, *, asks: bool) -> Pictures:
    """Return the pictures.

    Args:
        query: what is asked for, without a preset of its own images.
        asks: have what is missing worked out in the background, as long as this is called again. A network that is not
            there, or that learned other classes, is not asked: what depends on it is as if it was not asked for.

    Raises:
        LabError: there are no images; and where it `asks`: the engine does not answer.
    """
    dataset, who = cached.dataset(), asker(PLACE) if asks else None
    first, end = split_bounds(dataset, query.split)
    collection: Collection = "test" if query.split == "test" else "train"
    network = _network() if query.needs_network else None
    read: Known[Readings] | None = None
    measured: Known[PixelMeasures] | None = None
    if network is not None:
        read = client().readings(network, dataset, query.split, asker=who)
    elif query.needs_pixels:
        measured = client().measures(dataset, collection, asker=who)
    readings, pixels = read.result if read else None, measured.result if measured else None
    waits_for = "network" if read and readings is None else "pixels" if measured and pixels is None else None
    if query.needs_network and network is None:
        query = query.without_network
    gallery = _gallery(
        dataset,
        replace(query, page=None, size=DEFAULT_SIZE).text,
        "" if network is None or readings is None else f"{network.identity} {network.spec}",
        pixels is not None,
        query,
        readings,
        _part(pixels, first, end),
    )
    return Pictures(
        query=query,
        gallery=replace(gallery, page_size=query.page_size),
        count=end - first,
        first=first,
        waits_for=waits_for,
        known=read or measured,
        readings=readings,
    )


def can_be_compared() -> bool:
    """Return whether the selected network's answers can be right or wrong about the images.

    Of one that is not there, too: who asks for its answers is told so.

    Raises:
        LabError: there are no images.
    """
    model = _model()
    return model is None or known_classes.fits(model)


def without_one_filter(pictures: Pictures) -> tuple[tuple[ImageQuery, int], ...]:
    """Return the queries that leave out one filter of one that finds nothing, and find something; with how many."""
    return emptying(pictures.query, _labels(cached.dataset(), pictures.query), readings=pictures.readings)


def client() -> PicturesClient:
    """Return what asks the engine and keeps its answers."""
    return _client(lab.current().inference)


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _client(inference: InferenceClient) -> PicturesClient:
    return PicturesClient(inference)


def _model() -> Model | None:
    """Return the selected model; None for one that is not there."""
    name = selected.model()
    with contextlib.suppress(LabError):
        return None if name is None else lab.current().models.find(name)
    return None


def _network() -> StoredNetwork | None:
    """Return the selected network; None for one that is not there, or whose answers the labels say nothing about."""
    model = _model()
    return model.network if model is not None and known_classes.fits(model) else None


def _labels(dataset: Dataset, query: ImageQuery) -> np.ndarray:
    first, end = split_bounds(dataset, query.split)
    return np.asarray(dataset.arrays_of(query.split)[1][first:end])


@st.cache_resource(max_entries=KEPT_GALLERIES, show_spinner=False, hash_funcs=cached.KEYS)
def _gallery(
    images: Dataset,
    text: str,
    network: str,
    is_measured: bool,
    _query: ImageQuery,
    _readings: Readings | None,
    _pixels: PixelMeasures | None,
) -> Gallery:
    """Return the gallery of a query; `text`, `network` and `is_measured` tell it from others."""
    first, _ = split_bounds(images, _query.split)
    found = places(_query, _labels(images, _query), readings=_readings, pixels=_pixels)
    is_test = np.full(len(found), _query.split == "test")
    indices, is_test = frozen((found + first, is_test))
    return Gallery(indices=indices, is_test=is_test)


def _part(pixels: PixelMeasures | None, first: int, end: int) -> PixelMeasures | None:
    if pixels is None:
        return None
    return PixelMeasures(ink=pixels.ink[first:end], distances=pixels.distances[first:end])
