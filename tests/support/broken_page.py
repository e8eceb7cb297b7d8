"""What the tab says where a network is broken, and what it should say."""

from __future__ import annotations

import dataclasses

import numpy as np
from streamlit.testing.v1 import AppTest

from core import lab
from core.inference.damage.changes import Damage
from core.inference.loaded_networks import StoredNetwork
from core.runs.log.models import PRETRAINED
from tests.support.component_events import data_of
from tests.support.dense_network import logits_of

TILES = "break-tiles"


def address(app: AppTest) -> str:
    """Return what the address says is broken, without the network's own part."""
    return "".join(app.query_params.get("broken", [])).partition("_")[2]


def off(app: AppTest) -> list[int]:
    """Return the numbers of the tiles that are off."""
    return [tile["number"] for tile in data_of(app, TILES)["tiles"] if tile["off"]]


def network() -> StoredNetwork:
    """Return the network that is selected."""
    return lab.current().models.find(PRETRAINED).network


def right(damage: Damage, count: int = 2000) -> int:
    """Return how many of the first test images a damaged network reads right."""
    dataset = lab.current().dataset()
    answers = logits_of(dataclasses.replace(network(), damage=damage), dataset.test_images[:count]).argmax(axis=1)
    return int(np.count_nonzero(answers == dataset.test_labels[:count]))
