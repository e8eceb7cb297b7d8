"""What was read of a model file that a person brings: a network of ours, its weights, what the file says of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.export.model_files.model_note import ModelNote
from core.messages.message import Message
from models.spec import NetworkSpec

ModelFileKind = Literal["keras", "h5", "weights_h5", "npz", "tflite", "capsule", "changed"]  # the last: changed here


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadModel:
    """A network that was read as data, checked, and not yet kept anywhere."""

    kind: ModelFileKind
    spec: NetworkSpec
    weights: dict[str, np.ndarray]  # float32 and finite, by the names and of the shapes of models.weights
    note: ModelNote | None  # None: the file does not say how bytes become its inputs
    remarks: tuple[Message, ...] = ()  # for the person: what was translated, what was left out
