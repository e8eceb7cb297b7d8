"""Border between pages and core: what a page asks for, held once per server.

Everything returned is shared by all visitors and therefore read-only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import streamlit as st

from core import lab
from core.data import gallery
from core.data.baselines import Baselines
from core.data.baselines import baselines as count_baselines
from core.data.dataset import Dataset
from core.data.gallery import Collection, Gallery, ImageName, LabeledImage, SplitName
from core.data.named_label import said
from core.data.statistics import count_by_label
from core.drawing.numbers.segmentation import PreparedDrawing
from core.engine.background import Background
from core.inference.activations import Activations
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.inference.reader.answers import Answers
from core.inference.reader.rejection import Surenesses
from core.training.record import checkpoints
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import Workload, workload
from models.spec import NetworkSpec
from pages.state.asking import ask
from pages.state.counts import Counts

# What tells one argument from another: of a network what its answers depend on, of pictures every byte.
KEYS = {
    Dataset: lambda images: images.digest,
    StoredNetwork: lambda network: (network.identity, str(network.spec)),
    np.ndarray: np.ndarray.tobytes,
}


def dataset() -> Dataset:
    """Return the images and labels; waits while they are being loaded.

    Raises:
        LabError: there are none, with the reason.
    """
    return lab.current().dataset()


def class_names() -> tuple[str, ...] | None:
    """Return what the ten labels of the images at hand mean, or None where they are the digits 0 to 9.

    Raises:
        LabError: there are no images.
    """
    return dataset().identity.class_names


def say(label: int) -> int:
    """Return a label of the images at hand as every text says it; see `core.data.named_label`."""
    return said(label, class_names())


def picture(name: ImageName | None) -> LabeledImage | None:
    """Return the picture of that name, its label as texts say it; or None where there is none."""
    images = dataset()
    found = None if name is None else gallery.find_image(images, name)
    names = images.identity.class_names
    return found if found is None or names is None else replace(found, label=said(found.label, names))


def images_at(collection: Collection, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 28, 28) uint8 images and (n,) labels that stand at `indices` in a collection."""
    images, labels = dataset().arrays_of(collection)
    return images[indices], labels[indices]


def pictures_of(images: Gallery) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 28, 28) uint8 images and (n,) labels of a page of a gallery, in its order."""
    return gallery.pictures_of(dataset(), images)


def workload_of(spec: NetworkSpec, config: TrainingConfig) -> Workload:
    """Return what an epoch comes to with the images that there are.

    Raises:
        ConfigError: the settings do not fit the data or the memory.
        LabError: there are no images.
    """
    images = dataset()
    return workload(spec, config, train_count=images.train_count, test_count=images.test_count)


def baselines() -> Baselines | None:
    """Return how well one does without learning anything; None until it is counted, half a second after the first call.

    Raises:
        LabError: there are no images.
    """
    counting = _baselines(dataset())
    return counting.result() if counting.is_done else None


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=KEYS)
def _baselines(images: Dataset) -> Background[Baselines]:
    arrays = (images.train_images, images.train_labels, images.test_images, images.test_labels)
    return Background(lambda: count_baselines(*arrays), name="baselines")


def label_counts(split: SplitName) -> list[int]:
    """Return how many pictures of each label a split has: ten counts, of 0 to 9."""
    images = dataset()  # once: a better one may arrive at any moment
    first, end = gallery.split_bounds(images, split)
    _, labels = images.arrays_of(split)
    return count_by_label(labels[first:end]).tolist()


def distorted(augmentation: Augmentation, seed: int, count: int) -> np.ndarray:
    """Return the first training images as augmentation may change them, (count, 28, 28) uint8.

    Raises:
        LabError: the engine does not answer.
    """
    return _distorted(dataset(), augmentation, seed, count)


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs=KEYS)  # 8 KB each
def _distorted(images: Dataset, augmentation: Augmentation, seed: int, count: int) -> np.ndarray:
    first = np.array(images.train_images[:count])
    changed = ask(lambda inference: inference.distorted(first, augmentation, seed=seed))
    changed.setflags(write=False)
    return changed


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=KEYS)  # 0.3 MB each; 8 MB for the largest network
def activations(network: StoredNetwork, pixels: np.ndarray) -> Activations:
    """Return what every layer of a network gives for a picture, (28, 28) uint8.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    outputs = ask(lambda inference: inference.layer_outputs(network, pixels))
    for array in (*outputs.outputs, outputs.logits, outputs.probabilities):
        array.setflags(write=False)
    return outputs


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=KEYS)  # 0.3 MB each; 80 MB for the largest network
def weights(network: StoredNetwork) -> dict[str, np.ndarray]:
    """Return a network's weights by "layer/name".

    Raises:
        CheckpointError: they are missing or damaged.
    """
    arrays = checkpoints.read(Path(network.path), digest=network.digest)
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


@st.cache_resource(max_entries=1000, show_spinner=False, hash_funcs=KEYS)
def predictions(network: StoredNetwork, images: np.ndarray) -> Predictions:
    """Return what a network says of (n, 28, 28) uint8 pictures; the same ones again are not asked again.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    answers = ask(lambda inference: inference.predict(network, images))
    answers.logits.setflags(write=False)
    answers.probabilities.setflags(write=False)
    return answers


@st.cache_resource(max_entries=1000, show_spinner=False, hash_funcs=KEYS)
def answers(network: StoredNetwork, images: np.ndarray) -> Answers:
    """Return what a network says of (n, 28, 28) uint8 pictures, and how likely each is a digit at all.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    said = ask(lambda inference: inference.answer(network, images))
    for array in (said.predictions.logits, said.predictions.probabilities, said.digit_probabilities):
        array.setflags(write=False)
    return said


@st.cache_resource(max_entries=300, show_spinner=False, hash_funcs=KEYS)  # 1 KB a digit
def prepared_strokes(strokes: Sequence[np.ndarray]) -> PreparedDrawing:
    """Return the digits of pen paths in canvas pixels.

    Raises:
        EmptyDrawingError: there is no digit.
        LabError: the engine does not answer.
    """
    return ask(lambda inference: inference.prepare_strokes(strokes))


@st.cache_resource(max_entries=300, show_spinner=False, hash_funcs=KEYS)
def prepared_pixels(ink: np.ndarray) -> PreparedDrawing:
    """Return the digits of painted pixels, (28, 28) uint8.

    Raises:
        EmptyDrawingError: there is no digit.
        LabError: the engine does not answer.
    """
    return ask(lambda inference: inference.prepare_pixels(ink))


def surenesses(network: StoredNetwork, *, is_large: bool = False) -> Surenesses | None:
    """Return how sure a network is of each test image; None until it is counted: ask again.

    Args:
        network: which.
        is_large: it takes minutes; those that take seconds do not wait for it.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer; the next call counts anew.
    """
    images, inference = dataset(), lab.current().inference

    def counted() -> Surenesses:
        evaluation = inference.evaluate(network, images)
        is_digits = images.identity.is_digits  # the judge knows digits alone
        return Surenesses.of(evaluation, _digit_probabilities(images) if is_digits else np.ones(evaluation.count))

    key = (network.identity, str(network.spec), images.digest)
    return _surenesses().ask(key, counted, kind="large network" if is_large else "network")


@st.cache_resource(show_spinner=False)
def _surenesses() -> Counts[Surenesses]:
    return Counts(most=300)  # 50 KB each


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs=KEYS)  # 40 KB each
def _digit_probabilities(images: Dataset) -> np.ndarray:
    """Return how likely each test image is a digit at all; about 12 s of processor time for 10,000."""
    return lab.current().inference.digit_probabilities(images.test_images)
