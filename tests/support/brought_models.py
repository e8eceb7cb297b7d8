"""What was read of a person's model file, without a file: a small network with weights drawn at random."""

from __future__ import annotations

from typing import Any

from core.importing.read_model import ReadModel
from models.mlp import mlp
from models.spec import NetworkSpec
from tests.support.numpy_network import weights_of

SMALL = mlp(hidden=(2,), dropout=0)


def read_model(spec: NetworkSpec = SMALL, *, seed: int = 0, **fields: Any) -> ReadModel:
    """Return a network as a `.keras` file may hold it, which says nothing of pixels unless `fields` do."""
    return ReadModel(**({"kind": "keras", "spec": spec, "weights": weights_of(spec, seed=seed), "note": None} | fields))
