"""What pages ask about damaged networks, held once per server and shared by all visitors: read-only."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.inference.loaded_networks import StoredNetwork
from core.serving import damage
from core.serving.damage import Answers, DamageClient, Progress, Ranking
from core.serving.shared_arrays import frozen
from pages.state import cached


@st.cache_resource(show_spinner=False)
def client() -> DamageClient:
    """Return what asks, and keeps what was answered."""
    return DamageClient()


def counted_images(network: StoredNetwork) -> int:
    """Return how many test images tell what is left of a network.

    Raises:
        LabError: there are no images.
    """
    return damage.counted_images(network.spec, cached.dataset())


def known_answers(network: StoredNetwork, *, most: int) -> Answers | None:
    """Return what a network read in the first test images; None until `read` is through.

    Raises:
        LabError: there are no images.
    """
    return frozen(client().known_answers(network, cached.dataset(), most=most))


def read(network: StoredNetwork, *, most: int, on_progress: Progress = lambda _done: None) -> Answers:
    """Return what a network reads in them, asking what is not known. Arguments and errors as `core.serving.damage`."""
    return client().read(lab.current().inference, network, cached.dataset(), most=most, on_progress=on_progress)


def ranking(network: StoredNetwork, layer: int, most: int) -> Ranking:
    """Return what is known of a layer's filters.

    Raises:
        LabError: there are no images.
    """
    return frozen(client().ranking(network, cached.dataset(), layer, most))


def rank(network: StoredNetwork, layer: int, most: int, *, on_progress: Progress = lambda _done: None) -> Ranking:
    """Try its filters that are not tried yet. Arguments and errors as `core.serving.damage`."""
    asked = lab.current().inference, network, cached.dataset(), layer, most
    return frozen(client().rank(*asked, on_progress=on_progress))
