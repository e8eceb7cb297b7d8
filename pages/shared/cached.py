"""Border between pages and core: what a page asks for, held once per server.

Everything returned is shared by all visitors and therefore read-only.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import lab
from core.data import gallery
from core.data.gallery import Collection, Gallery, Picture, PictureName, Split
from core.data.mnist import Dataset
from core.data.statistics import count_by_label


def dataset() -> Dataset:
    """Return the images and labels; waits while they are being loaded.

    Raises:
        LabError: there are none, with the reason.
    """
    return lab.current().dataset()


def dataset_is_ready() -> bool:
    """Return whether `dataset` answers at once."""
    return lab.current().dataset_is_ready


def picture(name: PictureName | None) -> Picture | None:
    """Return the picture of that name, or None where there is none."""
    return None if name is None else gallery.find_picture(dataset(), name)


def open_gallery(split: Split, label: int | None) -> Gallery:
    """Return the pictures of a split, of one label or (None) of all."""
    return _gallery(dataset().digest, split, label)


def images_at(collection: Collection, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 28, 28) uint8 images and (n,) labels that stand at `indices` in a collection."""
    found = dataset()
    if collection == "test":
        return found.test_images[indices], found.test_labels[indices]
    return found.train_images[indices], found.train_labels[indices]


@st.cache_resource(max_entries=66, show_spinner=False)
def _gallery(digest: str, split: Split, label: int | None) -> Gallery:
    return gallery.open_gallery(dataset(), split, label)


@st.cache_resource(max_entries=6, show_spinner=False)
def _label_counts(digest: str, split: Split) -> tuple[int, ...]:
    found = dataset()
    first, end = gallery.split_bounds(found, split)
    labels = found.test_labels if split == "test" else found.train_labels
    return tuple(int(count) for count in count_by_label(labels[first:end]))


def label_counts(split: Split) -> tuple[int, ...]:
    """Return how many pictures of each label a split has: ten counts, of 0 to 9."""
    return _label_counts(dataset().digest, split)
