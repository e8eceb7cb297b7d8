"""The weights as a plain `.npz`, beside what the network is and how bytes become its inputs."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from core.export.model_files.model_note import NOTE_KEY, ModelNote
from core.training.record import checkpoints
from models.spec import NetworkSpec
from models.weights import variables_by_name

SPEC_KEY = "spec"


def npz_bytes(model: Any, spec: NetworkSpec, note: ModelNote) -> bytes:
    """Return the content of an `.npz` file that np.load reads without pickle. Equal networks give equal bytes.

    Its arrays are the weights by "layer/name", float32; the network as JSON under `SPEC_KEY` and the note under
    `NOTE_KEY`, each a text of no dimension.

    Args:
        model: a built keras.Sequential of that network.
        spec: the network.
        note: how bytes become its inputs.
    """
    arrays = {name: np.asarray(variable) for name, variable in variables_by_name(model).items()}
    texts = {SPEC_KEY: np.array(json.dumps(spec.to_json())), NOTE_KEY: np.array(note.to_text())}
    return checkpoints.as_bytes(arrays | texts)
