"""Border between pages and core: why a network answers as it does, held once per server and read-only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from core import lab
from core.inference.attribution import deletion
from core.inference.attribution.attribution import CLASS_MAPS, Attribution, Method
from core.inference.attribution.deletion import DeletionCurve
from core.inference.attribution.occlusion import Occlusion
from core.inference.attribution.target import Target
from core.inference.loaded_networks import StoredNetwork
from core.serving.attribution import Questioner, finest_stride
from core.serving.kept_pieces import Kept
from core.serving.shared_arrays import frozen
from pages.state import cached

KEPT_OCCLUSIONS = 64  # 50 KB each


@st.cache_resource(show_spinner=False)
def _occlusions() -> Kept:
    """Return what keeps them: in a function of st.cache_resource nothing may draw how far it is."""
    return Kept(KEPT_OCCLUSIONS)


def occlusion(
    network: StoredNetwork,
    image: np.ndarray,
    square: int,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Occlusion:
    """Return what a network says of a picture, (28, 28) uint8, without each square; as close as it takes seconds.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """

    def ask(_: Occlusion | None, stride: int) -> Occlusion:
        return _questioner(network).occlude(image, square=square, stride=stride, on_progress=on_progress)

    key = (cached.KEYS[StoredNetwork](network), image.tobytes(), square)
    return _occlusions().folded(key, [finest_stride(network.spec, square)], ask, lambda _done, _of: None)


def attribution(
    network: StoredNetwork,
    image: np.ndarray,
    method: Method,
    digit: int,
    against: int | None,
    *,
    layer: int | None,
    square: int,
) -> Attribution:
    """Return one method's map; arguments as `core.serving.attribution.Questioner.attribute` has them.

    A layer or a square that the method does not use makes no other question.

    Raises:
        LabError: the network's weights cannot be read, or the engine does not answer.
    """
    return _attribution(network, image, method, digit, against, *_used(method, layer, square))


def deletion_curve(
    network: StoredNetwork,
    image: np.ndarray,
    method: Method,
    digit: int,
    against: int | None,
    *,
    layer: int | None,
    square: int,
) -> DeletionCurve:
    """Return how the digit's probability falls while what a method calls important is erased; as `attribution`.

    It is all NaN where the method's map has no numbers, which rank nothing.
    """
    return _deletion_curve(network, image, method, digit, against, *_used(method, layer, square))


def _used(method: Method, layer: int | None, square: int) -> tuple[int | None, int]:
    """Return layer and square as far as they change a method's map; else None, and 0."""
    return layer if method in CLASS_MAPS else None, square if method == "occlusion" else 0


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs=cached.KEYS)  # 3 KB each
def _attribution(
    network: StoredNetwork,
    image: np.ndarray,
    method: Method,
    digit: int,
    against: int | None,
    layer: int | None,
    square: int,
) -> Attribution:
    target = Target(digit=digit, against=against)
    if method == "occlusion":
        values = occlusion(network, image, square).per_pixel(target).astype(np.float32)
        found = Attribution(method=method, values=values)
    else:
        found = _questioner(network).attribute(image, method, target, layer=layer, square=square)
    return frozen(found)


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs=cached.KEYS)
def _deletion_curve(
    network: StoredNetwork,
    image: np.ndarray,
    method: Method,
    digit: int,
    against: int | None,
    layer: int | None,
    square: int,
) -> DeletionCurve:
    made = attribution(network, image, method, digit, against, layer=layer, square=square)
    if not made.is_finite:
        return frozen(DeletionCurve(probabilities=np.full(deletion.STEPS + 1, np.nan)))
    return frozen(_questioner(network).delete(image, [deletion.ranked(made.per_pixel, image)], digit)[0])


@st.cache_resource(max_entries=500, show_spinner=False, hash_funcs=cached.KEYS)
def random_deletion(network: StoredNetwork, image: np.ndarray, digit: int) -> DeletionCurve:
    """Return the same for random orders, their mean.

    Raises:
        LabError: the network's weights cannot be read, or the engine does not answer.
    """
    return frozen(_questioner(network).delete_at_random(image, digit))


def _questioner(network: StoredNetwork) -> Questioner:
    return Questioner(lab.current().inference, network)
