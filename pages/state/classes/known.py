"""What a network's ten outputs mean: the classes of the data set that it learned from, not of the one at hand."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.data.dataset import DATA_FOLDER, open_dataset
from core.data.identity import MNIST, UNKNOWN, Identity
from core.data.named_label import said
from core.errors import DataError, LabError
from core.runs.log.models import Model
from pages.state import cached


def of_data(digest: str) -> Identity:
    """Return what the data set of a digest is, as far as this server still knows.

    Raises:
        LabError: there are no images at all.
    """
    dataset = cached.dataset()
    if digest == dataset.digest:
        return dataset.identity
    try:
        return _of_kept(digest)
    except DataError:
        return UNKNOWN  # its copy is gone: digits, as most data sets here


def of_model(model: Model) -> Identity:
    """Return which data set a network learned from.

    Of one from a file, or changed here, nobody knows; it is taken for one of the data set at hand, about which it is
    asked.

    Raises:
        LabError: there are no images.
    """
    if model.imported is not None:
        return cached.dataset().identity
    return MNIST if model.record is None else of_data(model.record.data)


def names_of(model: Model) -> tuple[str, ...] | None:
    """Return the names of a network's ten answers, or None where they are the digits 0 to 9.

    Raises:
        LabError: there are no images.
    """
    return of_model(model).class_names


def say(model: Model, *labels: int) -> tuple[int, ...]:
    """Return a network's answers as every text says them, by the names of their classes where they are no digits.

    Raises:
        LabError: there are no images.
    """
    names = names_of(model)
    return tuple(said(label, names) for label in labels)


def fits(model: Model) -> bool:
    """Return whether a network's answers mean what the labels at hand mean, so that they can be compared.

    Raises:
        LabError: there are no images.
    """
    return names_of(model) == cached.class_names()


def so_far() -> Identity:
    """Return what the images at hand are, or digits while nobody knows yet; it waits for nothing and raises nothing."""
    try:
        return cached.dataset().identity if lab.current().dataset_provider.is_ready else UNKNOWN
    except LabError:  # there are no images, or no Lab
        return UNKNOWN


@st.cache_resource(max_entries=100, show_spinner=False)
def _of_kept(digest: str) -> Identity:
    return open_dataset(lab.current().home / DATA_FOLDER / digest).identity
