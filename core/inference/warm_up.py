"""What the inference engine does once before its first question, so that no person waits for it."""

from __future__ import annotations

import contextlib

import numpy as np

from core.errors import LabError
from core.inference.activations import layer_outputs
from core.inference.pretrained import pretrained
from core.inference.reader.answers import answer


def warm_up() -> None:
    """Let the pretrained network read a blank picture, once as an answer and once layer by layer."""
    with contextlib.suppress(LabError):  # whoever asks that network is told; others have networks of their own
        network = pretrained().network
        answer(network, np.zeros((1, 28, 28), np.uint8))
        layer_outputs(network, np.zeros((28, 28), np.uint8))
