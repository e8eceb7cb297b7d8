"""How tough networks are, and what fools them: asked once per server and then shared by all visitors, read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core import lab
from core.data.gallery import LabeledImage
from core.inference.loaded_networks import StoredNetwork
from core.inference.robustness.conditions import ConditionKey
from core.inference.robustness.conditions import damaged as damaged_images
from core.results.result_files import ResultFiles
from core.serving.inference_client import InferenceClient
from core.serving.robustness import sweeps
from core.serving.robustness.attacked import Attacked, Method
from core.serving.robustness.attacks import AttackClient, UnderAttack
from core.serving.robustness.smallest_change import Search
from core.serving.robustness.sweeps import KnownSweep, SweepClient
from core.serving.shared_arrays import frozen
from pages.state import cached
from pages.state.draw.asker import asker

MOST_BYTES = 20 * 10**6  # of all counts on the disk, of below 2 KB each
# On the page, of who asks.
SWEEP_PLACE, SEARCH_PLACE, CHANGE_PLACE, COUNT_PLACE = "tough-sweep", "tough-search", "tough-change", "tough-count"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clients:
    sweeps: SweepClient
    attacks: AttackClient


def sweeps_of(networks: Sequence[StoredNetwork], *, asks: Sequence[StoredNetwork]) -> list[KnownSweep]:
    """Return what is known of each network's sweep, and have those of some of them counted; ask again.

    Raises:
        LabError: there are no images, or the engine does not answer.
    """
    client, images = _clients(lab.current().inference).sweeps, cached.dataset()
    if asks:
        client.sweeps(asks, images, asker=asker(SWEEP_PLACE))
    return client.sweeps(networks, images, asker=None)


def swept_images(network: StoredNetwork) -> int:
    """Return over how many test images a network is swept.

    Raises:
        LabError: there are no images.
    """
    return sweeps.swept_images(network.spec, cached.dataset())


def expected_seconds(network: StoredNetwork) -> float:
    """Return about how long a sweep takes.

    Raises:
        LabError: there are no images.
    """
    return sweeps.expected_seconds(network.spec, cached.dataset())


@st.cache_resource(max_entries=200, show_spinner=False, hash_funcs=cached.KEYS)  # 1 KB each
def _damaged(image: np.ndarray, key: ConditionKey, strength: int, number: int) -> np.ndarray:
    return frozen(damaged_images(image[np.newaxis], key, strength, [number])[0])


def damaged(picture: LabeledImage, key: ConditionKey, strength: int) -> np.ndarray:
    """Return a picture as it is damaged in a sweep, (28, 28) uint8."""
    return _damaged(np.array(picture.pixels), key, strength, picture.name.index)


def smallest(network: StoredNetwork, image: np.ndarray, answer: int, *, asks: bool) -> Search:
    """Return how far the search for the smallest change is, and have it go on where it `asks`.

    Raises:
        LabError: the engine does not answer.
    """
    who = asker(SEARCH_PLACE) if asks else None
    return _clients(lab.current().inference).attacks.smallest(network, image, answer, asker=who)


def under_attack(network: StoredNetwork, *, asks: bool) -> UnderAttack:
    """Return how many test images are read right under attack, and have the rest counted where it `asks`.

    Raises:
        LabError: there are no images, or the engine does not answer.
    """
    who = asker(COUNT_PLACE) if asks else None
    return _clients(lab.current().inference).attacks.under_attack(network, cached.dataset(), asker=who)


def changed(network: StoredNetwork, image: np.ndarray, answer: int, method: Method, eps: int) -> Attacked | None:
    """Return a picture, (28, 28) uint8, changed against a network so that it does not give an answer any more.

    None where that is still worked out in the background: ask again.

    Raises:
        LabError: the engine does not answer.
    """
    attacks = _clients(lab.current().inference).attacks
    return attacks.changed(network, image, answer, method, eps, asker=asker(CHANGE_PLACE))


@st.cache_resource(max_entries=1, show_spinner=False, hash_funcs={InferenceClient: id})
def _clients(inference: InferenceClient) -> _Clients:
    files = ResultFiles(lab.current().home / "toughness", most_bytes=MOST_BYTES)
    return _Clients(sweeps=SweepClient(inference, files), attacks=AttackClient(inference, files))
